public import FoundationEssentials

extension RunStore {
    /// What the runs opened on a day have cost, and what those under way may still take.
    ///
    /// A run that somebody works on, or whose place is held, counts with all that its budget allows it, one that was cut
    /// off with what it has cost; calls that broke off count with the most that they may be billed. Models without a price
    /// count with what their providers say they charge; runs under way without a budget of their own count with the
    /// replies that they have.
    /// - Parameters:
    ///   - day: Any moment of the day; days are those of UTC.
    ///   - run: A run that is left out.
    ///   - memory: What was found before.
    ///   - isMeant: Which runs count.
    public func spending(
        on day: Date, without run: Run.ID? = nil, memory: SpendingMemory = SpendingMemory(),
        where isMeant: (Run) -> Bool = { _ in true }
    ) async throws -> Spending {
        var limit = 64
        var newest = try await runs(limit: limit)
        while newest.count == limit, let last = newest.last, last.run.date.daysSince1970 >= day.daysSince1970 {
            limit *= 4
            newest = try await runs(limit: limit)
        }
        var spending = Spending()
        for summary in newest
        where summary.run.date.daysSince1970 == day.daysSince1970 && summary.id != run && isMeant(summary.run) {
            // Asked first: a run that ends meanwhile must not count with neither what it reserved nor its last reply.
            let most = try await isAlive(summary) ? summary.run.settings.budget?.most : nil
            let cost = try await cost(of: summary, memory)
            spending.spent += cost
            spending.reserved += max(0, (most ?? 0) - cost)
        }
        return spending
    }

    private func cost(of summary: RunSummary, _ memory: SpendingMemory) async throws -> Double {
        if summary.state == .concluded, let known = memory[summary.id] { return known }
        let cost = Costs(of: Outcome(try await events(of: summary.id, after: 0))).most
        if summary.state == .concluded { memory[summary.id] = cost }
        return cost
    }

    private func isAlive(_ summary: RunSummary) async throws -> Bool {
        guard summary.state != .concluded else { return false }
        if try await isHeld(summary.id) { return true }
        return try await isHeld(summary.id.place)
    }

    /// Keeps what a run may take for it although nobody works on it yet: it waits its turn. Ends with the process.
    public func holdPlace(of run: Run.ID) async throws -> any RunLease { try await acquire(run.place) }

    /// Runs a body that decides what a run may spend of what all runs share, while no other does, in this process or
    /// another. What the body opens is known to the next one.
    public func decidingOnSpending<Value>(
        in environment: RunEnvironment, _ body: () async throws -> Value
    ) async throws -> Value {
        let turn = try await turn(in: environment)
        do {
            let value = try await body()
            await turn.release()
            return value
        } catch {
            await turn.release()
            throw error
        }
    }

    private func turn(in environment: RunEnvironment) async throws -> any RunLease {
        while true {
            do {
                return try await acquire(.spending)
            } catch let error as StoreError where error.code == .held {
                try await environment.sleep(.milliseconds(10))
            }
        }
    }
}

extension Run.ID {
    /// What is held by whoever decides on money that runs share.
    package static let spending = Run.ID(rawValue: "spending")

    /// What is held in the place of a run that waits.
    fileprivate var place: Run.ID { Run.ID(rawValue: Self.placePrefix + rawValue) }

    private static let placePrefix = "place of "

    /// Whether it is the name of a run, and not of something else that is held.
    package var isRun: Bool { self != .spending && !rawValue.hasPrefix(Self.placePrefix) }
}

extension Date {
    /// The day of UTC, counted from 1970.
    var daysSince1970: Int { Int((timeIntervalSince1970 / 86_400).rounded(.down)) }
}
