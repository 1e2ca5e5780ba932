public import CouncilKit
import Synchronization

/// A model that follows a script: for tests of a council without any network.
///
/// ```swift
/// let model = ScriptedModel("a/one") { prompt in .text("42") }
/// ```
public struct ScriptedModel: LanguageModel {
    /// What the model does in one call.
    public enum Step: Sendable {
        /// Replies with the pieces, one after the other.
        case pieces([Reply.Piece], usage: Usage? = nil, stopReason: Reply.StopReason = .finished)
        /// Emits the pieces, then fails.
        case failure(ModelError, after: [Reply.Piece] = [])
        /// Never replies; ends only by cancellation.
        case silence
        /// Emits the pieces and no more; ends only by cancellation.
        case standstill(after: [Reply.Piece])

        /// Replies with a text in one piece.
        public static func text(_ text: String) -> Step { .pieces([.text(text)]) }
    }

    public let name: String
    private let script: @Sendable (Prompt) async throws -> Step
    private let record = Record()

    /// - Parameters:
    ///   - name: The model's name, `provider/model`.
    ///   - script: Chooses what to do for a prompt. It may suspend, for example at a ``Gate``. A ``ModelError`` that it
    ///     throws fails the call, any other error counts as cancellation.
    public init(_ name: String, script: @escaping @Sendable (Prompt) async throws -> Step) {
        self.name = name
        self.script = script
    }

    /// The prompts it was sent, in order.
    public var prompts: [Prompt] { record.prompts.withLock { $0 } }

    /// How many calls were cancelled.
    public var cancellations: Int { record.cancellations.withLock { $0 } }

    public func reply(
        to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        record.prompts.withLock { $0.append(prompt) }
        do {
            switch try await script(prompt) {
            case .pieces(let pieces, let usage, let stopReason):
                for piece in pieces { try await emit(piece) }
                return Reply(
                    text: pieces.text, reasoning: pieces.reasoning, stopReason: stopReason, usage: usage,
                    reportedModel: name)
            case .failure(let error, let pieces):
                for piece in pieces { try await emit(piece) }
                throw error
            case .silence:
                while true { try await Task.sleep(for: .seconds(3600)) }
            case .standstill(let pieces):
                for piece in pieces { try await emit(piece) }
                while true { try await Task.sleep(for: .seconds(3600)) }
            }
        } catch let error as ModelError {
            throw error
        } catch {
            record.cancellations.withLock { $0 += 1 }
            throw ModelError(.cancelled, "\(name): cancelled")
        }
    }

    private final class Record: Sendable {
        let prompts = Mutex<[Prompt]>([])
        let cancellations = Mutex(0)
    }
}

extension [Reply.Piece] {
    fileprivate var text: String {
        compactMap { if case .text(let text) = $0 { text } else { nil } }.joined()
    }

    fileprivate var reasoning: String {
        compactMap { if case .reasoning(let text) = $0 { text } else { nil } }.joined()
    }
}
