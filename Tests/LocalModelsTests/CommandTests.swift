import FoundationEssentials
import Testing

@testable import LocalModels

@Suite(.timeLimit(.minutes(5)))
struct CommandTests {
    @Test func `a command's status is passed on`() async throws {
        #expect(try await Command("sh", ["-c", "exit 7"]).run().status == 7)
    }

    @Test func `a command killed by a signal ends with 128 and its number`() async throws {
        #expect(try await Command("sh", ["-c", "kill -9 $$"]).run().status == 137)
    }

    @Test func `a command's last lines are kept`() async throws {
        let ending = try await Command("sh", ["-c", "seq 1 1000; echo oops >&2"]).run()
        #expect(ending.lastLines.suffix(2) == ["1000", "oops"])
    }

    @Test func `lines are taken whole`() async throws {
        var lines: [String] = []
        try await Command("printf", ["a\\nb\\rc\\n"]).run { (line: String) in lines.append(line) }
        #expect(lines == ["a", "b", "c"])
    }

    @Test func `variables are set and removed`() async throws {
        let command = Command(
            "sh", ["-c", "echo ${COLOR-none} ${HOME-none}"], environment: ["COLOR": "red", "HOME": nil])
        #expect(try await command.run().lastLines == ["red none"])
    }

    /// The command holds a lock as long as it or anything it started lives.
    @Test func `a cancelled command ends with all it started`() async throws {
        try await withTemporaryFolder { folder in
            let started = AsyncStream<Void>.makeStream()
            let task = Task {
                try await Command("sh", ["-c", "flock \(folder)/lock sh -c 'echo; sleep 1000' & wait"])
                    .run { (_: [UInt8]) in started.continuation.finish() }
            }
            for await _ in started.stream {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await FileLock(path: folder + "/lock").hold(onWait: {}, while: {})
        }
    }

    /// Another program holds the other end of the lifeline and is killed.
    @Test(arguments: ["sleep 1000", "trap '' TERM; sleep 1000; sleep 1000", "setsid -w true; sleep 1000 & sleep 1000"])
    func `a command ends when the program that started it is killed`(work: String) async throws {
        try await withTemporaryFolder { folder in
            let command = ["flock", folder + "/lock", "sh", "-c", "touch \(folder)/running; \(work)"]
            // In a session of its own, so that the test does not end what the lifeline must end.
            let holder = """
                import os, subprocess, sys, time
                child = subprocess.Popen(["sh"] + sys.argv[2:], stdin=subprocess.PIPE)
                while not os.path.exists(sys.argv[1]):
                    time.sleep(0.01)
                os.kill(os.getpid(), 9)
                """
            let arguments = Lifeline.arguments(grace: 1, command: command)
            let ending = try await Command("setsid", ["-w", "python3", "-c", holder, folder + "/running"] + arguments)
                .run()
            try #require(!ending.succeeded)
            try await FileLock(path: folder + "/lock").hold(onWait: {}, while: {})
        }
    }

    @Test func `only one holds a lock`() async throws {
        try await withTemporaryFolder { folder in
            let lock = FileLock(path: folder + "/lock")
            let counter = folder + "/counter"
            try "0".write(toFile: counter)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await lock.hold(onWait: {}) {
                            let count = try #require(counter.fileText.flatMap { Int($0) })
                            await Task.yield()
                            try String(count + 1).write(toFile: counter)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(counter.fileText == "4")
        }
    }
}
