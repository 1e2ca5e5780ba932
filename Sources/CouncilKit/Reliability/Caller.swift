/// Makes one call, come what may: within its time limits, with retries, hedging, fallbacks and circuit breakers.
///
/// Everything that goes wrong on the way is an event of the run, so that nobody has to guess why a call took long or
/// who answered.
struct Caller: Sendable {
    /// What one request brought.
    struct Attempt: Sendable {
        var result: Result<Reply, ModelError>
        /// Whether a part of the reply had come.
        var hasBegun = false

        var error: ModelError? {
            guard case .failure(let error) = result else { return nil }
            return error
        }

        func answered(by model: any LanguageModel) -> Attempt {
            Attempt(result: result.answered(by: model), hasBegun: hasBegun)
        }
    }

    let recorder: Recorder
    @Boxed private(set) var environment: RunEnvironment
    @Boxed private(set) var settings: Settings
    let ledger: Ledger

    /// Asks a member, then its fallbacks.
    /// - Parameter deadline: When the call has to be over, in the environment's uptime; `nil` for never.
    /// - Returns: The reply, timed; or why there is none, not yet recorded.
    /// - Throws: `CancellationError`, or the error of the recorder: these are no fault of the model.
    func make(
        _ call: Call, to member: Member, _ prompt: Prompt, until deadline: Duration?
    ) async throws -> Result<Reply, ModelError> {
        try await recorder.record(.started(call))
        guard let deadline else { return try await askChain(of: member, call, prompt) }
        let left = deadline - environment.uptime()
        guard left > .zero else { return .failure(.deadline(of: call, hasStarted: false)) }
        return try await environment.deadlines.limit(
            left, late: { $0?.complete ?? .success(.failure(.deadline(of: call, hasStarted: true))) }
        ) { () async -> Result<Result<Reply, ModelError>, any Error> in
            do { return .success(try await askChain(of: member, call, prompt)) } catch { return .failure(error) }
        }.get()
    }

    private func askChain(of member: Member, _ call: Call, _ prompt: Prompt) async throws -> Result<Reply, ModelError> {
        var result = try await ask(member.model, hedge: member.fallbacks.first, call, prompt)
        for fallback in member.fallbacks {
            guard case .failure(let error) = result else { break }
            try await recorder.record(.setback(call, Setback(.fallback, asking: fallback.name, after: error)))
            result = try await ask(fallback, hedge: nil, call, prompt).answered(by: fallback)
        }
        return result
    }

    /// Asks one model, again and again as long as that may help.
    private func ask(
        _ model: any LanguageModel, hedge: (any LanguageModel)?, _ call: Call, _ prompt: Prompt
    ) async throws -> Result<Reply, ModelError> {
        if let refusal = environment.circuitBreakers.refusal(of: model) { return .failure(refusal) }
        let backoff = Backoff(retries: settings.retries ?? Self.usualRetries)
        var attempts = 0
        while true {
            attempts += 1
            let attempt =
                if let hedge, let delay = hedgingDelay(for: model) {
                    try await race(model, against: hedge, after: delay, call, prompt)
                } else {
                    try await send(call, prompt, to: model)
                }
            guard let error = attempt.error,
                let delay = backoff.delay(
                    after: attempts, error, hasBegun: attempt.hasBegun, isRepeatable: prompt.isRepeatable,
                    random: environment.randomNumber())
            else { return attempt.result }
            try await recorder.record(
                .setback(call, Setback(.retry, asking: model.name, after: error, delay: delay)))
            try await environment.sleep(.seconds(delay))
        }
    }

    private static let usualRetries = 2
}

extension Result<Reply, ModelError> {
    /// The reply with the name of the model that gave it in place of another.
    fileprivate func answered(by model: any LanguageModel) -> Self {
        map { reply in
            var reply = reply
            reply.answeredBy = model.name
            return reply
        }
    }
}

extension Result<Result<Reply, ModelError>, any Error> {
    /// The result if it is a reply: what came in the last moment was paid for and counts.
    fileprivate var complete: Self? {
        if case .success(.success) = self { self } else { nil }
    }
}

extension ModelError {
    fileprivate static func deadline(of call: Call, hasStarted: Bool) -> ModelError {
        ModelError(
            .timeout,
            hasStarted
                ? "\(call.model): the time for the stage or the run was over before the reply was complete."
                : "\(call.model): not asked, because the time for the run was over.",
            suggestion: "Raise stage_timeout or run_timeout, or set a quorum.")
    }
}
