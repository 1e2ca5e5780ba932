import CouncilKit
import Glibc

extension JSONValue {
    /// The tokens that could have stood first, of a `logprobs` object of OpenAI's protocol; `nil` if there are none.
    var firstTopTokens: [Reply.TokenProbability]? {
        let tokens = self["content"]?.elements.first?["top_logprobs"]?.elements.map(\.tokenProbability) ?? []
        let known = tokens.compactMap(\.self)
        return known.isEmpty || known.count < tokens.count ? nil : known
    }

    private var tokenProbability: Reply.TokenProbability? {
        guard let token = self["token"]?.string, let logarithm = self["logprob"]?.number else { return nil }
        return Reply.TokenProbability(token: token, probability: min(1, exp(logarithm)))
    }
}
