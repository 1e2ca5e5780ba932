/// The time limit of the call that the current task makes.
///
/// The time stands still while the call cannot go on for reasons that are not its model's: while it waits for a place
/// among the requests in flight, or for a reader that is slow to take what came.
public struct TimeLimit: Sendable {
    /// The limit under which the current task works, if there is one.
    @TaskLocal public static var current: TimeLimit?

    let deadlines: Deadlines
    let number: Int

    /// How long the time has stood still in all.
    public var paused: Duration { deadlines.paused(number) }

    /// Allows more time, for example once the reply has begun.
    func extend(by duration: Duration) { deadlines.extend(number, by: duration) }

    /// Runs a body while the time stands still. Not to be nested.
    public static func paused<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        guard let current else { return try await body() }
        current.deadlines.pause(current.number)
        defer { current.deadlines.resume(current.number) }
        return try await body()
    }
}
