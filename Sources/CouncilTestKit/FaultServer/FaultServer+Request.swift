public import CouncilKit

extension FaultServer {
    /// A request as the server received it.
    public struct Request: Sendable {
        /// Counts from 0 over the server's life.
        public let number: Int
        /// Such as `POST`.
        public let method: String
        /// The path, with the query if there was one.
        public let path: String
        /// The protocol of the path.
        public let dialect: Dialect
        /// The headers by name in lower case.
        public let headers: [String: String]
        /// The body in UTF-8.
        public let body: String
        /// The model asked for.
        public let model: String?
        /// The messages that have a text; system prompts come first.
        public let messages: [Prompt.Message]
        /// Whether an event stream was asked for.
        public let streams: Bool
        /// Whether the token counts were asked for; always where there is nothing to ask.
        public let wantsUsage: Bool
        /// Whether the reply has to be the call of a tool.
        public let forcesTool: Bool
        /// Whether the client left before its reply was complete.
        public internal(set) var clientLeft = false
        /// Whether the reply is over, one way or the other.
        public internal(set) var isOver = false
    }
}

extension FaultServer.Request {
    init(
        number: Int, method: String, path: String, dialect: FaultServer.Dialect, headers: [String: String],
        bytes: [UInt8]
    ) {
        self.number = number
        self.method = method
        self.path = path
        self.dialect = dialect
        self.headers = headers
        body = String(decoding: bytes, as: UTF8.self)
        let json = (try? JSONValue(parsing: bytes)) ?? .null
        forcesTool = json["tool_choice"] != nil
        if dialect == .gemini {
            let name = path.prefix { $0 != "?" }.split(separator: "/").last ?? ""
            model = String(name.prefix { $0 != ":" })
            streams = name.hasSuffix(":streamGenerateContent")
        } else {
            model = json["model"]?.string
            streams = json["stream"] == .bool(true)
        }
        wantsUsage = dialect != .openAI || json["stream_options"]?["include_usage"] == .bool(true)
        let system = json["system"].map { [("system", $0)] } ?? []
        let instruction = json["systemInstruction"]?["parts"].map { [("system", $0)] } ?? []
        let rest = ((json["messages"] ?? json["contents"])?.elements ?? []).compactMap { message in
            (message["content"] ?? message["parts"]).map { (message["role"]?.string ?? "", $0) }
        }
        messages = (system + instruction + rest).compactMap { role, content in
            // A text, or parts of which some are texts.
            let texts = content.elements.compactMap { $0.string ?? $0["text"]?.string }
            guard let role = Prompt.Message.Role(rawValue: role == "model" ? "assistant" : role), !texts.isEmpty
            else { return nil }
            return Prompt.Message(role, texts.joined())
        }
    }
}
