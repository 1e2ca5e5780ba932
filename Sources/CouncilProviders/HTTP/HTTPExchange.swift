import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One request and its response, read part by part.
///
/// Uses the client's delegates, not its `async` functions: those hold several kilobytes, an actor, a task and a timer
/// for every request that waits. Dropping an exchange before its end closes the connection.
final class HTTPExchange: Sendable {
    /// The head of the response, whatever its status.
    let head: HTTPResponseHead
    private let parts: ResponseParts

    var headers: HTTPHeaders { head.headers }
    var status: HTTPResponseStatus { head.status }
    var isSuccess: Bool { (200..<300).contains(Int(status.code)) }

    /// Sends a request and waits for the head of the response.
    /// - Throws: The client's error, or `CancellationError`.
    init(_ request: HTTPClient.Request, with client: HTTPClient) async throws {
        let parts = ResponseParts()
        let task = client.execute(
            request: request, delegate: parts, eventLoop: .indifferent, deadline: nil, logger: nil)
        parts.attach(task)
        self.parts = parts
        head = try await withTaskCancellationHandler {
            try await parts.head()
        } onCancel: {
            parts.cancel()
        }
    }

    deinit { parts.cancel() }

    /// The next part of the body; `nil` at its end.
    /// - Throws: The client's error, or `CancellationError`.
    func next() async throws -> ByteBuffer? {
        try await withTaskCancellationHandler {
            try await parts.next()
        } onCancel: {
            parts.cancel()
        }
    }

    /// Lets what is left of the body, normally nothing but its end, pass unread, so that the connection can serve the
    /// next request. Nobody waits for that. A server that keeps the body open for longer loses the connection.
    func leave(within patience: TimeAmount) { parts.leave(within: patience) }
}
