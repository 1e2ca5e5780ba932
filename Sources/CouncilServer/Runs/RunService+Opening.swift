public import CouncilKit

extension RunService {
    /// The keys of ``CouncilKit/Run/origin`` that the server writes.
    enum Origin {
        /// There if the server opened the run, so that it takes it up again.
        static let server = "server"
        /// The id of the API key that asked for it.
        static let key = "key"
        static let idempotencyKey = "idempotency_key"
    }

    /// Opens a run. It is in the store when this returns, and begins as soon as it is its turn.
    /// - Parameter caller: Who asks for it.
    /// - Throws: ``ServiceError``: too many runs wait, the budget is used up, or the request cannot be met.
    public func open(_ request: RunRequest, for caller: Caller) async throws -> Run {
        // The keys of an earlier life are read while requests come already.
        if request.idempotencyKey != nil { await ready() }
        guard !isEnding else { throw Self.ending() }
        let key = request.idempotencyKey.map { IdempotencyKeys.Key(owner: caller.owner, word: $0) }
        if let key, let earlier = idempotency[key] { return try await same(request, as: earlier) }
        if let key {
            guard !idempotency.pending.contains(key) else {
                throw ServiceError(.conflict, "A request with this Idempotency-Key is being worked on.", retryAfter: 1)
            }
            idempotency.begin(key)
        }
        var opened: Run.ID?
        defer { if let key { idempotency.end(key, opened) } }
        let entry = try councils.entry(named: request.council)
        try caller.check(council: entry.council.name)
        try checkRoom(for: caller.owner)
        opening += 1
        defer { opening -= 1 }
        var council = entry.council
        council.settings = request.settings(of: council)
        let inquiry = inquiry(of: request, entry: entry, caller: caller)
        let strengths = try await council.strengths(for: inquiry, in: store)
        func openedRun() async throws -> (Run, (any RunLease)?) {
            council.settings.budget = try await budget(of: request, entry: entry, caller: caller)
            let run = try council.draft(of: inquiry, knowing: strengths, environment: environment)
            try await council.open(run, in: store)
            return (run, try await holdPlace(of: run))
        }
        let isShared = entry.budget?.day != nil || caller.dailyBudget != nil
        let (run, place) =
            isShared
            ? try await store.decidingOnSpending(in: environment, openedRun) : try await openedRun()
        opened = run.id
        // What waits may have been parked meanwhile, and nothing would end this one. With a key the next start takes it up
        // for whoever asks again; without, that would be a second run.
        guard !isEnding else {
            await place?.release()
            if key == nil { try? await store.setStopped(true, run.id) }
            throw Self.ending()
        }
        add(run.id, of: caller.owner, council: council, place: place)
        return run
    }

    /// Opens a run and follows it. A run that cannot be followed is stopped: whoever wants it asks again, and would pay
    /// for both. With an idempotency key it would be the same one, which others may follow, too.
    func openAndFollow(
        _ request: RunRequest, for caller: Caller
    ) async throws -> (run: Run, subscription: RunSubscription) {
        let run = try await open(request, for: caller)
        do {
            return (run, try await subscribe(to: run.id))
        } catch {
            if request.idempotencyKey == nil { try? await stop(run.id, for: caller) }
            throw error
        }
    }

    /// Keeps for a run what it may take of shared money, from when it begins to wait until it has ended.
    func holdPlace(of run: Run) async throws -> (any RunLease)? {
        run.settings.budget?.reserved == nil ? nil : try await store.holdPlace(of: run.id)
    }

    /// What a run would be, without opening it.
    func draft(_ request: RunRequest, for caller: Caller) async throws -> Run {
        let entry = try councils.entry(named: request.council)
        try caller.check(council: entry.council.name)
        var council = entry.council
        council.settings = request.settings(of: council)
        let inquiry = inquiry(of: request, entry: entry, caller: caller)
        // In two steps: the compiler (6.3.1) crashes on the one-step form when it optimises.
        let strengths = try await council.strengths(for: inquiry, in: store)
        return try council.draft(of: inquiry, knowing: strengths, environment: environment)
    }

