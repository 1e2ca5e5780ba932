import CoreMetrics
import CouncilKit
import CouncilTelemetry
import CouncilTestKit
import FoundationEssentials
import InMemoryLogging
import InMemoryTracing
import Logging
import MetricsTestKit
import Tracing

/// Test instruments and the telemetry that writes to them.
struct Instruments {
    let tracer = InMemoryTracer()
    let metrics = TestMetrics()
    let log = InMemoryLogHandler()

    func telemetry(after known: Outcome = Outcome(), logsContent: Bool = false, level: Logger.Level = .debug)
        -> RunTelemetry
    {
        var logger = Logger(label: "test") { _ in log }
        logger.logLevel = level
        return RunTelemetry(
            after: known, logger: logger, tracer: tracer, metrics: metrics, logsContent: logsContent)
    }

    /// The first events of a run.
    static let opening: [CouncilEvent] = [
        .opened(
            Run(
                id: Run.ID(rawValue: "20261123-abcdefgh"), date: Date(timeIntervalSince1970: 1_795_000_000),
                council: "council", question: "Why?", history: [], continues: nil, seats: ["a/one", "b/two"],
                chairman: "a/one", settings: Settings(), seed: 1, labels: [Label("K47"), Label("B12")], nonce: "x1y2",
                prompts: 1, origin: [:])),
        .answered(Call(role: .member(0), model: "a/one"), Reply(text: "Yes.")),
    ]

    /// Deliberates under observation.
    func observe(_ council: Council, logsContent: Bool = false, level: Logger.Level = .debug) async throws -> Outcome {
        let telemetry = telemetry(logsContent: logsContent, level: level)
        return try await council.deliberate(on: "Why is the sky blue?").run { await telemetry.observe($0) }
    }

    var spans: [FinishedInMemorySpan] { tracer.finishedSpans }

    func spans(named name: String) -> [FinishedInMemorySpan] { spans.filter { $0.operationName == name } }

    /// Everything that was logged.
    var logged: String { log.entries.map { "\($0.message) \($0.metadata)" }.joined(separator: "\n") }
}

extension Council {
    /// Three members that count tokens; those named in `failing` fail with words of their provider.
    static func counting(failing: Set<String> = []) -> Council {
        let names = ["openai/one", "gemini/two", "local/three"]
        let members = names.map { name in
            ScriptedModel(name) { prompt in
                if failing.contains(name) {
                    return .failure(ModelError(.badRequest, "\(name): provider's words", status: 400))
                }
                let usage = Usage(input: 100, output: 20, cachedInput: 60, reasoning: 5)
                switch StageOfPrompt(prompt) {
                case .answer: return .pieces([.text("Rayleigh, says \(name).")], usage: usage)
                case .review(let answers):
                    return .pieces([.text(ScriptedModel.reviewText(of: answers))], usage: usage)
                case .conclusion, .synthesis: return .pieces([.text("In conclusion.")], usage: usage)
                }
            }
        }
        return Council(
            name: "home", members: members.map { Member($0) }, chairman: Member(members[0]),
            settings: Settings(maximumAnswerTokens: 300, temperature: 0.5, retries: 0, synthesis: .plain))
    }
}
