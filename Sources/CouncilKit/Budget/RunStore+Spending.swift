public import FoundationEssentials

extension RunStore {
    /// What the runs opened on a day have cost so far, in US dollars, by their own recorded prices.
    ///
    /// A run that is not finished counts with the replies that it has; what its calls under way will cost is not
    /// known here. Runs without recorded prices count nothing.
    /// - Parameters:
    ///   - day: Any moment of the day; days are those of UTC.
    ///   - run: A run that is left out.
    ///   - isMeant: Which runs count.
    public func spending(
        on day: Date, without run: Run.ID? = nil, where isMeant: (Run) -> Bool = { _ in true }
    ) async throws -> Double {
        func number(of date: Date) -> Int { Int((date.timeIntervalSince1970 / 86_400).rounded(.down)) }
        var limit = 64
        var newest = try await runs(limit: limit)
        while newest.count == limit, let last = newest.last, number(of: last.run.date) >= number(of: day) {
            limit *= 4
            newest = try await runs(limit: limit)
        }
        var spent = 0.0
        for summary in newest
        where number(of: summary.run.date) == number(of: day) && summary.id != run && isMeant(summary.run) {
            guard summary.run.prices != nil else { continue }
            spent += Costs(of: Outcome(try await events(of: summary.id, after: 0))).total
        }
        return spent
    }
}
