public import CouncilKit
import FoundationEssentials

/// What every ``RunStore`` must do: run the same checks against each of them.
///
/// ```swift
/// @Test(arguments: RunStoreContract.checks)
/// func `the store keeps its contract`(_ check: RunStoreContract.Check) async throws {
///     try await check.verify { try MyStore() }
/// }
/// ```
public enum RunStoreContract {
    /// One promise of a store.
    public struct Check: Sendable, CustomStringConvertible {
        public let description: String
        private let body: @Sendable (any RunStore) async throws -> Void

        init(_ description: String, body: @escaping @Sendable (any RunStore) async throws -> Void) {
            self.description = description
            self.body = body
        }

        /// Checks the promise.
        /// - Parameter store: Makes an empty store.
        /// - Throws: ``Violation`` if the store breaks the promise, or whatever the store threw.
        public func verify(_ store: () async throws -> any RunStore) async throws {
            try await body(try await store())
        }
    }

    /// A broken promise.
    public struct Violation: Error, CustomStringConvertible {
        public let description: String
    }

    public static let checks: [Check] = journalChecks + listChecks

    private static let journalChecks: [Check] = [
        Check("events come back as they were appended, in order") { store in
            try await store.append([events[0], events[1]], to: run.id, after: 0)
            try await store.append([events[2]], to: run.id, after: 2)
            try expect(try await store.events(of: run.id, after: 0) == Array(events[0...2]))
        },
        Check("events after a position leave out those before") { store in
            try await store.append(events, to: run.id, after: 0)
            try expect(try await store.events(of: run.id, after: 2) == Array(events[2...]))
        },
        Check("an unknown run has no events") { store in
            try expect(try await store.events(of: Run.ID(rawValue: "nothing"), after: 0).isEmpty)
        },
        Check("an append at the wrong position is a conflict") { store in
            try await store.append([events[0]], to: run.id, after: 0)
            try await expectError(.conflict) { try await store.append([events[1]], to: run.id, after: 3) }
        },
        Check("an append that conflicts writes nothing") { store in
            try await store.append([events[0]], to: run.id, after: 0)
            try? await store.append([events[1]], to: run.id, after: 0)
            try expect(try await store.events(of: run.id, after: 0) == [events[0]])
        },
        Check("of many appends at one position exactly one is kept") { store in
            try await store.append([events[0]], to: run.id, after: 0)
            let kept = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { (try? await store.append([events[1]], to: run.id, after: 1)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try expect(kept == 1)
        },
        Check("a store with order keeps appends that overlap in the order in which they were made") { store in
            guard let store = store as? any OrderedRunStore else { return }
            try await store.append([events[0]], to: run.id, after: 0)
            let made = (0..<50).map { CouncilEvent.proceeded(seats: [$0]) }
            let (results, result) = AsyncStream.makeStream(of: ((any Error)?).self)
            for (index, event) in made.enumerated() {
                store.append([event], to: run.id, after: index + 1) { result.yield($0) }
            }
            for try await error in results.prefix(made.count) { if let error { throw error } }
            try expect(try await store.events(of: run.id, after: 1) == made)
        },
        Check("a run that is held cannot be acquired") { store in
            _ = try await store.acquire(run.id)
            try await expectError(.held) { _ = try await store.acquire(run.id) }
        },
        Check("a run that was released can be acquired") { store in
            let lease = try await store.acquire(run.id)
            await lease.release()
            _ = try await store.acquire(run.id)
        },
        Check("a run is held from when it is acquired until it is released") { store in
            try expect(try await !store.isHeld(run.id))
            let lease = try await store.acquire(run.id)
            try expect(try await store.isHeld(run.id))
            await lease.release()
            try expect(try await !store.isHeld(run.id))
        },
        Check("holding one run leaves others free") { store in
            _ = try await store.acquire(run.id)
            _ = try await store.acquire(Run.ID(rawValue: "20261123-another2"))
        },
        Check("a run that has ended is listed with its state") { store in
            try await store.append(events, to: run.id, after: 0)
            try expect(try await store.runs(limit: 10) == [RunSummary(run: run, state: .concluded)])
        },
        Check("a run that was cut off is listed as unfinished") { store in
            try await store.append([events[0], events[1]], to: run.id, after: 0)
            try expect(try await store.runs(limit: 10).map(\.state) == [.unfinished])
        },
        Check("runs are found by the beginning of their names") { store in
            try await store.append(events, to: run.id, after: 0)
            try expect(try await store.runs(named: "20261123-ab") == [run.id])
            try expect(try await store.runs(named: "20261123-zz").isEmpty)
        },
    ]

    /// Does not wait for one append before it makes the next.
    static func expect(
        _ condition: Bool, line: Int = #line
    ) throws {
        guard condition else { throw Violation(description: "the store breaks the promise (line \(line))") }
    }

    static func expectError(_ code: StoreError.Code, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StoreError where error.code == code {
            return
        }
        throw Violation(description: "no error “\(code.rawValue)” was thrown")
    }
}
