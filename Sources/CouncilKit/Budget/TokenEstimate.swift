/// How many tokens a text may have, without any tokenizer: a range from its bytes in UTF-8.
///
/// Tokenizers differ, and none is asked. English prose has about four bytes a token; code, tables and other scripts
/// have fewer. The range is meant to hold the truth for all of them; it is an estimate all the same.
public enum TokenEstimate {
    /// The most bytes that tokens are expected to have on the average.
    static let mostBytes = 5.0
    /// The fewest bytes that tokens are expected to have on the average.
    static let fewestBytes = 2.5
    /// Tokens that a chat template puts around each message.
    static let messageFrame = Interval(3, 16)
    /// Tokens of an image: providers count between one small tile and a picture cut into many.
    static let image = Interval(250, 5000)
    /// Tokens of a reply that has no limit, where nothing else is known.
    public static let unlimitedReply = Interval(300, 2000)

    /// The tokens of a reply, thoughts included.
    /// - Parameters:
    ///   - limit: The most it may have; `nil` for no limit.
    ///   - effort: How much the model is asked to think before.
    static func reply(limit: Int?, _ effort: ReasoningEffort?) -> Interval<Int> {
        if let limit { return Interval(min(unlimitedReply.low, limit), limit) }
        let factor =
            switch effort {
            case nil, .low: 1
            case .medium: 2
            case .high: 4
            }
        return Interval(unlimitedReply.low, unlimitedReply.high * factor)
    }

    /// The tokens of text.
    public static func tokens(ofBytes bytes: Interval<Int>) -> Interval<Int> {
        Interval(Int(Double(bytes.low) / mostBytes), Int((Double(bytes.high) / fewestBytes).rounded(.up)))
    }

    /// The tokens of a prompt.
    public static func tokens(of prompt: Prompt) -> Interval<Int> {
        let bytes = prompt.byteCount
        return tokens(ofBytes: Interval(bytes, bytes)) + frame(of: prompt)
    }

    /// What a prompt has beside its text.
    static func frame(of prompt: Prompt) -> Interval<Int> {
        let images = prompt.messages.reduce(0) { $0 + $1.images.count }
        let messages = prompt.messages.count
        return Interval(
            messages * messageFrame.low + images * image.low, messages * messageFrame.high + images * image.high)
    }

    /// The bytes of a reply whose tokens are known, when it becomes a part of another prompt.
    static func bytes(ofTokens tokens: Interval<Int>) -> Interval<Int> {
        Interval(Int(Double(tokens.low) * 4), Int(Double(tokens.high) * mostBytes))
    }
}

extension Prompt {
    /// The bytes of all its text in UTF-8, the form of the reply included; images are not counted.
    public var byteCount: Int {
        messages.reduce(0) { $0 + $1.text.utf8.count } + (form?.schema.text.utf8.count ?? 0)
    }
}
