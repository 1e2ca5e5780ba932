import CouncilKit

/// What is used of one event of a stream, or of a reply in one part. A field of an unexpected type counts as missing.
protocol ReplyChunk: Sendable {
    init(_ json: JSONValue)

    /// Whether it may hold an error, which comes in many shapes.
    var mayHoldError: Bool { get }
    /// Whether it makes a reply when it comes in one part.
    var isReply: Bool { get }
    /// The key under which the text of a piece stands in the JSON.
    static var textKey: String { get }
    /// The text that this adds, if it can add any.
    var text: String? { get set }

    /// Adds to a reply what this says.
    func add(to draft: inout ReplyDraft) throws(ReplyFailure)
}

/// Why the bytes of a response make no reply.
enum ReplyFailure: Error, Equatable {
    /// The provider reports an error inside the reply.
    case refused(ProviderWords)
    /// The bytes are not the protocol: what they are, and how they begin.
    case malformed(String, excerpt: String)
    /// The reply broke off.
    case truncated(String)
}

/// A reply that is still coming in.
struct ReplyDraft {
    private(set) var reply = Reply(text: "")
    /// Pieces that nobody has seen yet; neighbours of the same kind are joined.
    private(set) var pieces: [Reply.Piece] = []
    /// Whether the provider has said why it stops.
    private(set) var hasStopped = false
    /// Whether the provider has said that nothing more comes.
    var isDone = false
    /// Whether the model declines to answer.
    var isRefusal = false
    private var tags = ThoughtTags()
    /// Whether any text has come, be it kept back as yet.
    private(set) var hasText = false

    mutating func add(text: String) {
        guard !text.isEmpty else { return }
        reply.text += text
        if case .text(let start)? = pieces.last {
            pieces[pieces.count - 1] = .text(start + text)
        } else {
            pieces.append(.text(text))
        }
    }

    /// Adds text in front of which the model's thoughts may stand.
    mutating func add(textWithThoughts text: String) {
        guard !text.isEmpty else { return }
        hasText = true
        let (thoughts, answer) = tags.take(text)
        add(reasoning: thoughts)
        add(text: answer)
    }

    /// Ends the text.
    mutating func finish() {
        let (thoughts, answer) = tags.finish()
        add(reasoning: thoughts)
        add(text: answer)
        // Shown as text they were, but no reader of the reply shall take them for a part of the answer.
        if hasText, reply.reasoning.isEmpty, let (thoughts, answer) = ThoughtTags.unopened(in: reply.text) {
            reply.reasoning += thoughts
            reply.text = answer
        }
    }

    mutating func add(reasoning text: String) {
        guard !text.isEmpty else { return }
        reply.reasoning += text
        if case .reasoning(let start)? = pieces.last {
            pieces[pieces.count - 1] = .reasoning(start + text)
        } else {
            pieces.append(.reasoning(text))
        }
    }

    mutating func note(model: String?) {
        if reply.reportedModel == nil, let model, !model.isEmpty { reply.reportedModel = model }
    }

    /// Notes the tokens that could have stood first; later ones are of no interest.
    mutating func note(_ topTokens: [Reply.TokenProbability]) {
        if reply.topTokens == nil { reply.topTokens = topTokens }
    }

    /// Notes the counts so far. What is charged may have been said before them.
    mutating func note(_ usage: Usage) {
        let cost = usage.cost ?? reply.usage?.cost
        reply.usage = usage
        reply.usage?.cost = cost
    }

    mutating func stop(_ reason: Reply.StopReason) {
        hasStopped = true
        reply.stopReason = isRefusal ? .refused : reason
    }

    /// Notes why the reply is withheld or was declined.
    mutating func note(explanation: String?) {
        if let explanation, !explanation.allSatisfy(\.isWhitespace) { reply.stopExplanation = explanation }
    }

    mutating func takePieces() -> [Reply.Piece] {
        defer { pieces = [] }
        return pieces
    }
}
