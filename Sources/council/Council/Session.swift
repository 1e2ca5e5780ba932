import ArgumentParser
import CouncilKit
import CouncilTelemetry

/// One run on the command line: seats the council, deliberates, shows it, turns the end into an exit code.
struct Session: Sendable {
    let plan: Plan
    let store: any RunStore
    let presentation: Presentation
    let console: Console
    var cache: (any ReplyCache)? = nil
    var telemetry: RunTelemetry? = nil

    /// - Parameters:
    ///   - known: What is known of the run, if it is resumed.
    ///   - begin: Opens or resumes the run.
    func run(
        after known: Outcome = Outcome(), begin: @escaping @Sendable (Council) -> Deliberation
    ) async throws {
        let environment = RunEnvironment.live
        if plan.settings.hedging != nil { try await learnLatencies(for: environment) }
        let progress = ProgressView(on: console, uptime: environment.uptime)
        let run = OpenedRun(known)
        let outcome: Outcome
        do {
            outcome = try await Interruption.cancelling {
                try await Seating(plan: plan, environment: Environment.current, report: progress.show).withCouncil {
                    seated in
                    progress.finish()
                    var council = seated
                    council.prices = plan.prices
                    if let cache { council = council.keepingReplies(in: cache) }
                    let begun = begin(council)
                    let view = presentation.view(after: known, on: console, environment: environment)
                    do {
                        let outcome = try await begun.run { event in
                            run.note(event)
                            await telemetry?.observe(event)
                            try await view.show(event)
                        }
                        // Without an event someone else has finished the run since it was read.
                        let last = run.hasEvents ? view : presentation.view(after: outcome, on: console)
                        try await last.finish()
                        return outcome
                    } catch {
                        await telemetry?.end(error)
                        try? await view.finish()
                        throw error
                    }
                }
            }
        } catch is CancellationError {
            progress.finish()
            try? console.tell("\nInterrupted.\(run.advice)")
            throw Failure.interrupted
        } catch {
            progress.finish()
            let hasLeft = (error as? WriteError)?.isOfClosedPipe == true
            let words =
                hasLeft
                ? "Whoever read the output has left." : "The run \(run.isConcluded ? "has ended" : "broke off")."
            if run.id != nil { try? console.tell(words + run.advice) }
            throw error
        }
        guard outcome.conclusion != nil else { throw Failure.noAnswer }
    }

    /// How fast the members were in earlier runs: hedging needs to know when one is slow.
    private func learnLatencies(for environment: RunEnvironment) async throws {
        for summary in try await store.runs(limit: Self.runsToLearnFrom).reversed() {
            environment.latencies.note(Outcome(try await store.events(of: summary.run.id, after: 0)))
        }
    }

    private static let runsToLearnFrom = 100
}
