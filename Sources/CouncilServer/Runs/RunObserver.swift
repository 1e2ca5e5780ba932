public import CouncilKit

/// Is told of every event of one run as it happens: for metrics, traces and logs. A slow one slows the run down.
public protocol RunObserver: Sendable {
    func observe(_ event: CouncilEvent) async
    /// The run was cut off.
    func end(_ error: any Error) async
}
