import Testing

@testable import CouncilKit

struct BackoffTests {
    private let backoff = Backoff(retries: 3)
    private let overloaded = ModelError(.server, "529", status: 529)

    private func delay(
        _ attempt: Int, _ error: ModelError, hasBegun: Bool = false, isRepeatable: Bool = false, random: UInt64 = .max
    ) -> Double? {
        backoff.delay(after: attempt, error, hasBegun: hasBegun, isRepeatable: isRepeatable, random: random)
    }

    @Test func `the longest wait doubles with every attempt`() throws {
        let delays = try (1...3).map { try #require(delay($0, overloaded)) }
        #expect(delays.map { $0.rounded() } == [1, 2, 4])
    }

    @Test func `jitter is full: the shortest wait is none`() {
        #expect(delay(3, overloaded, random: 0) == 0)
    }

    @Test func `no wait is longer than the cap`() throws {
        let patient = Backoff(retries: 100)
        let wait = try #require(
            patient.delay(after: 90, overloaded, hasBegun: false, isRepeatable: false, random: .max))
        #expect(wait <= patient.cap)
    }

    @Test func `after so many retries it is enough`() {
        #expect(delay(4, overloaded) == nil)
    }

    @Test func `what the provider asks for is the least wait`() throws {
        let error = ModelError(.rateLimited, "429", status: 429, retryAfter: 12)
        #expect(delay(1, error, random: 0) == 12)
        #expect(try #require(delay(1, error)) >= 12)
    }

    @Test func `a wait of 0 seconds still backs off, with jitter`() throws {
        let error = ModelError(.rateLimited, "429", status: 429, retryAfter: 0)
        #expect(try #require(delay(3, error)) > 3.9)
        #expect(delay(3, error, random: 0) == 0)
    }

    @Test func `a provider that asks for more than a minute is not waited for`() {
        #expect(delay(1, ModelError(.rateLimited, "429", status: 429, retryAfter: 3600)) == nil)
    }

    @Test func `a reply that had begun is asked for again only where the call is repeatable`() {
        let broken = ModelError(.truncated, "broke off")
        #expect(delay(1, broken, hasBegun: true) == nil)
        #expect(delay(1, broken, hasBegun: true, isRepeatable: true) != nil)
    }

    @Test(arguments: [
        (ModelError(.connection, ""), true), (ModelError(.timeout, "", status: 408), true),
        (ModelError(.conflict, "", status: 409), true), (ModelError(.badRequest, "", status: 409), false),
        (ModelError(.badRequest, "", status: 425), true),
        (ModelError(.rateLimited, "", status: 429), true), (ModelError(.server, "", status: 500), true),
        (ModelError(.server, "", status: 503), true), (ModelError(.server, "", status: 529), true),
        (ModelError(.server, "overloaded inside the reply"), true), (ModelError(.truncated, ""), true),
        (ModelError(.server, "", status: 501), false), (ModelError(.timeout, "the council's own limit"), false),
        (ModelError(.badRequest, "", status: 400), false), (ModelError(.unauthorized, "", status: 401), false),
        (ModelError(.noCredit, "", status: 402), false), (ModelError(.notFound, "", status: 404), false),
        (ModelError(.malformed, ""), false), (ModelError(.empty, ""), false), (ModelError(.cancelled, ""), false),
        (ModelError(.refused, ""), false), (ModelError(.filtered, ""), false),
    ])
    func `only what may pass and was not paid for is repeated`(error: ModelError, isRepeated: Bool) {
        #expect((delay(1, error) != nil) == isRepeated)
    }
}
