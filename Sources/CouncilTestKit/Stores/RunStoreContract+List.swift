import CouncilKit
import FoundationEssentials

/// What is promised about the list of runs and about notes on them.
extension RunStoreContract {
    private static func run(_ number: Int, _ question: String, origin: [String: String] = [:]) -> Run {
        var run = run
        run.id = Run.ID(rawValue: "20261123-number0\(number)")
        run.date += Double(number)
        run.question = question
        run.origin = origin
        return run
    }

    private static func fill(_ store: any RunStore) async throws -> [Run] {
        let runs = [
            run(1, "Why is the SKY blue?", origin: ["key": "ada"]), run(2, "Is 100 % enough?"),
            run(3, "Why not?", origin: ["key": "ada"]),
        ]
        for run in runs { try await store.append([.opened(run)], to: run.id, after: 0) }
        return runs
    }

    private static func found(_ query: RunQuery, in store: any RunStore) async throws -> [String] {
        try await store.runs(query).map { String($0.id.rawValue.suffix(1)) }
    }

    static let listChecks: [Check] = [
        Check("runs are listed newest first") { store in
            _ = try await fill(store)
            try expect(try await found(RunQuery(limit: 10), in: store) == ["3", "2", "1"])
        },
        Check("of runs with the same date the one that was opened last is listed first") { store in
            for number in [2, 3, 1] {
                var run = run(number, "Why?")
                run.date = Self.run.date
                try await store.append([.opened(run)], to: run.id, after: 0)
            }
            try expect(try await found(RunQuery(limit: 10), in: store) == ["1", "3", "2"])
        },
        Check("the list goes on after a run with the same date") { store in
            for number in [2, 3, 1] {
                var run = run(number, "Why?")
                run.date = Self.run.date
                try await store.append([.opened(run)], to: run.id, after: 0)
            }
            let third = run(3, "Why?").id
            try expect(try await found(RunQuery(after: third, limit: 10), in: store) == ["2"])
        },
        Check("a run is found by its whole name only") { store in
            let runs = try await fill(store)
            try expect(try await found(RunQuery(id: runs[0].id, limit: 10), in: store) == ["1"])
            try expect(
                try await found(RunQuery(id: Run.ID(rawValue: "20261123-number0"), limit: 10), in: store).isEmpty)
        },
        Check("runs are found by their seed") { store in
            for (number, seed) in [(1, UInt64(7)), (2, 8), (3, 7)] {
                var run = run(number, "Why?")
                run.seed = seed
                try await store.append([.opened(run)], to: run.id, after: 0)
            }
            try expect(try await found(RunQuery(seed: 7, limit: 10), in: store) == ["3", "1"])
        },
        Check("runs are found by a part of the question, whatever its case") { store in
            _ = try await fill(store)
            try expect(try await found(RunQuery(text: "the sky", limit: 10), in: store) == ["1"])
        },
        Check("signs of query languages are looked for as they are") { store in
            _ = try await fill(store)
            try expect(try await found(RunQuery(text: "100 %", limit: 10), in: store) == ["2"])
            try expect(try await found(RunQuery(text: "' OR 1=1 --", limit: 10), in: store).isEmpty)
        },
        Check("runs are found by their title") { store in
            let runs = try await fill(store)
            try await store.rename(runs[1].id, to: "Percentages")
            try expect(try await found(RunQuery(text: "percent", limit: 10), in: store) == ["2"])
            try expect(try await store.runs(RunQuery(text: "percent", limit: 1)).first?.title == "Percentages")
        },
        Check("runs are found by their state") { store in
            let runs = try await fill(store)
            try await store.append([.unanswered], to: runs[0].id, after: 1)
            try expect(try await found(RunQuery(state: .unanswered, limit: 10), in: store) == ["1"])
        },
        Check("runs are found by their origin") { store in
            _ = try await fill(store)
            try expect(try await found(RunQuery(origin: ["key": "ada"], limit: 10), in: store) == ["3", "1"])
            try expect(try await found(RunQuery(origin: ["key": "a"], limit: 10), in: store).isEmpty)
        },
        Check("the list goes on after a run") { store in
            let runs = try await fill(store)
            try expect(try await found(RunQuery(after: runs[2].id, limit: 1), in: store) == ["2"])
        },
        Check("a run is stopped and no longer stopped") { store in
            let runs = try await fill(store)
            try await store.setStopped(true, runs[0].id)
            try expect(try await store.runs(limit: 10).map(\.isStopped) == [false, false, true])
            try await store.setStopped(false, runs[0].id)
            try expect(try await store.runs(limit: 10).map(\.isStopped) == [false, false, false])
        },
        Check("a deleted run is gone with its events") { store in
            let runs = try await fill(store)
            try await store.delete(runs[1].id)
            try expect(try await found(RunQuery(limit: 10), in: store) == ["3", "1"])
            try expect(try await store.events(of: runs[1].id, after: 0).isEmpty)
        },
        Check("an unknown run can be neither renamed, stopped nor deleted") { store in
            let unknown = Run.ID(rawValue: "nothing")
            try await expectError(.unknownRun) { try await store.rename(unknown, to: "Title") }
            try await expectError(.unknownRun) { try await store.setStopped(true, unknown) }
            try await expectError(.unknownRun) { try await store.delete(unknown) }
        },
    ]
}
