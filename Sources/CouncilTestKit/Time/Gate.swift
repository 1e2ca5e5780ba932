/// A point that tasks wait at until the test opens it: synchronisation without sleeping.
///
/// ```swift
/// let gate = Gate()
/// try await FaultServer.run([.reply(["Hel", "lo"]).pausing(at: gate, after: 1)]) { server in
///     …                      // the first piece is there, the second cannot come yet
///     gate.open()
/// }
/// ```
public final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrivals = 0
    }

    private let state = Watched(State())

    public init() {}

    /// Lets everyone pass, now and later.
    public func open() { state.update { $0.isOpen = true } }

    /// Waits until the gate is open.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func pass() async throws {
        state.update { $0.arrivals += 1 }
        try await state.wait { $0.isOpen }
    }

    /// Waits until somebody has come to the gate.
    /// - Parameter count: How many have to come in all.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func reached(by count: Int = 1) async throws {
        try await state.wait { $0.arrivals >= count }
    }
}
