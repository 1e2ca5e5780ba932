import ArgumentParser
import CouncilKit
import FoundationEssentials

/// What a run may cost.
struct BudgetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The most that the run may cost, in US dollars; a run that may cost more is refused.", valueName: "dollars")
    )
    var budget: Double?

    @Flag(
        name: .customLong("dry-run"),
        help: "Show what would be asked and what it may cost; nothing is sent, no run is opened.")
    var dryRun = false

    func validate() throws {
        guard budget.map({ $0 >= 0 && $0.isFinite }) ?? true else {
            throw ValidationError("--budget is a number of US dollars, for example 0.50.")
        }
    }

    /// The budget of the command line, else the one that is configured, with what was spent today where that matters.
    func budget(configured: Budget?, spentIn store: any RunStore) async throws -> Budget? {
        var budget = configured
        if let limit = self.budget {
            budget = Budget(run: limit, day: configured?.day, onOverrun: configured?.onOverrun)
        }
        if budget?.day != nil { budget?.spentBefore = try await store.spending(on: Date()).total }
        return budget
    }
}
