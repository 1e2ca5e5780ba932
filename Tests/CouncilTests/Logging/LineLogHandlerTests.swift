import FoundationEssentials
import Logging
import Synchronization
import Testing

@testable import council

struct LineLogHandlerTests {
    private func line(
        _ facts: Logger.Metadata, hiding secrets: [String] = [], level: Logger.Level = .info
    ) -> String {
        let written = Mutex("")
        let handler = LineLogHandler(
            level: .debug, hiding: secrets, now: { Date(timeIntervalSince1970: 1_795_000_000) },
            write: { line in written.withLock { $0 += line } })
        Logger(label: "test") { _ in handler }.log(level: level, "answered", metadata: facts)
        return written.withLock { $0 }
    }

    @Test func `a line has time, level, message and facts in order`() {
        #expect(
            line(["role": "member/0", "model": "a/one"])
                == "2026-11-18T11:06:40Z info answered model=a/one role=member/0\n")
    }

    @Test func `a text is quoted and stays in its line`() {
        let text = line(["text": "one \"two\"\n2026-11-18T11:06:40Z info forged\u{1b}[31m\\"])
        #expect(text.split(separator: "\n").count == 1)
        #expect(text.hasSuffix("text=\"one \\\"two\\\"\\n2026-11-18T11:06:40Z info forged␛[31m\\\\\"\n"))
    }

    @Test func `a secret is never written, whoever said it`() {
        let text = line(["text": "the key is sk-secret-0123, is it?"], hiding: ["sk-secret", "sk-secret-0123", ""])
        #expect(text.contains("the key is [secret], is it?"))
    }

    @Test func `a placeholder is no secret`() {
        #expect(line(["text": "xylophone"], hiding: ["x"]).hasSuffix("text=xylophone\n"))
    }

    @Test func `what is below the level is not written`() {
        #expect(line([:], level: .trace).isEmpty)
    }
}
