import CouncilKit
import Synchronization

/// The name of the run that is under way, for the advice on how to go on with it.
final class OpenedRun: Sendable {
    private let name: Mutex<Run.ID?>

    init(_ id: Run.ID?) { name = Mutex(id) }

    var id: Run.ID? { name.withLock { $0 } }

    func note(_ id: Run.ID) { name.withLock { $0 = id } }

    var advice: String {
        id.map { " Nothing that was paid for is lost: council resume \($0)" } ?? ""
    }
}
