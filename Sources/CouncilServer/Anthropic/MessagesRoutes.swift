import CouncilKit
import Hummingbird
import Synchronization

/// `POST /v1/messages`
struct MessagesRoutes: Sendable {
    let desk: AnswerDesk

    func create(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let message = try MessagesRequest(try await request.readFields(desk.options))
        let answering = try await desk.ask(
            message.run, form: .text, stop: message.stop, wishes: message.wishes, request: request, context: context)
        let events = MessageEvents(answering.run, model: message.model)
        guard message.streams else { return .json(events.whole(try await answering.answer())) }
        let blocks = Blocks(showsThinking: message.wantsThinking && answering.showsProgress)
        return answering.stream { writer, step in
            for event in blocks.events(for: step, events) {
                guard case .object(let members) = event, case .string(let type)? = members.first?.value else {
                    continue
                }
                try await writer.send(event, name: type)
            }
        } failing: { writer, error in
            try await writer.send(error.body(.anthropic, requestID: context.requestID), name: "error")
        }
    }

    /// Which content block is open.
    private final class Blocks: Sendable {
        private struct State {
            var index = -1
            var type: String?
        }

        private let showsThinking: Bool
        private let state = Mutex(State())

        init(showsThinking: Bool) { self.showsThinking = showsThinking }

        func events(for step: AnswerReader.Step?, _ events: MessageEvents) -> [JSONValue] {
            switch step {
            case nil: return [events.start, ["type": "ping"]]
            case .heartbeat: return [["type": "ping"]]
            case .progress(let line): return showsThinking ? delta("thinking", line, events) : []
            case .text(let text): return delta("text", text, events)
            case .done(let answer):
                let close = state.withLock { $0.type == nil ? [] : [events.blockStop($0.index)] }
                return close + [events.ending(answer), ["type": "message_stop"]]
            }
        }

        private func delta(_ type: String, _ text: String, _ events: MessageEvents) -> [JSONValue] {
            state.withLock { state in
                var before: [JSONValue] = []
                if state.type != type {
                    if state.type != nil { before.append(events.blockStop(state.index)) }
                    state.index += 1
                    state.type = type
                    before.append(events.blockStart(state.index, type))
                }
                return before + [events.blockDelta(state.index, type, text)]
            }
        }
    }
}