    private func inquiry(of request: RunRequest, entry: CouncilRoster.Entry, caller: Caller) -> Inquiry {
        var origin = entry.origin
        origin[Origin.server] = "true"
        origin[Origin.key] = caller.key
        origin[Origin.idempotencyKey] = request.idempotencyKey
        return Inquiry(
            request.question, attachments: request.attachments, history: request.history,
            continues: request.continues, seed: request.seed ?? entry.seed?(request.question, request.history),
            origin: origin)
    }

    /// The run that the same request opened before.
    private func same(_ request: RunRequest, as id: Run.ID) async throws -> Run {
        guard case .opened(let run)? = try await store.events(of: id, after: 0).first else {
            throw ServiceError(.unknownRun, "The run of this Idempotency-Key was deleted.")
        }
        guard run.question == request.question, run.council == request.council ?? councils.defaultName,
            run.history == request.history, (run.attachments ?? []) == request.attachments
        else {
            throw ServiceError(
                .invalidRequest, "This Idempotency-Key stands for another request: run \(id).", run: id.rawValue)
        }
        return run
    }

    private func checkRoom(for owner: String) throws(ServiceError) {
        let (held, waiting) = load
        if held + opening < limits.runsUnderWay { return }
        guard waiting + opening < limits.runsWaiting else {
            throw ServiceError(
                .tooMany, "\(held) runs are under way and \(waiting) wait: the queue is full.",
                retryAfter: Self.patience)
        }
        guard queue.count(of: owner) < limits.runsWaitingPerKey else {
            throw ServiceError(
                .tooMany, "\(queue.count(of: owner)) of your runs wait already.", retryAfter: Self.patience)
        }
    }

    private static let patience = 10

    static func ending() -> ServiceError {
        ServiceError(.shuttingDown, "The server is shutting down. Ask again when it is back.", retryAfter: 5)
    }

    /// The smallest of the budgets of the council, the request and the key.
    private func budget(
        of request: RunRequest, entry: CouncilRoster.Entry, caller: Caller
    ) async throws -> Budget? {
        var budget = entry.budget
        if let limit = request.budget { budget = Self.limited(budget, to: limit) }
        let now = environment.now()
        if budget?.day != nil {
            budget?.spentBefore = try await store.spending(on: now, memory: environment.spending).total
        }
        if let left = try await limit(of: caller) {
            budget = Self.limited(budget, to: left)
            budget?.shares = true
        }
        return budget
    }

    /// What a key has left of its day, beside what its other runs have spent and may still take.
    private func limit(of caller: Caller, without run: Run.ID? = nil) async throws -> Double? {
        guard let daily = caller.dailyBudget else { return nil }
        let spending = try await store.spending(
            on: environment.now(), without: run, memory: environment.spending
        ) { $0.origin[Origin.key] == caller.key }
        guard spending.total < daily else {
            throw ServiceError(
                .overBudget,
                "This key has spent \(spending.spent.dollars) today, its runs under way may take "
                    + "\(spending.reserved.dollars) more, and its budget of a day (UTC) is \(daily.dollars).")
        }
        return daily - spending.total
    }

    /// Takes the place of a run that goes on, if its key can still pay what it had reserved.
    func holdPlaceAgain(of run: Run, for caller: Caller) async throws -> (any RunLease)? {
        try await store.decidingOnSpending(in: environment) {
            if let left = try await limit(of: caller, without: run.id), let reserved = run.settings.budget?.reserved,
                reserved > left
            {
                throw ServiceError(
                    .overBudget,
                    "The run may take up to \(reserved.dollars), and this key has \(left.dollars) left of its day (UTC)."
                )
            }
            return try await holdPlace(of: run)
        }
    }

    private static func limited(_ budget: Budget?, to limit: Double) -> Budget {
        var budget = budget ?? Budget()
        budget.run = min(limit, budget.run ?? limit)
        return budget
    }
}
