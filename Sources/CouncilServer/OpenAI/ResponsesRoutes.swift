import CouncilKit
import Hummingbird
import Synchronization

/// `POST /v1/responses`
struct ResponsesRoutes: Sendable {
    let desk: AnswerDesk

    func create(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        var wanted = try ResponsesRequest(try await request.readFields(desk.options))
        if let previous = wanted.previous {
            let earlier = try await desk.service.conversation(of: previous, for: context.caller)
            wanted.run.history = earlier + wanted.run.history
            wanted.run.continues = previous
        }
        let answering = try await desk.ask(
            wanted.run, form: wanted.form, stop: [], wishes: wanted.wishes, request: request, context: context)
        let events = ResponseEvents(answering.run, wanted)
        guard wanted.streams else { return .json(events.response(try await answering.answer())) }
        let numbers = Numbers()
        return answering.stream { writer, step in
            let due: [(type: String, members: [JSONValue.Member])]
            switch step {
            case nil: due = events.beginning
            case .progress: due = []
            case .text(let text): due = [events.delta(text)]
            case .heartbeat:
                due = []
                try await writer.comment("keep-alive")
            case .done(let answer): due = events.ending(answer)
            }
            for event in due { try await writer.send(numbers.numbered(event), name: event.type) }
        } failing: { writer, error in
            let event = events.failure(error)
            try await writer.send(numbers.numbered(event), name: event.type)
        }
    }

    /// Counts the events of a stream.
    private final class Numbers: Sendable {
        private let next = Mutex(0)

        func numbered(_ event: (type: String, members: [JSONValue.Member])) -> JSONValue {
            let number = next.withLock { next in
                defer { next += 1 }
                return next
            }
            return .object(
                [.init("type", .string(event.type)), .init("sequence_number", .integer(number))] + event.members)
        }
    }
}

extension RunService {
    /// The conversation up to and including a run, to go on with.
    /// - Throws: ``ServiceError`` if the run is unknown, another key's or has no answer.
    func conversation(of id: Run.ID, for caller: Caller) async throws -> [Run.Exchange] {
        let outcome = try await outcome(of: id, for: caller)
        guard let run = outcome.run, let conclusion = outcome.conclusion else {
            throw ServiceError(.conflict, "Run \(id) has no answer to go on from.", run: id.rawValue)
        }
        return run.history + [Run.Exchange(question: Prompts.question(of: run), answer: conclusion.text)]
    }
}
