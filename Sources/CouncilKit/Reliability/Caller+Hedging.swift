/// A second request where the first one is slow.
extension Caller {
    /// Seconds without a first piece after which the fallback is asked as well; `nil` for never.
    func hedgingDelay(for model: any LanguageModel) -> Double? {
        guard let hedging = settings.hedging else { return nil }
        return environment.latencies.percentile95(of: model.name) ?? hedging.initialDelay
    }

    /// Asks a model and, if it is slow to begin, its fallback as well. Whoever begins first is read to the end, the
    /// other request is cancelled.
    func race(
        _ model: any LanguageModel, against fallback: any LanguageModel, after delay: Double,
        _ call: Call, _ prompt: Prompt
    ) async throws -> Attempt {
        let race = Race()
        return try await withThrowingTaskGroup(of: (runner: Int, attempt: Attempt?).self) { group in
            group.addTask { (0, try await run(0, of: race, model, call, prompt)) }
            group.addTask {
                try await environment.sleep(.seconds(delay))
                // An endpoint that keeps failing is no help.
                guard race.start(), environment.circuitBreakers.refusal(of: fallback) == nil else { return (1, nil) }
                try await recorder.record(.setback(call, Setback(.hedge, asking: fallback.name)))
                let hedge = try await run(1, of: race, fallback, call, prompt)?.answered(by: fallback)
                // One that cannot be paid was not sent.
                return (1, hedge?.error?.code == .overBudget ? nil : hedge)
            }
            defer { group.cancelAll() }
            var failure: Attempt?
            while let (runner, attempt) = try await group.next() {
                // The loser, or a hedge that was not sent.
                guard let attempt else { continue }
                if attempt.error == nil || race.isWon(by: runner) || !race.hasSecond {
                    return attempt
                }
                failure = failure ?? attempt
            }
            return failure ?? Attempt(result: .failure(ModelError(.cancelled, "\(model.name): cancelled")))
        }
    }

    /// - Returns: `nil` if the other request began first.
    private func run(
        _ runner: Int, of race: Race, _ model: any LanguageModel, _ call: Call, _ prompt: Prompt
    ) async throws -> Attempt? {
        try await withThrowingTaskGroup(of: Attempt?.self) { group in
            group.addTask { try await send(call, prompt, to: model) { race.claim(runner) } }
            group.addTask {
                await race.loss(of: runner)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
