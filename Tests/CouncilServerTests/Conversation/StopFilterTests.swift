import Testing

@testable import CouncilServer

struct StopFilterTests {
    private func shown(_ pieces: [String], stop: [String]) -> String {
        var filter = StopFilter(stop)
        return pieces.map { filter.pass($0) }.joined() + filter.finish()
    }

    @Test(arguments: 1...12) func `a text ends before a sequence however it is cut`(size: Int) {
        let text = Array("One. END Two.")
        let pieces = stride(from: 0, to: text.count, by: size).map { String(text[$0..<min($0 + size, text.count)]) }
        #expect(shown(pieces, stop: [" END"]) == "One.")
    }

    @Test func `the first of several sequences counts`() {
        #expect(shown(["a b c"], stop: ["c", "b"]) == "a ")
    }

    @Test func `what only began like a sequence is shown`() {
        #expect(shown(["ab", "ac"], stop: ["abx"]) == "abac")
    }

    @Test func `characters of several bytes are not broken`() {
        #expect(shown(["完成", "✅ 👩‍🚀", "!"], stop: ["?"]) == "完成✅ 👩‍🚀!")
    }
}
