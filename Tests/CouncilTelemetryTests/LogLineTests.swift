import CouncilKit
import InMemoryLogging
import Logging
import Testing

struct LogLineTests {
    @Test func `what happens is told with the facts`() async throws {
        let instruments = Instruments()
        let outcome = try await instruments.observe(.counting())
        let messages = instruments.log.entries.filter { $0.level == .info }.map { "\($0.message)" }
        #expect(messages.first == "run opened")
        #expect(messages.filter { $0 == "answered" }.count == 3)
        #expect(messages.filter { $0 == "reviewed" }.count == 3)
        #expect(messages.suffix(2) == ["tallied", "concluded"])
        let answered = try #require(instruments.log.entries.first { "\($0.message)" == "answered" })
        #expect(answered.metadata["input_tokens"] == "100")
        #expect(answered.metadata["run"] == "\(outcome.run?.id.rawValue ?? "")")
    }

    @Test func `calls that begin are told at debug only`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(), level: .info)
        #expect(!instruments.logged.contains("call started"))
        let others = Instruments()
        _ = try await others.observe(.counting(), level: .debug)
        #expect(others.logged.contains("call started"))
    }

    @Test func `without content neither question nor answers nor a provider's words are told`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(failing: ["gemini/two"]), level: .trace)
        #expect(instruments.logged.contains("bad_request"))
        for word in ["sky", "Rayleigh", "conclusion.", "provider's words", "Sound"] {
            #expect(!instruments.logged.contains(word), "\(word)")
        }
    }

    @Test func `with content they are`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(failing: ["gemini/two"]), logsContent: true)
        for word in ["sky", "Rayleigh", "conclusion.", "provider's words"] {
            #expect(instruments.logged.contains(word), "\(word)")
        }
    }

    @Test func `failures are warnings`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(failing: ["gemini/two"]), level: .warning)
        #expect(instruments.log.entries.map { "\($0.message)" } == ["call failed"])
    }
}
