import CouncilKit
import Synchronization

/// What is known of the run that is under way: its name, for the advice on how to go on with it.
final class OpenedRun: Sendable {
    private struct State {
        var name: Run.ID?
        var hasEvents = false
        var isConcluded: Bool
    }

    private let state: Mutex<State>

    /// - Parameter known: What is known of the run, if it is resumed.
    init(_ known: Outcome) {
        state = Mutex(State(name: known.run?.id, isConcluded: known.conclusion != nil))
    }

    var id: Run.ID? { state.withLock { $0.name } }

    /// Whether anything has happened.
    var hasEvents: Bool { state.withLock { $0.hasEvents } }

    func note(_ event: CouncilEvent) {
        state.withLock { state in
            if case .opened(let opened) = event { state.name = opened.id }
            state.hasEvents = true
            if case .concluded = event { state.isConcluded = true }
        }
    }

    /// Whether the final answer is there.
    var isConcluded: Bool { state.withLock { $0.isConcluded } }

    var advice: String {
        guard let id else { return "" }
        return isConcluded
            ? " The answer is kept: council show \(id)" : " What had arrived is kept: council resume \(id)"
    }
}
