public import CouncilKit
import FoundationEssentials

extension FaultServer {
    /// A request as the server received it.
    public struct Request: Sendable {
        /// Counts from 0 over the server's life.
        public let number: Int
        /// Such as `POST`.
        public let method: String
        /// The path, with the query if there was one.
        public let path: String
        /// The headers by name in lower case.
        public let headers: [String: String]
        /// The body in UTF-8.
        public let body: String
        /// The `model` asked for.
        public let model: String?
        /// The messages that have a text.
        public let messages: [Prompt.Message]
        /// Whether an event stream was asked for.
        public let streams: Bool
        /// Whether the token counts were asked for.
        public let wantsUsage: Bool
        /// Whether the client left before its reply was complete.
        public internal(set) var clientLeft = false
        /// Whether the reply is over, one way or the other.
        public internal(set) var isOver = false
    }
}

extension FaultServer.Request {
    private struct Body: Decodable {
        struct Message: Decodable {
            var role: Prompt.Message.Role?
            var content: String?
        }

        struct StreamOptions: Decodable {
            var include_usage: Bool?
        }

        var model: String?
        var messages: [Message]?
        var stream: Bool?
        var stream_options: StreamOptions?
    }

    init(number: Int, method: String, path: String, headers: [String: String], bytes: [UInt8]) {
        let body = try? JSONDecoder().decode(Body.self, from: Data(bytes))
        self.number = number
        self.method = method
        self.path = path
        self.headers = headers
        self.body = String(decoding: bytes, as: UTF8.self)
        model = body?.model
        messages = (body?.messages ?? []).compactMap { message in
            guard let role = message.role, let content = message.content else { return nil }
            return Prompt.Message(role, content)
        }
        streams = body?.stream ?? false
        wantsUsage = body?.stream_options?.include_usage ?? false
    }
}
