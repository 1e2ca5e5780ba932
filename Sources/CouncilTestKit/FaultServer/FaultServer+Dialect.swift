extension FaultServer {
    /// A protocol that the server speaks. The path of a request decides; the same steps do for all three.
    public enum Dialect: String, Sendable, Hashable, CaseIterable {
        /// `POST /v1/chat/completions`
        case openAI
        /// `POST /v1/messages`
        case anthropic
        /// `POST /v1beta/models/MODEL:generateContent` and `:streamGenerateContent`
        case gemini

        /// - Parameter path: The path of a request, without query.
        init?(path: String) {
            if path == "/v1/chat/completions" {
                self = .openAI
            } else if path == "/v1/messages" {
                self = .anthropic
            } else if path.hasPrefix("/v1beta/models/"),
                path.hasSuffix(":generateContent") || path.hasSuffix(":streamGenerateContent")
            {
                self = .gemini
            } else {
                return nil
            }
        }
    }

    /// What clients of a protocol call: `http://127.0.0.1:PORT/v1`, for Gemini `…/v1beta`.
    public func baseURL(for dialect: Dialect) -> String {
        "http://127.0.0.1:\(port)/\(dialect == .gemini ? "v1beta" : "v1")"
    }
}
