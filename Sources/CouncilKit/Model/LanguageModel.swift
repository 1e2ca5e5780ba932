/// A model that can be asked: the one thing a council needs from the outside world.
///
/// A conforming type streams what it receives through `emit` and returns the whole reply at the end.
/// `emit` suspends until the reader has taken the piece, so a slow reader slows the connection down instead of
/// filling memory.
///
/// ```swift
/// struct Echo: LanguageModel {
///     let name = "echo"
///     func reply(
///         to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
///     ) async throws(ModelError) -> Reply {
///         Reply(text: prompt.messages.last?.text ?? "")
///     }
/// }
/// ```
public protocol LanguageModel: Sendable {
    /// The name that people read, `provider/model`, for example `openai/gpt-5.6-luna`.
    var name: String { get }

    /// What answers behind the name: models with the same endpoint fail together. The name itself by default.
    var endpoint: String { get }

    /// What beside the prompt decides what is sent, such as whether images are; no secret. Empty by default. A reply is
    /// kept in the response cache under these words, too.
    var requestOptions: String { get }

    /// Asks the model once.
    ///
    /// Cancelling the task cancels the request at the provider.
    /// - Parameters:
    ///   - prompt: The messages and the limits of this call.
    ///   - emit: Takes each piece as it arrives. An error it throws ends the call.
    /// - Returns: The complete reply; its text is the concatenation of the emitted text pieces.
    /// - Throws: A ``ModelError`` with the provider's own words; ``ModelError/Code/cancelled`` when the task was
    ///   cancelled or `emit` threw.
    func reply(
        to prompt: Prompt,
        emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply
}

extension LanguageModel {
    public var endpoint: String { name }

    public var requestOptions: String { "" }
}
