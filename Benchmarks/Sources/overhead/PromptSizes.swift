import CouncilKit
import Measuring
import Synchronization

/// What four members with answers of 2,000 tokens are sent in a run, and how much of it a prefix cache can reuse.
struct PromptSizes {
    private static let answerTokens = 2000
    /// A word of eight letters with its space: two tokens, more or less.
    private static let word = "balanced "

    func print() async throws {
        let sent = Sent()
        let members = (1...4).map { Member(Author(name: "model-\($0)", sent: sent)) }
        _ = try await Council(members: members, chairman: members[0], settings: Settings(synthesis: .plain))
            .deliberate(on: "Compare the four ways to do it, and say which one you would take.").outcome
        let prompts = sent.prompts.withLock { $0 }
        let bytes = prompts.reduce(0) { $0 + $1.text.utf8.count }
        Figure.line("bytes_sent_per_run", Double(bytes), "bytes", 1)
        // llama-server turns a schema into a grammar; `structured_output: false` leaves it to the words of the prompt.
        line("bytes_reusable_per_run", Self.reusable(prompts.map { ($0.model, $0.text) }), of: bytes)
        // OpenAI and Anthropic put schemas and tools in front of the messages.
        line("bytes_reusable_behind_schemas", Self.reusable(prompts.map { ($0.model, $0.schema + $0.text) }), of: bytes)
    }

    private func line(_ name: String, _ reusable: Int, of bytes: Int) {
        Figure.line(name, Double(reusable), "bytes", Double(reusable) / Double(bytes))
    }

    /// The bytes that an earlier prompt to the same model begins with as well: a cache belongs to one model.
    private static func reusable(_ prompts: [(model: String, text: String)]) -> Int {
        prompts.indices.reduce(0) { sum, index in
            let (model, text) = prompts[index]
            return sum + (prompts[..<index].filter { $0.model == model }.map { sharedBytes($0.text, text) }.max() ?? 0)
        }
    }

    private static func sharedBytes(_ first: String, _ second: String) -> Int {
        zip(first.utf8, second.utf8).prefix { $0 == $1 }.count
    }

    private final class Sent: Sendable {
        let prompts = Mutex<[(model: String, schema: String, text: String)]>([])
    }

    /// Answers at length and reviews in the form that is asked for.
    private struct Author: LanguageModel {
        var name: String
        var sent: Sent

        func reply(
            to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
        ) async throws(ModelError) -> Reply {
            let text = prompt.messages.map(\.text).joined(separator: "\n")
            sent.prompts.withLock { $0.append((name, prompt.form?.schema.text ?? "", text)) }
            guard prompt.form != nil else {
                return Reply(text: String(repeating: PromptSizes.word, count: PromptSizes.answerTokens / 2))
            }
            let labels = text.split(separator: "\n").filter { $0.hasPrefix("<<< ") }.map {
                String($0.split(separator: " ")[1])
            }
            let reviews = labels.map { "\"\($0)\": {\"critique\": \"Sound.\", \"accuracy\": 7, \"insight\": 6}" }
            let ranks = labels.enumerated().map { "\"\($1)\": \($0 + 1)" }
            return Reply(
                text:
                    "{\"reviews\": {\(reviews.joined(separator: ", "))}, \"ranks\": {\(ranks.joined(separator: ", "))}}"
            )
        }
    }
}
