import CouncilKit
import NIOHTTP1

extension FailureWording {
    /// The provider answered with a status other than success.
    /// - Parameter retryAfter: Seconds after which it wants to be asked again, if it says so.
    func refusal(
        _ status: HTTPResponseStatus, _ headers: HTTPHeaders, _ words: ProviderWords, retryAfter: Double? = nil
    ) -> ModelError {
        let number = Int(status.code)
        var what = status.reasonPhrase.isEmpty ? "\(number)" : "\(number) \(status.reasonPhrase)"
        if let location = headers.first(name: "location"), (300..<400).contains(number) {
            what += ", moved to \(quoted(location))"
        }
        if let retryAfter { what += ", retry after \(Self.inSeconds(retryAfter))" }
        var code = Self.code(status: number, words)
        if number == 409, repeatsConflicts { code = .conflict }
        return error(
            code, words.text == what ? what : what + inBrackets(words.text),
            suggestion: suggestion(for: code, status: number, words, retryAfter: retryAfter), status: number,
            retryAfter: retryAfter)
    }

    /// The provider put an error into a reply that had begun with success.
    func refusal(insideReply words: ProviderWords) -> ModelError {
        let number = words.code.flatMap { Int($0) }.flatMap { (300..<600).contains($0) ? $0 : nil }
        let code = number.map { Self.code(status: $0, words) } ?? Self.code(words) ?? .server
        let kind = words.code.map { " \(quoted($0))" } ?? ""
        return error(
            code, "error\(kind) inside the reply\(inBrackets(words.text))",
            suggestion: suggestion(for: code, status: number, words, retryAfter: words.retryDelay), status: number,
            retryAfter: words.retryDelay)
    }

    /// The provider has said that it wants no request for some time.
    func leftAlone(for seconds: Double) -> ModelError {
        let wait = Self.inSeconds(seconds.rounded(.up))
        return error(
            .rateLimited, "not asked, because the provider wants to be left alone for another \(wait)",
            suggestion: "Ask again later, or seat another model.", retryAfter: seconds)
    }

    /// The kind of failure that a status means, together with the provider's words.
    static func code(status: Int, _ words: ProviderWords) -> ModelError.Code {
        let named = code(words)
        switch status {
        case 402: return .noCredit
        case 400..<500 where [.noCredit, .filtered, .empty].contains(named): return named ?? .badRequest
        case 401, 403: return .unauthorized
        case 429: return .rateLimited
        case 404, 300..<400: return .notFound
        case 408: return .timeout
        case 500...: return .server
        default: return named == .notFound || named == .unauthorized ? named ?? .badRequest : .badRequest
        }
    }

    /// What the names that providers give their errors mean.
    private static func code(_ words: ProviderWords) -> ModelError.Code? {
        if words.isModerated || words.speakOfContent { return .filtered }
        // OpenAI says so of a model that has thought until its limit.
        if words.text.contains("model output limit was reached") { return .empty }
        // These come as bad requests or refused keys without a name of their own: of Anthropic, xAI and Google.
        if ["credit balance is too low", "used all available credits"].contains(where: words.text.contains) {
            return .noCredit
        }
        if words.reason == "API_KEY_INVALID" { return .unauthorized }
        if ["API key not valid", "Incorrect API key"].contains(where: words.text.hasPrefix) { return .unauthorized }
        return switch words.code {
        case "insufficient_quota", "billing_error", "billing_hard_limit_reached": .noCredit
        case "rate_limit_exceeded", "rate_limit_error", "tokens", "requests", "RESOURCE_EXHAUSTED": .rateLimited
        case "invalid_api_key", "authentication_error", "permission_error", "invalid_authentication",
            "PERMISSION_DENIED", "UNAUTHENTICATED":
            .unauthorized
        case "model_not_found", "not_found_error", "NotFoundError", "NOT_FOUND": .notFound
        case "invalid_request_error", "context_length_exceeded", "BadRequestError", "INVALID_ARGUMENT",
            "request_too_large":
            .badRequest
        case "content_filter", "content_policy_violation": .filtered
        default: nil
        }
    }

    private func suggestion(
        for code: ModelError.Code, status: Int?, _ words: ProviderWords, retryAfter: Double?
    ) -> String? {
        if let retryAfter, retryAfter > ModelError.longestRequestedWait, code == .rateLimited || code == .server {
            return
                "That is longer than a call waits (\(Self.inSeconds(ModelError.longestRequestedWait))): ask again later, "
                + "or seat another model."
        }
        switch code {
        case .unauthorized:
            let rights = status == 403 ? ", and what your account may use" : ""
            if let keyVariable { return "Check the key in the environment variable \(keyVariable)\(rights)." }
            return secrets.isEmpty
                ? "\(address) wants an API key: name the environment variable that holds it (api_key_env in council.yaml, "
                    + "--api-key-env)."
                : "Check the API key\(rights)."
        case .noCredit:
            return "No credit left at \(address): add some, or seat another model."
        case .rateLimited:
            return "Wait, or allow fewer requests in flight to \(address)."
        case .notFound where status.map { (300..<400).contains($0) } == true:
            return "Use the new address, up to its version (such as /v1), as base URL."
        case .notFound:
            return "Check the model's name and the base URL \(address) (most end in /v1); "
                + "`council doctor` lists the models there."
        case .server:
            return "The provider failed, not the request: ask again later, or seat another model."
        case .badRequest where words.speakOfLength:
            return
                "Shorten the question or its attachments, limit answers with max_answer_tokens, or seat a model that reads more."
        case .timeout: return "Ask again."
        case .empty:
            return "All tokens went into reasoning: raise max_answer_tokens, max_review_tokens or max_final_tokens, or "
                + "the budget that sets them."
        case .filtered: return "Word the question differently, or seat a model of another provider."
        default: return nil
        }
    }
}

extension ProviderWords {
    /// Whether it is the content that the provider does not like. Of Azure, OpenAI, Anthropic, xAI and DeepSeek; not all
    /// have a code for it.
    fileprivate var speakOfContent: Bool {
        let text = text.lowercased()
        return [
            "content management", "content policy", "content filter", "violating our usage polic",
            "violates usage guidelines", "content exists risk", "limited access to this content",
        ].contains { text.contains($0) }
    }
}
