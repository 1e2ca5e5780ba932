import CouncilProviders

/// What is known of the running server, and whoever waits for it.
actor ServerStatus {
    /// One life of the server: from its start to its death.
    struct Life: Sendable {
        /// Counts up from 1.
        var number: Int
        var endpoint: OpenAIEndpoint
    }

    private enum Phase {
        case down
        case up(Life)
        case over(LocalModelError)
    }

    private struct Waiter {
        var after: Int
        var continuation: CheckedContinuation<Life, any Error>
    }

    private var phase = Phase.down
    private var waiters: [Int: Waiter] = [:]
    private var nextWaiter = 0

    /// The server answers.
    func rise(_ life: Life) {
        phase = .up(life)
        for (key, waiter) in waiters where waiter.after < life.number {
            waiters[key] = nil
            waiter.continuation.resume(returning: life)
        }
    }

    /// The server has died and is being started again.
    func fall() { phase = .down }

    /// There will be no server any more.
    func end(_ error: LocalModelError) {
        if case .over = phase { return }
        phase = .over(error)
        for waiter in waiters.values { waiter.continuation.resume(throwing: error) }
        waiters = [:]
    }

    /// A life of the server later than the one of that number; waits for it.
    /// - Throws: The ``LocalModelError`` that ended it all, or `CancellationError`.
    func life(after number: Int = 0) async throws -> Life {
        switch phase {
        case .over(let error): throw error
        case .up(let life) where life.number > number: return life
        default: break
        }
        let key = nextWaiter
        nextWaiter += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiters[key] = Waiter(after: number, continuation: continuation)
                }
            }
        } onCancel: {
            Task { await self.leave(key) }
        }
    }

    private func leave(_ key: Int) {
        waiters.removeValue(forKey: key)?.continuation.resume(throwing: CancellationError())
    }
}
