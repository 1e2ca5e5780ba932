/// A second request where the first one is slow.
extension Caller {
    /// Seconds without a first piece after which the fallback is asked as well; `nil` for never.
    ///
    /// The piece of a reply in one part is its end, so that only the time that its like have taken tells what is slow.
    private func hedgingDelay(for model: any LanguageModel, comesWhole: Bool) -> Double? {
        guard let hedging = settings.hedging else { return nil }
        return environment.latencies.percentile95(of: model.name, isWhole: comesWhole)
            ?? (comesWhole ? nil : hedging.initialDelay)
    }

    /// Waits until the first request is slow. While that waits for its own turn no time passes.
    /// - Returns: `false` if nobody can say what is slow.
    private func isSlow(_ model: any LanguageModel, in race: Race) async throws -> Bool {
        let beginning = environment.uptime()
        while let delay = hedgingDelay(for: model, comesWhole: race.limit?.comesWhole ?? false) {
            let waited = race.limit?.paused ?? .zero
            let left = delay - (environment.uptime() - beginning - waited).seconds
            if left <= 0 { return true }
            let isWaiting = race.limit?.isPaused ?? false
            try await environment.sleep(.seconds(isWaiting ? max(left, Self.glance) : left))
        }
        return false
    }

    /// Seconds between two looks at a request that waits for its turn.
    private static let glance = 0.1

    /// Asks a model and, if it is slow to begin, its fallback as well. Whoever begins first is read to the end, the
    /// other request is cancelled.
    func race(
        _ model: any LanguageModel, against fallback: any LanguageModel, _ call: Call, _ prompt: Prompt,
        isRepeated: Bool = false
    ) async throws -> Attempt {
        let race = Race()
        return try await withThrowingTaskGroup(of: (runner: Int, attempt: Attempt?).self) { group in
            group.addTask { (0, try await run(0, of: race, model, call, prompt, isRepeated: isRepeated)) }
            group.addTask {
                // Cancelled, it leaves it to the first request to say how that ends.
                guard (try? await isSlow(model, in: race)) == true, race.start() else { return (1, nil) }
                // A model that keeps failing is no help.
                guard refusal(of: fallback) == nil else {
                    race.withdraw()
                    return (1, nil)
                }
                do {
                    try await recorder.note(.setback(call, Setback(.hedge, asking: fallback.name)))
                } catch {
                    // The leave to ask may have been the one probe of an open circuit.
                    environment.circuitBreakers.note(.cancelled, of: fallback)
                    throw error
                }
                let hedge: Attempt?
                do {
                    hedge = try await run(1, of: race, fallback, call, prompt)?.answered(by: fallback)
                } catch is CancellationError { return (1, nil) }
                // One that cannot be paid was not sent.
                guard hedge?.error?.code == .overBudget else { return (1, hedge) }
                race.withdraw()
                return (1, nil)
            }
            defer { group.cancelAll() }
            var failure: Attempt?
            while let (runner, attempt) = try await group.next() {
                // The loser, or a hedge that was not sent.
                guard let attempt else { continue }
                guard let error = attempt.error, !race.isWon(by: runner), race.hasSecond else {
                    if attempt.error == nil { return attempt }
                    if failure != nil { return attempt.failed(.ofBoth) }
                    return runner == 1 ? attempt.failed(.ofWinner) : attempt
                }
                if let failure { return (runner == 0 ? attempt : failure.billed(as: error)).failed(.ofBoth) }
                failure = attempt
                // The loser that was told to stop has not failed.
                guard error.code != .cancelled else { continue }
                let other = runner == 0 ? fallback : model
                try await recorder.note(.setback(call, Setback(.fallback, asking: other.name, after: error)))
            }
            try Task.checkCancellation()
            let cancelled = ModelError(.cancelled, "\(model.name): cancelled")
            return failure?.billed(as: cancelled) ?? Attempt(result: .failure(cancelled))
        }
    }

    /// - Returns: `nil` if the other request began first.
    private func run(
        _ runner: Int, of race: Race, _ model: any LanguageModel, _ call: Call, _ prompt: Prompt,
        isRepeated: Bool = false
    ) async throws -> Attempt? {
        let beginning = environment.uptime()
        return try await withThrowingTaskGroup(of: Attempt?.self) { group in
            group.addTask {
                let watcher = runner == 0 ? race : nil
                return try await send(call, prompt, to: model, isRepeated: isRepeated, watchedBy: watcher) {
                    race.claim(runner)
                }
            }
            group.addTask {
                await race.loss(of: runner)
                if runner == 0, race.isWon(by: 1) { noteLoss(of: model, since: beginning, in: race) }
                return nil
            }
            defer { group.cancelAll() }
            while let attempt = try await group.next() {
                if let attempt { return attempt }
                // Nobody has won a race that was broken off: what the request brought in the last moment counts.
                if race.isWon(by: 1 - runner) { break }
            }
            return nil
        }
    }

    /// Notes how slow the loser was so far: it would have taken longer still. Forgotten, what is slow would look faster
    /// with every hedge. To be asked while its time limit exists.
    private func noteLoss(of model: any LanguageModel, since beginning: Duration, in race: Race) {
        let waited = environment.uptime() - beginning - (race.limit?.paused ?? .zero)
        environment.latencies.note(waited.seconds, of: model.name, isWhole: race.limit?.comesWhole ?? false)
    }
}

extension Caller.Attempt {
    /// The model's own failure, which is recorded already, with what that of the other request has cost.
    fileprivate func billed(as other: ModelError) -> Self {
        guard var error else { return self }
        error.billing = other.billing
        return Caller.Attempt(result: .failure(error), hasBegun: hasBegun)
    }

    fileprivate func failed(_ hedgeFailure: HedgeFailure) -> Self {
        Caller.Attempt(result: result, hasBegun: hasBegun, hedgeFailure: hedgeFailure)
    }
}
