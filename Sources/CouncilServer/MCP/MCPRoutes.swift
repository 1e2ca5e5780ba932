import CouncilKit
import Hummingbird

/// `/mcp`: the Model Context Protocol over streamable HTTP, without sessions: every request stands for itself.
struct MCPRoutes: Sendable {
    let server: MCPServer
    let options: ServerOptions

    func post(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let body = try await request.readBody(options)
        guard let message = try? JSONValue(parsing: body.readableBytesView) else {
            return .json(MCPServer.parseError, status: .badRequest)
        }
        let isRequest = (try? Fields(message)["id"]) != nil
        guard isRequest, request.headers[.accept]?.contains("text/event-stream") == true else {
            let answer = await server.answer(message, for: context.caller) { _ in }
            // What asks for nothing is answered only if it is no message at all.
            return answer.map { .json($0, status: isRequest ? .ok : .badRequest) } ?? Response(status: .accepted)
        }
        let caller = context.caller
        return .events { writer in
            let (messages, queue) = AsyncStream<JSONValue>.makeStream(bufferingPolicy: .bufferingNewest(256))
            try await withThrowingTaskGroup { group in
                group.addTask {
                    let answer = await server.answer(message, for: caller) { queue.yield($0) }
                    if let answer { queue.yield(answer) }
                    queue.finish()
                }
                for await message in messages { try await writer.send(message, name: "message") }
            }
        }
    }

    /// The server sends nothing unasked, and there are no sessions to end.
    func refuse(_ request: Request, _ context: ServerContext) -> Response {
        var response = ServiceError(.unsupported, "Only POST is supported here.")
            .response(.openAI, requestID: context.requestID)
        response.status = .methodNotAllowed
        response.headers[.allow] = "POST"
        return response
    }
}
