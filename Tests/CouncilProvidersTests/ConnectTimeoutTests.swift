import AsyncHTTPClient
import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilProviders

struct ConnectTimeoutTests {
    @Test func `endpoints with the same connect timeout share a client`() {
        #expect(HTTPClient.council(connectTimeout: 3) === HTTPClient.council(connectTimeout: 3))
        #expect(HTTPClient.council(connectTimeout: 3) !== HTTPClient.council(connectTimeout: 10))
    }

    @Test func `what took too long to connect names the timeout`() {
        let endpoint = HTTPEndpoint(name: "far", baseURL: "http://far.example/v1", connectTimeout: 3)
        let error = endpoint.wording(for: "far/x").noConnection(HTTPClientError.connectTimeout)
        #expect(error.message == "far/x: no connection to http://far.example/v1 within 3 s")
        #expect(error.code == .connection)
    }

    @Test func `a certificate that is not trusted is named as the reason`() {
        struct Failure: Error, CustomStringConvertible {
            let description = "handshakeFailed(sslError([OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at handshake.cc]))"
        }
        let endpoint = HTTPEndpoint(name: "far", baseURL: "https://far.example/v1")
        let error = endpoint.wording(for: "far/x").noConnection(Failure())
        #expect(error.message == "far/x: the certificate of https://far.example/v1 is not trusted on this machine")
    }

    @Test(.timeLimit(.minutes(1))) func `a server that lets nobody in ends the call at the connect limit`() async throws
    {
        try await DeafServer.run { server in
            let endpoint = HTTPEndpoint(name: "deaf", baseURL: server.baseURL, connectTimeout: 0.3)
            let clock = ContinuousClock()
            let start = clock.now
            let error = try #require(await OpenAIModel("x", at: OpenAIEndpoint(endpoint)).answer().error)
            let time = start.duration(to: clock.now)
            #expect(error.message == "deaf/x: no connection to \(server.baseURL) within 0.3 s")
            #expect(error.code == .connection)
            // The upper end leaves room for a busy machine; without the limit it would be minutes.
            #expect(time >= .seconds(0.29) && time < .seconds(10))
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a connection that does not come about is tried again`() async throws {
        try await DeafServer.run { server in
            let endpoint = HTTPEndpoint(name: "deaf", baseURL: server.baseURL, connectTimeout: 0.1)
            let others = ["b/two", "c/three"].map { Member(ScriptedModel.member($0, answer: "From \($0)")) }
            let council = Council(
                members: [Member(OpenAIModel("x", at: OpenAIEndpoint(endpoint)))] + others, chairman: others[0],
                settings: Settings(retries: 1, synthesis: .plain))
            let environment = RunEnvironment(clock: TestClock(), randomNumber: { 0 })
            let outcome = try await council.deliberate(on: "Why?", environment: environment).outcome
            #expect(outcome.setbacks.map(\.setback.remedy) == [.retry])
            #expect(outcome.failure(of: .member(0))?.code == .connection)
            #expect(outcome.conclusion?.source == .chairman)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a connection that opens after its call was cancelled is closed unused`()
        async throws
    {
        try await DeafServer.run { server in
            let url = server.baseURL
            let exchange = Task {
                // The request is made all the same, and taken back at once.
                withUnsafeCurrentTask { $0?.cancel() }
                return try await HTTPExchange(HTTPClient.Request(url: url), with: .council(connectTimeout: 10))
            }
            await #expect(throws: CancellationError.self) { try await exchange.value }
            let visit = try await server.admitOne()
            #expect(visit.bytes == 0)
            // The pool would keep it for four.
            #expect(visit.stay < .seconds(2))
        }
    }
}
