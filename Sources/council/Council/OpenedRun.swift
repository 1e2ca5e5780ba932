import CouncilKit
import Synchronization

/// What is known of the run that is under way: its name, for the advice on how to go on with it.
final class OpenedRun: Sendable {
    private struct State {
        var name: Run.ID?
        var hasEvents = false
        var isEnded = false
    }

    private let state: Mutex<State>

    init(_ id: Run.ID?) { state = Mutex(State(name: id)) }

    var id: Run.ID? { state.withLock { $0.name } }

    /// Whether anything has happened.
    var hasEvents: Bool { state.withLock { $0.hasEvents } }

    func note(_ event: CouncilEvent) {
        state.withLock { state in
            if case .opened(let opened) = event { state.name = opened.id }
            state.hasEvents = true
            state.isEnded = event.isEnd
        }
    }

    var advice: String {
        let (name, isEnded) = state.withLock { ($0.name, $0.isEnded) }
        guard let name else { return "" }
        return isEnded ? " The run is whole: council show \(name)" : " What had arrived is kept: council resume \(name)"
    }
}
