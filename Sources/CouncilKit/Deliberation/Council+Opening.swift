extension Council {
    /// The run that an inquiry would open, fitted to its budget: for estimates, and to be opened.
    /// - Parameter store: Where earlier runs are, for the strengths that models have shown in them.
    /// - Throws: ``CouncilError``: no members, an empty question, or a run that its budget does not allow;
    ///   ``StoreError``.
    public func draft(
        of inquiry: Inquiry, after store: any RunStore, environment: RunEnvironment = .live
    ) async throws -> Run {
        guard !members.isEmpty else { throw CouncilError(.noMembers, "The council “\(name)” has no members.") }
        guard !inquiry.question.allSatisfy(\.isWhitespace) else {
            throw CouncilError(.emptyQuestion, "The question is empty.")
        }
        let seats = members.map(\.name)
        let strengths = try await store.strengths(of: seats).known(of: seats)
        // 53 bits: every reader of JSON takes such a number whole.
        let seed = inquiry.seed ?? environment.randomNumber() >> 11
        var generator = SeededGenerator(seed: environment.randomNumber(), purpose: "run name")
        let date = environment.now()
        let run = Run(
            id: Run.ID(date: date, using: &generator), date: date, inquiry: inquiry, council: self, seed: seed,
            strengths: strengths)
        return try run.fitted(asking: models.map(\.name))
    }

    /// Opens a run and leaves it at that, so that it can wait its turn and is not lost meanwhile;
    /// ``resume(_:in:environment:)`` begins it.
    /// - Throws: ``CouncilError`` or ``StoreError``.
    public func open(
        _ inquiry: Inquiry, in store: any RunStore, environment: RunEnvironment = .live
    ) async throws -> Run {
        let run = try await draft(of: inquiry, after: store, environment: environment)
        try await store.append([.opened(run)], to: run.id, after: 0)
        return run
    }
}
