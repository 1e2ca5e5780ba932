public import CouncilKit

extension FaultServer.Step {
    /// A good reply: an event stream if one was asked for, else one JSON object.
    /// - Parameters:
    ///   - pieces: The text, one event each.
    ///   - reasoning: The reasoning before it, one event each.
    ///   - finishReason: OpenAI's word for why the reply ends; `stop`, `length` and `content_filter` are translated.
    public static func reply(
        _ pieces: [String], reasoning: [String] = [], finishReason: String = "stop"
    ) -> Self {
        completion(Completion(pieces: pieces, reasoning: reasoning, ending: .reason(finishReason)))
    }

    /// A good reply in one piece.
    public static func reply(_ text: String) -> Self { reply([text]) }

    /// A good reply as one JSON object, although a stream may have been asked for.
    public static func unstreamed(_ text: String) -> Self {
        Self { .json(Completion(pieces: [text]).document(for: $0)) }
    }

    /// The model declines to answer. Gemini has no word for that: there it is a good reply.
    public static func refusal(_ text: String = "I cannot help with that.") -> Self {
        completion(Completion(pieces: [text], ending: .refusal))
    }

    /// The provider withholds the reply. Anthropic has no word for that: there the model declines without a text.
    public static var safetyBlock: Self { completion(Completion(pieces: [], ending: .safetyBlock)) }

    private static func completion(_ completion: Completion) -> Self {
        Self { request in
            request.streams
                ? Response(
                    headers: ["content-type": "text/event-stream"],
                    parts: completion.writes(for: request).map { .bytes(Array($0.utf8)) })
                : .json(completion.document(for: request))
        }
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

    /// A status with an error object as the provider writes it.
    /// - Parameters:
    ///   - message: The provider's words.
    ///   - code: The provider's name for the error; Gemini's goes with the status.
    ///   - parameter: The request parameter at fault, which only OpenAI names.
    public static func error(
        _ status: Int, _ message: String, code: String? = nil, parameter: String? = nil,
        headers: [String: String] = [:]
    ) -> Self {
        error(ErrorBody(status: status, message: message, code: code, parameter: parameter), headers: headers)
    }

    /// Too many requests: status 429 with the wish to be asked again later, in `retry-after` and, for Gemini, in the
    /// body.
    public static func rateLimited(retryAfter seconds: Int, _ message: String = "Rate limit reached") -> Self {
        error(
            ErrorBody(status: 429, message: message, code: nil, parameter: nil, retryDelay: seconds),
            headers: ["retry-after": "\(seconds)"])
    }

    private static func error(_ body: ErrorBody, headers: [String: String]) -> Self {
        Self { request in
            Response(
                status: body.status, headers: ["content-type": "application/json"].merging(headers) { $1 },
                parts: [.bytes(Array(body.json(in: request.dialect).text.utf8))])
        }
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
}

extension FaultServer.Step.Response {
    /// A response with one JSON object.
    public static func json(_ value: JSONValue) -> Self {
        Self(headers: ["content-type": "application/json"], parts: [.bytes(Array(value.text.utf8))])
    }
}
