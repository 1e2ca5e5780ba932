import CouncilKit
import NIOHTTP1

extension FailureWording {
    /// The provider answered with a status other than success.
    func refusal(_ status: HTTPResponseStatus, _ headers: HTTPHeaders, _ words: ProviderWords) -> ModelError {
        let number = Int(status.code)
        var what = "\(number) \(status.reasonPhrase)"
        if let location = headers.first(name: "location"), (300..<400).contains(number) {
            what += ", moved to \(quoted(location))"
        }
        if let wait = Self.wait(headers) { what += ", retry after \(quoted(wait))" }
        let code = Self.code(status: number, words)
        return error(
            code, what + inBrackets(words.text), suggestion: suggestion(for: code, status: number, words),
            status: number)
    }

    /// The provider put an error into a reply that had begun with success.
    func refusal(insideReply words: ProviderWords) -> ModelError {
        let number = words.code.flatMap { Int($0) }.flatMap { (300..<600).contains($0) ? $0 : nil }
        let code = number.map { Self.code(status: $0, words) } ?? Self.code(words) ?? .server
        let kind = words.code.map { " \(quoted($0))" } ?? ""
        return error(
            code, "error\(kind) inside the reply\(inBrackets(words.text))",
            suggestion: suggestion(for: code, status: number, words), status: number)
    }

    private static func code(status: Int, _ words: ProviderWords) -> ModelError.Code {
        switch status {
        case 401, 403: .unauthorized
        case 402, 429: .rateLimited
        case 404, 300..<400: .notFound
        case 408: .timeout
        case 500...: .server
        default: code(words) == .notFound ? .notFound : .badRequest
        }
    }

    /// What the names that providers give their errors mean.
    private static func code(_ words: ProviderWords) -> ModelError.Code? {
        switch words.code {
        case "rate_limit_exceeded", "rate_limit_error", "insufficient_quota", "tokens", "requests": .rateLimited
        case "invalid_api_key", "authentication_error", "permission_error", "invalid_authentication": .unauthorized
        case "model_not_found", "not_found_error", "NotFoundError": .notFound
        case "invalid_request_error", "context_length_exceeded", "BadRequestError": .badRequest
        default: nil
        }
    }

    private func suggestion(
        for code: ModelError.Code, status: Int?, _ words: ProviderWords
    ) -> String? {
        switch code {
        case .unauthorized:
            if let keyVariable { return "Check the key in the environment variable \(keyVariable)." }
            return secrets.isEmpty
                ? "\(address) wants an API key: name the environment variable that holds it." : "Check the API key."
        case .rateLimited where status == 402 || words.code == "insufficient_quota":
            return "No credit left at \(address): add some, or seat another model."
        case .rateLimited:
            return "Wait, or allow fewer requests in flight to \(address)."
        case .notFound where status.map { (300..<400).contains($0) } == true:
            return "Use the new address as base URL."
        case .notFound:
            return "Check the model's name and the base URL \(address) (most end in /v1); "
                + "`council doctor` lists the models there."
        case .server:
            return "The provider failed, not the request: ask again later, or seat another model."
        case .timeout: return "Ask again."
        default: return nil
        }
    }

    /// `Retry-After` in words: seconds, or the date as it stands.
    private static func wait(_ headers: HTTPHeaders) -> String? {
        if let milliseconds = headers.first(name: "retry-after-ms").flatMap({ Double($0) }), milliseconds >= 0 {
            return inSeconds(milliseconds / 1000)
        }
        guard let wait = headers.first(name: "retry-after") else { return nil }
        return Double(wait).map(inSeconds) ?? ProviderWords(text: wait).text
    }

    private static func inSeconds(_ seconds: Double) -> String {
        guard seconds.magnitude < 1e9 else { return "\(seconds) s" }
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\((seconds * 10).rounded() / 10) s"
    }
}
