public import CouncilKit

extension RunService {
    /// The run as the list shows it.
    /// - Throws: ``ServiceError`` with code ``ServiceError/Code/unknownRun``, also if the run is another key's.
    public func summary(of id: Run.ID, for caller: Caller) async throws -> RunSummary {
        guard let summary = try await store.runs(RunQuery(id: id, origin: caller.scope, limit: 1)).first else {
            throw ServiceError(.unknownRun, "There is no run \(id).")
        }
        return summary
    }

    /// What is known of a run.
    public func outcome(of id: Run.ID, for caller: Caller) async throws -> Outcome {
        let outcome = Outcome(try await store.events(of: id, after: 0))
        guard let run = outcome.run, caller.sees(run) else {
            throw ServiceError(.unknownRun, "There is no run \(id).")
        }
        return outcome
    }

    /// Stops a run: its requests are cancelled, and nothing takes it up again unasked. What was paid for is kept.
    /// Returns when it has stopped; without effect on a run that has ended.
    public func stop(_ id: Run.ID, for caller: Caller) async throws {
        let state = try await summary(of: id, for: caller).state
        // One that got no answer waits or is under way when somebody has resumed it.
        guard state == .unfinished || state == .unanswered && entries[id] != nil else { return }
        try await store.setStopped(true, id)
        guard let entry = entries[id] else { return }
        entries[id]?.isStopped = true
        if entry.stage == .waiting {
            queue.remove(id, of: entry.owner)
            entries[id] = nil
            stopSignals[id] = nil
            await entry.place?.release()
            entry.feed.end(.stopped)
        } else {
            entry.stop.finish()
            await entry.feed.ended()
        }
    }

    /// Goes on with a run that was stopped, has broken off or got no answer. Without effect on one that is under way.
    /// - Throws: ``ServiceError`` with code ``ServiceError/Code/conflict`` if it has its final answer.
    public func resume(_ id: Run.ID, for caller: Caller) async throws {
        guard !isEnding else { throw Self.ending() }
        let summary = try await summary(of: id, for: caller)
        guard summary.state != .concluded else {
            throw ServiceError(.conflict, "Run \(id) has its final answer.", run: id.rawValue)
        }
        guard entries[id] == nil else { return }
        try caller.check(council: summary.run.council)
        let council = try councils.council(of: summary.run)
        // Told here, not later: somebody else may be working on it.
        let lease = try await store.acquire(id)
        await lease.release()
        let place = try await holdPlaceAgain(of: summary.run, for: caller)
        guard entries[id] == nil else {
            await place?.release()
            return
        }
        do { try await store.setStopped(false, id) } catch {
            await place?.release()
            throw error
        }
        // As in `open`: nothing would end a run that comes after those that wait were parked.
        guard !isEnding else {
            await place?.release()
            throw Self.ending()
        }
        add(id, of: caller.owner, council: council, place: place)
    }

    /// Deletes a run that is not under way.
    public func delete(_ id: Run.ID, for caller: Caller) async throws {
        _ = try await summary(of: id, for: caller)
        guard entries[id] == nil else {
            throw ServiceError(.conflict, "Run \(id) is under way: cancel it first.", run: id.rawValue)
        }
        let lease = try await store.acquire(id)
        do {
            try await store.delete(id)
            idempotency.forget(id)
            await lease.release()
        } catch {
            await lease.release()
            throw error
        }
    }

    public func rename(_ id: Run.ID, to title: String?, for caller: Caller) async throws {
        _ = try await summary(of: id, for: caller)
        try await store.rename(id, to: title)
    }
}
