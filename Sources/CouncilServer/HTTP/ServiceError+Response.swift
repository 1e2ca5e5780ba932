import CouncilKit
import HTTPTypes
import Hummingbird

extension ServiceError {
    /// The shape of an error's body, by the family of the client.
    enum Shape: Sendable {
        case openAI, anthropic

        /// The shape that clients of a path expect.
        init(path: String) { self = path.hasPrefix("/v1/messages") ? .anthropic : .openAI }
    }

    /// The HTTP status that says it.
    var status: HTTPResponse.Status {
        switch code {
        case .invalidRequest, .unsupported: .badRequest
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound, .unknownCouncil, .unknownRun: .notFound
        case .conflict, .stopped: .conflict
        case .tooSlow: .requestTimeout
        case .tooLarge: .contentTooLarge
        case .tooMany, .overBudget: .tooManyRequests
        case .noAnswer, .wrongForm: .badGateway
        case .shuttingDown: .serviceUnavailable
        default: .internalServerError
        }
    }

    /// Whether the same request may well succeed later. A run that failed is not held again unasked.
    private var isWorthRepeating: Bool { [.tooMany, .tooSlow, .shuttingDown].contains(code) || retryAfter != nil }

    /// The body in the shape of a protocol.
    func body(_ shape: Shape, requestID: String) -> JSONValue {
        switch shape {
        case .openAI:
            var error: [JSONValue.Member] = [
                .init("message", .string(message)), .init("type", .string(openAIType)),
                .init("param", field.map { .string($0) } ?? .null), .init("code", .string(code.rawValue)),
            ]
            if let run { error.append(.init("run", .string(run))) }
            return ["error": .object(error)]
        case .anthropic:
            return [
                "type": "error", "error": ["type": .string(anthropicType), "message": .string(message)],
                "request_id": .string(requestID),
            ]
        }
    }

    private var openAIType: String {
        switch status.code {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 429: code == .overBudget ? "insufficient_quota" : "rate_limit_error"
        case 400..<500: "invalid_request_error"
        default: "server_error"
        }
    }

    private var anthropicType: String {
        switch status.code {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 503: "overloaded_error"
        case 400..<500: "invalid_request_error"
        default: "api_error"
        }
    }

    /// The whole response.
    func response(_ shape: Shape, requestID: String) -> Response {
        var response = Response.json(body(shape, requestID: requestID), status: status)
        response.headers[.shouldRetry] = isWorthRepeating ? "true" : "false"
        if let retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        if code == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        // The rest of a body that nobody reads is not waited for.
        if code == .tooLarge || code == .tooSlow { response.headers[.connection] = "close" }
        return response
    }
}

extension HTTPField.Name {
    static let requestID = Self.known("x-request-id")
    static let anthropicRequestID = Self.known("request-id")
    /// The official clients of OpenAI and Anthropic ask it before they repeat a request.
    static let shouldRetry = Self.known("x-should-retry")
    static let apiKey = Self.known("x-api-key")
    static let idempotencyKey = Self.known("idempotency-key")
    static let lastEventID = Self.known("last-event-id")
    static let robots = Self.known("x-robots-tag")
    static let sessionID = Self.known("mcp-session-id")
    static let protocolVersion = Self.known("mcp-protocol-version")

    private static func known(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
}

extension Response {
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        text(value.text, type: "application/json", status: status)
    }

    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A stream of server-sent events.
    static func events(
        _ write: @escaping @concurrent @Sendable (inout EventStreamWriter) async throws -> Void
    ) -> Response {
        Response(
            status: .ok,
            // The last one keeps proxies from gathering what should flow.
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store", .init("x-accel-buffering") ?? .via: "no",
            ],
            body: ResponseBody { writer in
                var events = EventStreamWriter(writer)
                try await write(&events)
                try await writer.finish(nil)
            })
    }
}
