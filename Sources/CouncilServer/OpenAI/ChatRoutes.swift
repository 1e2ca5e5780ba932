import CouncilKit
import Hummingbird

/// `POST /v1/chat/completions`
struct ChatRoutes: Sendable {
    let desk: AnswerDesk

    func complete(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let chat = try ChatRequest(try await request.readFields(desk.options))
        let answering = try await desk.ask(
            chat.run, form: chat.form, stop: chat.stop, wishes: chat.wishes, request: request, context: context)
        let chunks = ChatChunks(answering.run, chat)
        guard chat.streams else {
            return .json(chunks.completion(try await answering.answer()))
        }
        let showsProgress = answering.showsProgress
        return answering.stream { events, step in
            switch step {
            case nil: try await events.send(chunks.role)
            case .progress(let line):
                if showsProgress { try await events.send(chunks.delta("reasoning_content", line)) }
            case .text(let text): try await events.send(chunks.delta("content", text))
            case .heartbeat: try await events.comment("keep-alive")
            case .done(let answer):
                for chunk in chunks.ending(answer) { try await events.send(chunk) }
                try await events.send("[DONE]")
            }
        } failing: { events, error in
            try await events.send(error.body(.openAI, requestID: context.requestID))
        }
    }
}
