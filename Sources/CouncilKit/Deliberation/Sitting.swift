/// A council at work on one run: collect, review, conclude. Each stage makes only the calls that are still missing, so
/// a new run and a resumed one take the same way.
struct Sitting: Sendable {
    let council: Council
    let recorder: Recorder
    let environment: RunEnvironment

    /// Takes the run to its end.
    func hold() async throws {
        try await collect()
        let outcome = await recorder.outcome
        switch outcome.answers.count {
        case 0:
            try await recorder.record(.unanswered)
        case 1:
            try await concludeWithSoleAnswer()
        default:
            try await review()
            try await conclude()
        }
    }

    /// Makes one call and shows its pieces.
    /// - Returns: The reply, timed; or why there is none, not yet recorded.
    /// - Throws: `CancellationError`, or the error of the recorder: these are no fault of the model.
    func make(_ call: Call, to member: Member, _ prompt: Prompt, within limit: Double) async throws
        -> Result<Reply, ModelError>
    {
        try await recorder.record(.started(call))
        let beginning = environment.uptime()
        let firstPiece = FirstMoment()
        let result = await environment.deadlines.limit(
            .seconds(limit), late: { $0?.complete ?? .failure(.timeLimit(limit, of: call)) }
        ) { () async -> Result<Reply, ModelError> in
            do throws(ModelError) {
                return .success(
                    try await member.model.reply(to: prompt) { piece in
                        firstPiece.mark(environment.uptime() - Self.pausedSoFar)
                        try await TimeLimit.paused { try await recorder.record(.piece(call.role, piece)) }
                    }.timed(from: beginning, to: environment.uptime() - Self.pausedSoFar, firstPiece: firstPiece.moment)
                )
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let reply):
            guard !reply.text.allSatisfy(\.isWhitespace) else {
                return .failure(.emptyReply(of: call, reply))
            }
            return .success(reply)
        case .failure(let error):
            // Whatever a cancelled call throws says nothing about its model.
            try await recorder.check()
            try Task.checkCancellation()
            return .failure(error)
        }
    }
}

extension Sitting {
    /// How long the time of the current call has stood still.
    private static var pausedSoFar: Duration { TimeLimit.current?.paused ?? .zero }
}

extension Reply {
    /// The reply with its timing.
    fileprivate func timed(from beginning: Duration, to end: Duration, firstPiece: Duration?) -> Reply {
        var reply = self
        reply.timing = Timing(firstPiece: firstPiece.map { ($0 - beginning).seconds }, total: (end - beginning).seconds)
        return reply
    }
}

extension Result<Reply, ModelError> {
    /// The result if it is a reply: what came in the last moment was paid for and counts.
    fileprivate var complete: Self? {
        if case .success = self { self } else { nil }
    }
}

extension ModelError {
    fileprivate static func emptyReply(of call: Call, _ reply: Reply) -> ModelError {
        let spentOnReasoning = !reply.reasoning.isEmpty && reply.stopReason == .length
        return ModelError(
            .empty,
            "\(call.model): the reply holds no text (stop reason “\(reply.stopReason.rawValue)”).",
            suggestion: spentOnReasoning ? "All tokens went into reasoning: raise the token limit." : nil)
    }

    fileprivate static func timeLimit(_ seconds: Double, of call: Call) -> ModelError {
        ModelError(
            .timeout, "\(call.model): no complete reply within \(seconds.formattedSeconds).",
            suggestion: "Raise call_timeout, or seat a faster model. The provider may bill the call all the same.")
    }
}

extension Double {
    fileprivate var formattedSeconds: String {
        self == rounded() && magnitude < 1e15 ? "\(Int(self)) s" : "\(self) s"
    }
}
