import CouncilKit
import CouncilTestKit
import Testing

extension FaultMatrix.Fault: CustomTestStringConvertible {
    var testDescription: String { name }
}

extension FaultMatrix {
    private static let broken = Row(.failure(.truncated), .recovery, .failure(.truncated), "broke off")
    private static let failing = Row(.failure(.server), .recovery, .failure(.server), "machine melted")
    private static let late = Row(.failure(.timeout), "within 30 s")

    /// Every fault, and what is expected of it.
    static let faults: [Fault] = refusals + connections + replies

    /// The server refuses the request.
    private static let refusals: [Fault] = [
        Fault("408 once", times: 1, Row(.recovery, "slow")) { _ in .error(408, "slow") },
        Fault(
            "409 once", times: 1, Row(.recovery, "Lock timeout"),
            except: [.gemini: Row(.failure(.badRequest), "Lock timeout")]
        ) { _ in .error(409, "Lock timeout") },
        Fault("425 once", times: 1, Row(.recovery, "Too early")) { _ in .error(425, "Too early") },
        Fault("429 once", times: 1, Row(.recovery, "Rate limit")) { _ in .rateLimited(retryAfter: 0) },
        Fault("429 once, with a wait", times: 1, Row(.recovery, "retry after 12 s"), time: .wait(12)) { _ in
            .rateLimited(retryAfter: 12)
        },
        Fault("500 once", times: 1, Row(.recovery, "boom")) { _ in .error(500, "boom") },
        Fault("500", Row(.failure(.server), "boom")) { _ in .error(500, "boom") },
        Fault("529 once", times: 1, Row(.recovery, "busy")) { _ in .error(529, "busy") },
        Fault("gateway page once", times: 1, Row(.recovery, "Bad Gateway")) { _ in
            .htmlPage(502, title: "502 Bad Gateway")
        },
        Fault("redirect", Row(.failure(.notFound), "moved to")) { _ in
            .status(301, headers: ["location": "https://example.com/v1"])
        },
        Fault("refused request", Row(.failure(.badRequest), "Too odd")) { _ in .error(400, "Too odd") },
        Fault("wrong key", Row(.failure(.unauthorized), "No such key")) { _ in .error(401, "No such key") },
        Fault("no credit", Row(.failure(.noCredit), "Pay first")) { _ in .error(402, "Pay first") },
        Fault("forbidden", Row(.failure(.unauthorized), "Not for you")) { _ in .error(403, "Not for you") },
        Fault("unknown model", Row(.failure(.notFound), "No such model")) { _ in .error(404, "No such model") },
    ]

    /// The connection fails.
    private static let connections: [Fault] = [
        Fault("connection refused", Row(.failure(.connection), "connection refused"), address: .nobody) { $0.step },
        Fault("a host that lets nobody in", Row(.failure(.connection), "no connection"), address: .deaf) { $0.step },
        Fault("cut off before the first piece, once", times: 1, Row(.recovery, "broke off")) {
            $0.step.cutOff(afterPieces: 0)
        },
        Fault("cut off inside the first event, once", times: 1, Row(.recovery, "broke off")) {
            $0.step.cutOff(afterBytes: 20)
        },
        Fault("cut off after a piece", times: 1, broken) { $0.step.cutOff(afterPieces: 2) },
        Fault("cut off after a piece, in one write", times: 1, broken) { $0.step.ending(afterPieces: 2).inOneWrite() },
        Fault("cut off in a reply in one part", times: 1, broken) { .unstreamed($0.text).cutOff(afterBytes: 60) },
        Fault("silence", late, time: .limit) { _ in .hang },
        Fault("a slow first byte", late, time: .limit) { $0.step.slowFirstByte(.forever) },
        Fault("a stream that stands still", late, time: .limit) { $0.step.hanging(afterPieces: 2) },
        Fault("a late head", Row(.nothing)) { $0.step.delayed(.time(.milliseconds(2))) },
        Fault("a pause between pieces", Row(.nothing)) { $0.step.pausing(.time(.milliseconds(2)), afterPieces: 1) },
    ]

    /// The reply is not what it should be, or not in the usual shape.
    private static let replies: [Fault] = [
        Fault("an end without a finish", times: 1, broken) { $0.step.ending(afterPieces: 2) },
        Fault("error inside the reply", times: 1, failing) { $0.step.failing(afterPieces: 2, "The machine melted") },
        Fault("error behind a text, in one write", times: 1, failing) {
            $0.step.failing(afterPieces: 2, "The machine melted").inOneWrite()
        },
        Fault("overloaded before the first piece, once", times: 1, Row(.recovery, "Overloaded")) {
            $0.step.overloaded(afterPieces: 0)
        },
        Fault("garbage", Row(.failure(.malformed), "not JSON")) { _ in .garbageJSON },
        Fault("a page in place of a reply", Row(.failure(.malformed), "Log in")) { _ in
            .htmlPage(200, title: "Log in")
        },
        // Anthropic has no word for a filter outside the model.
        Fault(
            "content filter", Row(.failure(.filtered), "content filter"),
            except: [.anthropic: Row(.failure(.refused), "declined")]
        ) { _ in .safetyBlock },
        // Members may decline in words. Gemini has no word for it, so there it is a text like others.
        Fault(
            "the model declines",
            Row(.nothing, .unreadable, .failure(.refused), "I cannot help", revision: .failure(.refused)),
            except: [.gemini: Row(.nothing, .unreadable, .nothing)]
        ) { _ in .refusal() },
        Fault(
            "a length stop",
            Row(.nothing, .unreadable, .nothing, "cut off at its token limit", revision: .failure(.incomplete))
        ) { _ in
            .reply(["Half an"], finishReason: "length")
        },
        Fault("an empty reply", Row(.failure(.empty), "holds no text")) { _ in .reply([" "]) },
        Fault("a reply in one part", Row(.nothing)) { .unstreamed($0.text) },
        Fault("characters split over chunks", Row(.nothing)) { $0.step.split(everyBytes: 1) },
        Fault("CRLF", Row(.nothing)) { $0.step.withCarriageReturns() },
        Fault("comment lines", Row(.nothing)) { $0.step.withComments() },
        Fault("another content type", Row(.nothing)) { $0.step.withHeaders(["content-type": "text/plain"]) },
        Fault("a stated limit", Row(.nothing)) { $0.step.withRequestLimit(50, remaining: 40, reset: 1) },
    ]
}
