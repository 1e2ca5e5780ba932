import Testing

@testable import council

struct AnswerStreamTests {
    @Test(arguments: [
        ("Half", "Half and the rest.", " and the rest.\n"), ("The whole.\n", "The whole.", ""),
        ("Hm.\n</think>\n\nThe answer 答.", "The answer 答.", "\n"), ("Another", "The answer.", nil),
    ])
    func `an answer is completed by what is not out yet`(_ streamed: String, _ whole: String, _ rest: String?) {
        var stream = AnswerStream()
        _ = stream.pass(streamed)
        #expect(stream.complete(whole) == rest)
    }
}
