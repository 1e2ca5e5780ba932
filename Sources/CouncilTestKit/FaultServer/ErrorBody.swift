import CouncilKit

/// An error object in the shape of each provider.
struct ErrorBody: Sendable {
    var status: Int
    var message: String
    /// The provider's name for the error; by default the one that goes with the status.
    var code: String?
    var parameter: String?
    /// Seconds after which to ask again, for Gemini, which says so in the body.
    var retryDelay: Int?

    func json(in dialect: FaultServer.Dialect) -> JSONValue {
        switch dialect {
        case .openAI:
            return [
                "error": [
                    "message": .string(message),
                    "type": status < 500 ? "invalid_request_error" : "server_error",
                    "param": parameter.map { .string($0) } ?? .null, "code": code.map { .string($0) } ?? .null,
                ]
            ]
        case .anthropic:
            let type = code ?? Self.anthropicTypes[status] ?? (status < 500 ? "invalid_request_error" : "api_error")
            return ["type": "error", "error": ["type": .string(type), "message": .string(message)]]
        case .gemini:
            let name = Self.geminiNames[status] ?? (status < 500 ? "INVALID_ARGUMENT" : "INTERNAL")
            var error: [JSONValue.Member] = [
                .init("code", .integer(status)), .init("message", .string(message)), .init("status", .string(name)),
            ]
            if let retryDelay {
                let type = JSONValue.string("type.googleapis.com/google.rpc.RetryInfo")
                error.append(.init("details", [["@type": type, "retryDelay": .string("\(retryDelay)s")]]))
            }
            return ["error": .object(error)]
        }
    }

    /// The event that reports it inside a stream.
    /// - Parameter name: The name of the event, if it shall have one; Anthropic's always has.
    func event(in dialect: FaultServer.Dialect, named name: String?) -> String {
        let name = (name ?? (dialect == .anthropic ? "error" : nil)).map { "event: \($0)\n" } ?? ""
        return "\(name)data: \(json(in: dialect).text)\n\n"
    }

    private static let anthropicTypes = [
        401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
        413: "request_too_large", 429: "rate_limit_error", 503: "overloaded_error", 504: "timeout_error",
        529: "overloaded_error",
    ]
    private static let geminiNames = [
        401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED",
        503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED", 529: "UNAVAILABLE",
    ]
}
