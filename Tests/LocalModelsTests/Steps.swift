import Synchronization

@testable import LocalModels

/// Notes the steps that are reported.
final class Steps: Sendable {
    private let steps = Mutex<[LocalProgress.Step]>([])

    var all: [LocalProgress.Step] { steps.withLock { $0 } }

    @Sendable func append(_ progress: LocalProgress) { steps.withLock { $0.append(progress.step) } }
}
