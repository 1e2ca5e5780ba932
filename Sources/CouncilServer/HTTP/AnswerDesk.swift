import CouncilKit
import Hummingbird
import HummingbirdCore

/// What the chat protocols share: opens a run for a request and gives its answer, whole or as a stream.
struct AnswerDesk: Sendable {
    let service: RunService
    let options: ServerOptions

    func ask(
        _ run: RunRequest, form: AnswerForm, stop: [String], wishes: Wishes, request: Request, context: ServerContext
    ) async throws -> Answering {
        var wanted = run
        wanted.idempotencyKey = try request.idempotencyKey
        let (opened, subscription) = try await service.openAndFollow(wanted, for: context.caller)
        return Answering(
            run: opened, subscription: subscription, form: form, stop: stop,
            showsProgress: wishes.progress ?? options.showsProgress, service: service, caller: context.caller,
            // Watching for the client's leave uses up the connection, so it is done only where that matters.
            watched: wishes.cancelsOnDisconnect ? request.body : nil)
    }
}

/// A run whose answer somebody waits for.
struct Answering: Sendable {
    let run: Run
    let subscription: RunSubscription
    let form: AnswerForm
    let stop: [String]
    let showsProgress: Bool
    let service: RunService
    let caller: Caller
    let watched: RequestBody?

    /// The whole answer.
    func answer() async throws -> AnswerReader.Answer {
        try await watching { try await AnswerReader(subscription, form: form, stop: stop).answer() }
    }

    /// The answer as a stream of events.
    /// - Parameters:
    ///   - show: Writes a step; `nil` stands for the beginning.
    ///   - fail: Writes why there will be no answer. The status was sent long ago.
    func stream(
        _ show: @escaping @concurrent @Sendable (inout EventStreamWriter, AnswerReader.Step?) async throws -> Void,
        failing fail: @escaping @concurrent @Sendable (inout EventStreamWriter, ServiceError) async throws -> Void
    ) -> Response {
        var response = Response.events { events in
            var writer = events
            try await watching {
                let reader = AnswerReader(subscription, form: form, stop: stop)
                try await show(&writer, nil)
                while true {
                    let step: AnswerReader.Step?
                    do {
                        step = try await reader.next()
                    } catch is CancellationError {
                        throw CancellationError()
                    } catch {
                        return try await fail(&writer, ServiceError(error))
                    }
                    guard let step else { return }
                    try await show(&writer, step)
                }
            }
        }
        if watched != nil { response.headers[.connection] = "close" }
        return response
    }

    /// Does something, and stops the run when the client leaves meanwhile, if it asked for that.
    @concurrent
    private func watching<Value: Sendable>(_ body: @concurrent () async throws -> Value) async throws -> Value {
        guard let watched else { return try await body() }
        do {
            return try await watched.consumeWithCancellationOnInboundClose { _ in try await body() }
        } catch {
            if error is CancellationError || !(error is ServiceError) {
                try? await service.stop(run.id, for: caller)
            }
            throw error
        }
    }
}

extension Request {
    /// The client's word for this very request.
    var idempotencyKey: String? {
        get throws(ServiceError) {
            guard let word = headers[.idempotencyKey] else { return nil }
            guard (1...255).contains(word.utf8.count) else {
                throw ServiceError(.invalidRequest, "An Idempotency-Key has 1 to 255 characters.")
            }
            return word
        }
    }
}
