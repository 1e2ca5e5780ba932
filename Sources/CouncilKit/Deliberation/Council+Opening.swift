extension Council {
    /// The strengths that the members have shown in earlier runs; `nil` if nothing is known of them.
    /// - Throws: ``StoreError``.
    public func strengths(in store: any RunStore) async throws -> KnownStrengths? {
        let seats = members.map(\.name)
        return try await store.strengths(of: seats, limit: Strengths.usualRuns).known(of: seats)
    }

    /// The run that an inquiry would open, fitted to its budget: for estimates, and to be opened.
    /// - Parameter store: Where earlier runs are; see ``strengths(in:)``.
    /// - Throws: ``CouncilError``: no members, an empty question, or a run that its budget does not allow;
    ///   ``StoreError``.
    public func draft(
        of inquiry: Inquiry, after store: any RunStore, environment: RunEnvironment = .live
    ) async throws -> Run {
        try draft(of: inquiry, knowing: try await strengths(in: store), environment: environment)
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
        return try run.fitted(asking: models.map(\.name))
    }

    /// Opens a run that was drafted and leaves it at that, so that it can wait its turn and is not lost meanwhile;
    /// ``resume(_:in:environment:)`` begins it.
    /// - Throws: ``StoreError``.
    public func open(_ run: Run, in store: any RunStore) async throws {
        try await store.append([.opened(run)], to: run.id, after: 0)
    }
}
