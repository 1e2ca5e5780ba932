import CouncilKit
import Logging
public import ServiceLifecycle

extension RunService: Service {
    /// Takes up the runs that an earlier life has left unfinished, then holds runs until it is told to end: it refuses
    /// new ones, lets those under way go on for the time of grace, parks the rest and ends all streams.
    public func run() async throws {
        await takeUpUnfinished()
        markReady()
        await withTaskGroup { group in
            group.addTask { await self.holdRuns() }
            group.addTask { await self.beat() }
            group.addTask { try? await gracefulShutdown() }
            // Whatever ends first: only being told to end does, or being cancelled.
            _ = await group.next()
            await end(in: &group)
        }
    }

    private func holdRuns() async {
        await withDiscardingTaskGroup { group in
            for await run in jobs.stream { group.addTask { await self.hold(run) } }
        }
    }

    private func beat() async {
        while (try? await environment.sleep(limits.heartbeat)) != nil {
            for entry in entries.values { entry.feed.beat() }
        }
    }

    private func end(in group: inout TaskGroup<Void>) async {
        markEnding()
        for (id, entry) in entries where entry.stage == .waiting {
            queue.remove(id, of: entry.owner)
            entries[id] = nil
            await entry.place?.release()
            entry.feed.end(.parked)
        }
        let grace = limits.grace
        let environment = environment
        await withTaskGroup { race in
            race.addTask { try? await environment.sleep(grace) }
            race.addTask { await self.idle() }
            await race.next()
            stopAll()
            race.cancelAll()
        }
        jobs.continuation.finish()
        await idle()
        group.cancelAll()
    }

    private func stopAll() {
        for entry in entries.values { entry.stop.finish() }
    }

    /// Returns when no run is under way.
    private func idle() async {
        guard !entries.isEmpty else { return }
        await withCheckedContinuation { idleWatchers.append($0) }
    }

    private func takeUpUnfinished() async {
        do {
            let query = RunQuery(state: .unfinished, origin: [Origin.server: "true"], limit: Self.mostTakenUp)
            for summary in try await store.runs(query).reversed() where !summary.isStopped {
                do {
                    add(
                        summary.id, of: summary.run.origin[Origin.key] ?? Caller.local.owner,
                        council: try councils.council(of: summary.run), place: try await holdPlace(of: summary.run))
                } catch {
                    logger.warning("run \(summary.id) stays unfinished: \(error)")
                }
            }
            let earlier = try await store.runs(RunQuery(origin: [Origin.server: "true"], limit: Self.mostTakenUp))
            // The oldest first, as they came: of too many keys the oldest are forgotten.
            for summary in earlier.reversed() {
                guard let word = summary.run.origin[Origin.idempotencyKey] else { continue }
                let owner = summary.run.origin[Origin.key] ?? Caller.local.owner
                idempotency.end(IdempotencyKeys.Key(owner: owner, word: word), summary.id)
            }
        } catch {
            logger.error("the unfinished runs cannot be read: \(error)")
        }
    }

    private static let mostTakenUp = 10_000

    /// Puts a run into the queue.
    /// - Parameter place: What is kept for the run until it has ended.
    func add(_ run: Run.ID, of owner: String, council: Council, place: (any RunLease)? = nil) {
        guard entries[run] == nil else { return }
        let (stream, stop) = AsyncStream<Void>.makeStream()
        stopSignals[run] = stream
        entries[run] = Entry(
            owner: owner, council: council, feed: RunFeed(capacity: limits.bufferedEvents), stage: .waiting,
            place: place, stop: stop)
        queue.append(run, of: owner)
        beginNext()
    }

    func beginNext() {
        while !isEnding, underWay.values.reduce(0, +) < limits.runsUnderWay,
            let (run, owner) = queue.next(underWay: { underWay[$0] ?? 0 })
        {
            underWay[owner, default: 0] += 1
            entries[run]?.stage = .underWay
            jobs.continuation.yield(run)
        }
    }

    private func hold(_ id: Run.ID) async {
        guard let entry = entries[id], let stopSignal = stopSignals[id] else { return }
        let end: RunFeed.End
        do {
            let known = Outcome(try await store.events(of: id, after: 0))
            entry.feed.begin(at: known.position)
            try await deliberate(id, entry, after: known, until: stopSignal)
            end = .ended
        } catch is CancellationError {
            end = entries[id]?.isStopped == true ? .stopped : .parked
        } catch {
            log(error, id)
            end = .failed(ServiceError(error).message)
        }
        await entry.place?.release()
        entries[id] = nil
        stopSignals[id] = nil
        underWay[entry.owner, default: 1] -= 1
        if underWay[entry.owner] == 0 { underWay[entry.owner] = nil }
        entry.feed.end(end)
        beginNext()
        if entries.isEmpty {
            for watcher in idleWatchers { watcher.resume() }
            idleWatchers = []
        }
    }

    /// Holds the run until its end or until somebody stops it.
    private nonisolated func deliberate(
        _ id: Run.ID, _ entry: Entry, after known: Outcome, until stopSignal: AsyncStream<Void>
    ) async throws {
        let deliberation = entry.council.resume(id, in: store, wasBegun: false, environment: environment)
        let (feed, observer) = (entry.feed, observer?(known))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    _ = try await deliberation.run { event in
                        feed.publish(event)
                        await observer?.observe(event)
                    }
                    return true
                } catch {
                    await observer?.end(error)
                    throw error
                }
            }
            group.addTask {
                for await _ in stopSignal {}
                return false
            }
            let isOver = try await group.next() ?? true
            group.cancelAll()
            if !isOver {
                // What was paid for is stored before the run is left.
                if try await group.next() == true { return }
                throw CancellationError()
            }
        }
    }
}
