public import CouncilKit

extension FaultServer.Step {
    /// A good reply: an event stream if one was asked for, else one JSON object.
    /// - Parameters:
    ///   - pieces: The text, one event each.
    ///   - reasoning: The reasoning before it, one event each.
    ///   - finishReason: OpenAI's word for why the reply ends.
    public static func reply(
        _ pieces: [String], reasoning: [String] = [], finishReason: String = "stop"
    ) -> Self {
        let completion = ChatCompletion(pieces: pieces, reasoning: reasoning, finishReason: finishReason)
        return Self { request in
            request.streams
                ? Response(
                    headers: ["content-type": "text/event-stream"],
                    parts: completion.events(for: request).map { .bytes(Array("data: \($0)\n\n".utf8)) })
                : .json(completion.document(for: request))
        }
    }

    /// A good reply in one piece.
    public static func reply(_ text: String) -> Self { reply([text]) }

    /// A good reply as one JSON object, although a stream may have been asked for.
    public static func unstreamed(_ text: String) -> Self {
        let completion = ChatCompletion(pieces: [text], reasoning: [], finishReason: "stop")
        return Self { .json(completion.document(for: $0)) }
    }

    /// A status with any body.
    public static func status(
        _ status: Int, headers: [String: String] = [:], body: String = ""
    ) -> Self {
        let type = body.hasPrefix("{") || body.hasPrefix("[") ? "application/json" : "text/plain"
        return Self { _ in
            Response(
                status: status, headers: ["content-type": type].merging(headers) { $1 },
                parts: [.bytes(Array(body.utf8))])
        }
    }

    /// A status with an error object as OpenAI writes it.
    /// - Parameters:
    ///   - message: The provider's words.
    ///   - code: The provider's name for the error.
    ///   - parameter: The request parameter at fault.
    public static func error(
        _ status: Int, _ message: String, code: String? = nil, parameter: String? = nil,
        headers: [String: String] = [:]
    ) -> Self {
        .status(status, headers: headers, body: errorBody(message, code: code, parameter: parameter))
    }

    /// An error page as a gateway shows it.
    public static func htmlPage(_ status: Int, title: String) -> Self {
        .status(
            status, headers: ["content-type": "text/html"],
            body: """
                <!DOCTYPE html>
                <html><head><title>\(title)</title></head>
                <body><center><h1>\(title)</h1></center><hr><center>nginx</center></body></html>

                """)
    }

    /// Success in the head, then any bytes, such as a recorded stream or garbage.
    public static func bytes(_ bytes: [UInt8], contentType: String = "text/event-stream") -> Self {
        Self { _ in Response(headers: ["content-type": contentType], parts: [.bytes(bytes)]) }
    }

    /// Success in the head, then any text.
    public static func text(_ text: String, contentType: String = "text/event-stream") -> Self {
        bytes(Array(text.utf8), contentType: contentType)
    }

    /// An event stream whose events are not JSON.
    public static var garbageJSON: Self { text("data: {\"choices\":[{\"delta\":\n\ndata: [DONE]\n\n") }

    /// No answer at all until the client leaves.
    public static var hang: Self { Self { _ in Response(before: [.forever]) } }

    static func errorBody(_ message: String, code: String?, parameter: String?) -> String {
        let object: JSONValue = [
            "error": [
                "message": .string(message),
                "type": "invalid_request_error",
                "param": parameter.map { .string($0) } ?? .null,
                "code": code.map { .string($0) } ?? .null,
            ]
        ]
        return object.text
    }
}

extension FaultServer.Step.Response {
    /// A response with one JSON object.
    public static func json(_ value: JSONValue) -> Self {
        Self(headers: ["content-type": "application/json"], parts: [.bytes(Array(value.text.utf8))])
    }
}
