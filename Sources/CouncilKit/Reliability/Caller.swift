/// Makes one call, come what may: within its time limits, with retries, hedging, fallbacks and circuit breakers.
///
/// Everything that goes wrong on the way is an event of the run, so that nobody has to guess why a call took long or
/// who answered.
struct Caller: Sendable {
    /// What one request brought.
    struct Attempt: Sendable {
        @Boxed var result: Result<Reply, ModelError>
        /// Whether a part of the reply had come.
        var hasBegun = false
        /// How the second request of a race has failed, if it has.
        var hedgeFailure: HedgeFailure?

        enum HedgeFailure {
            /// It had won: the first one was given up, healthy as far as anybody knows.
            case ofWinner
            /// The first one has failed as well.
            case ofBoth
        }

        var error: ModelError? {
            guard case .failure(let error) = result else { return nil }
            return error
        }

        func answered(by model: any LanguageModel) -> Attempt {
            Attempt(result: result.answered(by: model), hasBegun: hasBegun, hedgeFailure: hedgeFailure)
        }
    }

    let recorder: Recorder
    @Boxed private(set) var environment: RunEnvironment
    @Boxed private(set) var settings: Settings
    let ledger: Ledger
    let hopeless = HopelessModels()

    /// Asks a member, then its fallbacks.
    /// - Parameter deadline: When the call has to be over, in the environment's uptime; `nil` for never.
    /// - Returns: The reply, timed; or why there is none, not yet recorded.
    /// - Throws: `CancellationError`, or the error of the recorder: these are no fault of the model.
    func make(
        _ call: Call, to member: Member, _ prompt: Prompt, until deadline: Duration?
    ) async throws -> Attempt {
        try await recorder.note(.started(call))
        guard let deadline else { return try await askChain(of: member, call, prompt) }
        return try await askChain(of: member, call, prompt, until: deadline)
    }

    @inline(never)  // Every waiting call holds the caller's frame, few have a deadline.
    private func askChain(
        of member: Member, _ call: Call, _ prompt: Prompt, until deadline: Duration
    ) async throws -> Attempt {
        let left = deadline - environment.uptime()
        guard left > .zero else { return Attempt(result: .failure(.deadline(of: call, hasStarted: false))) }
        return try await environment.deadlines.limit(
            left,
            late: { $0?.complete ?? .success(Attempt(result: .failure(.deadline(of: call, hasStarted: true)))) }
        ) { () async -> Result<Attempt, any Error> in
            do { return .success(try await askChain(of: member, call, prompt)) } catch { return .failure(error) }
        }.get()
    }

    private func askChain(of member: Member, _ call: Call, _ prompt: Prompt) async throws -> Attempt {
        let attempt = try await ask(member.model, hedge: member.fallbacks.first, call, prompt)
        guard attempt.error != nil, !member.fallbacks.isEmpty else { return attempt }
        // Whoever has failed in a race is not asked once more.
        let others =
            switch attempt.hedgeFailure {
            case .ofWinner?: [member.model] + member.fallbacks.dropFirst()
            case .ofBoth?: Array(member.fallbacks.dropFirst())
            case nil: member.fallbacks
            }
        return try await ask(others, call, prompt, after: attempt)
    }

    @inline(never)
    private func ask(
        _ fallbacks: [any LanguageModel], _ call: Call, _ prompt: Prompt, after first: Attempt
    ) async throws -> Attempt {
        var attempt = first
        for fallback in fallbacks {
            guard let error = attempt.error else { break }
            try Task.checkCancellation()
            try await recorder.note(.setback(call, Setback(.fallback, asking: fallback.name, after: error)))
            attempt = try await ask(fallback, hedge: nil, call, prompt)
            if fallback.name != call.model { attempt = attempt.answered(by: fallback) }
        }
        return attempt
    }

    /// Asks one model, again and again as long as that may help.
    private func ask(
        _ model: any LanguageModel, hedge: (any LanguageModel)?, _ call: Call, _ prompt: Prompt
    ) async throws -> Attempt {
        if let refusal = refusal(of: model) { return Attempt(result: .failure(refusal)) }
        let backoff = Backoff(retries: settings.retries ?? Self.usualRetries)
        var attempts = 0
        while true {
            attempts += 1
            let attempt =
                if let hedge, settings.hedging != nil {
                    try await race(model, against: hedge, call, prompt, isRepeated: attempts > 1)
                } else {
                    try await send(call, prompt, to: model, isRepeated: attempts > 1)
                }
            guard let error = attempt.error,
                let delay = backoff.delay(
                    after: attempts, error, hasBegun: attempt.hasBegun, isRepeatable: prompt.isRepeatable,
                    random: environment.randomNumber()),
                // Neither a wait beyond the end of the stage nor a model that keeps failing is worth it: fallbacks are.
                TimeLimit.current.map({ .seconds(delay) < $0.left }) ?? true,
                !environment.circuitBreakers.isOpen(for: model)
            else { return attempt }
            try await pause(call, Setback(.retry, asking: model.name, after: error, delay: delay), for: delay)
        }
    }

    @inline(never)
    private func pause(_ call: Call, _ setback: Setback, for delay: Double) async throws {
        try await recorder.note(.setback(call, setback))
        try await environment.sleep(.seconds(delay))
    }

    /// Why a model is not asked; `nil` if it may be. Otherwise its circuit has to be told how the call ends.
    func refusal(of model: any LanguageModel) -> ModelError? {
        hopeless.refusal(of: model) ?? environment.circuitBreakers.refusal(of: model)
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

extension Result<Caller.Attempt, any Error> {
    /// The attempt if it brought a reply: what came in the last moment was paid for and counts.
    fileprivate var complete: Self? {
        if case .success(let attempt) = self, attempt.error == nil { self } else { nil }
    }
}

extension ModelError {
    fileprivate static func deadline(of call: Call, hasStarted: Bool) -> ModelError {
        ModelError(
            .timeout,
            hasStarted
                ? "\(call.model): the time for the stage or the run was over before the reply was complete."
                : "\(call.model): not asked, because the time for the stage or the run was over.",
            suggestion: "Raise stage_timeout or run_timeout, or set a quorum.")
    }
}
