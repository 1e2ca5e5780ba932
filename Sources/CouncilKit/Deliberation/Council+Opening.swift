extension Council {
    /// The strengths that a run on an inquiry reckons with: those that the members have shown in earlier runs; `nil` if
    /// nothing is known of them.
    ///
    /// Whoever repeats an inquiry with its seed gets what the run had that asked it before, whatever the members have
    /// shown since: the order of the answers, and with it the prompts, would be others, and a cache of replies of no use.
    /// - Throws: ``StoreError``.
    public func strengths(for inquiry: Inquiry, in store: any RunStore) async throws -> KnownStrengths? {
        if let earlier = try await earlierRun(on: inquiry, in: store) { return earlier.strengths }
        let seats = members.map(\.name)
        return try await store.strengths(of: seats, limit: Strengths.usualRuns).known(of: seats)
    }

    /// The newest run of these members on the same inquiry with the same seed, if it is one of the last hundred with that.
    private func earlierRun(on inquiry: Inquiry, in store: any RunStore) async throws -> Run? {
        guard let seed = inquiry.seed else { return nil }
        return try await store.runs(RunQuery(seed: seed, limit: 100)).lazy.map(\.run).first {
            $0.question == inquiry.question && $0.history == inquiry.history
                && ($0.attachments ?? []) == inquiry.attachments
                && $0.seats == members.map(\.name)
        }
    }

    /// The run that an inquiry would open, fitted to its budget: for estimates, and to be opened.
    /// - Parameter store: Where earlier runs are; see ``strengths(for:in:)``.
    /// - Throws: ``CouncilError``: no members, an empty question, or a run that its budget does not allow;
    ///   ``StoreError``.
    public func draft(
        of inquiry: Inquiry, after store: any RunStore, environment: RunEnvironment = .live
    ) async throws -> Run {
        try draft(of: inquiry, knowing: try await strengths(for: inquiry, in: store), environment: environment)
    }

    /// The same with strengths that are known already.
    public func draft(
        of inquiry: Inquiry, knowing strengths: KnownStrengths?, environment: RunEnvironment = .live
    ) throws(CouncilError) -> Run {
        guard !members.isEmpty else { throw CouncilError(.noMembers, "The council “\(name)” has no members.") }
        guard !inquiry.question.allSatisfy(\.isWhitespace) else {
            throw CouncilError(.emptyQuestion, "The question is empty.")
        }
        // 53 bits: every reader of JSON takes such a number whole.
        let seed = inquiry.seed ?? environment.randomNumber() >> 11
        var generator = SeededGenerator(seed: environment.randomNumber(), purpose: "run name")
        let date = environment.now()
        let run = Run(
            id: Run.ID(date: date, using: &generator), date: date, inquiry: inquiry, council: self, seed: seed,
            strengths: strengths)
        return try run.fitted()
    }

    /// Opens a run that was drafted and leaves it at that, so that it can wait its turn and is not lost meanwhile;
    /// ``resume(_:in:wasBegun:environment:adjusting:)`` begins it, with `wasBegun: false`.
    /// - Throws: ``StoreError``.
    public func open(_ run: Run, in store: any RunStore) async throws {
        try await store.append([.opened(run)], to: run.id, after: 0)
    }

    /// Opens the run of an inquiry and takes its lease. Where money is shared, one run after the other is opened.
    func opened(
        _ inquiry: Inquiry, in store: any RunStore, _ environment: RunEnvironment
    ) async throws -> (Run, any RunLease) {
        guard settings.budget?.day != nil else {
            return try await opened(draft(of: inquiry, after: store, environment: environment), in: store)
        }
        let strengths = try await strengths(for: inquiry, in: store)
        return try await store.decidingOnSpending(in: environment) {
            var council = self
            council.settings.budget?.spentBefore =
                try await store.spending(on: environment.now(), memory: environment.spending).total
            return try await opened(
                council.draft(of: inquiry, knowing: strengths, environment: environment), in: store)
        }
    }

    private func opened(_ run: Run, in store: any RunStore) async throws -> (Run, any RunLease) {
        let lease = try await store.acquire(run.id)
        do {
            try await open(run, in: store)
            return (run, lease)
        } catch {
            await lease.release()
            throw error
        }
    }

    /// Whether the council is the one that holds a run.
    func check(_ run: Run?, _ id: Run.ID) throws {
        guard let run else { throw StoreError(.unknownRun, "There is no run \(id).") }
        guard run.seats == members.map(\.name), run.chairman == chairman.name else {
            throw CouncilError(
                .otherSeats,
                "Run \(id) was held by \((run.seats + [run.chairman]).joined(separator: ", ")); "
                    + "it cannot go on with \((members + [chairman]).map(\.name).joined(separator: ", ")).")
        }
    }
}
