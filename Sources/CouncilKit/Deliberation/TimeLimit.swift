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

    /// How much time is left.
    var left: Duration { deadlines.left(number) }

    /// Whether the time stands still right now.
    var isPaused: Bool { deadlines.isPaused(number) }

    /// Whether the time was up.
    var isOver: Bool { deadlines.isOver(number) }

    /// Whether the reply is known to come in one part.
    var comesWhole: Bool { deadlines.comesWhole(number) }

    /// Allows the whole time: the reply has begun.
    func begin() { deadlines.begin(number) }

    /// Says that the reply to the current call comes in one part. A limit for its beginning does not hold then: it would
    /// be one for its end.
    public static func expectWholeReply() {
        guard let current else { return }
        current.deadlines.expectWhole(current.number)
    }

    /// Runs a body while the time stands still. Not to be nested.
    public static func paused<Value>(_ body: () async throws -> Value) async rethrows -> Value {
        guard let current else { return try await body() }
        current.deadlines.pause(current.number)
        defer { current.deadlines.resume(current.number) }
        return try await body()
    }
}
