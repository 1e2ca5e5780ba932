import CouncilKit
import Glibc

/// A `logprobs` object of OpenAI's protocol; only its first token is used.
struct ChatProbabilities: Decodable {
    private struct Token: Decodable {
        var token: String
        var logprob: Double
    }

    private enum Key: String, CodingKey {
        case content
        case top = "top_logprobs"
    }

    /// The tokens that could have stood first; `nil` if there are none.
    var first: [Reply.TokenProbability]?

    init(from decoder: any Decoder) throws {
        guard let fields = try? decoder.container(keyedBy: Key.self), var content = fields.array(.content),
            !content.isAtEnd, let token = try? content.nestedContainer(keyedBy: Key.self),
            let top = try? token.decode([Token].self, forKey: .top), !top.isEmpty
        else { return }
        first = top.map { Reply.TokenProbability(token: $0.token, probability: min(1, exp($0.logprob))) }
    }
}
