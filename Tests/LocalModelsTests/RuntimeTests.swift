import FoundationEssentials
import Testing

@testable import LocalModels

struct RuntimeTests {
    @Test(arguments: [("[12/345] Building CXX object", 12, 345), ("[ 42%] Building CXX object", 42, 100)])
    func `the progress of a build is read`(line: String, completed: Int, total: Int) throws {
        let figures = try #require(BuildProgress.figures(in: line))
        #expect(figures == (completed, total))
    }

    @Test(arguments: ["-- Configuring done", "[info] 3/4", "[]", "["])
    func `other lines of a build are no progress`(line: String) {
        #expect(BuildProgress.figures(in: line) == nil)
    }

    @Test func `a llama-server that lacks options is refused by its version`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/llama-server"
            try "#!/bin/sh\ncase $1 in --version) echo version: 4000;; *) echo --offline --no-ui;; esac\n"
                .write(toFile: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            let runtime = try LocalRuntime(.at(path), folder: DataFolder(folder), machine: .ample)
            let error = try await #require(throws: LocalModelError.self) { try await runtime.prepare() }
            #expect(
                error.message == "\(path) (version: 4000) cannot be used: "
                    + "it does not know --models-preset, --models-max, --cors-origins")
        }
    }

    @Test func `a llama-server for another processor is told from an old one`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/llama-server"
            try "#!/bin/sh\nkill -ILL $$\n".write(toFile: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            let runtime = try LocalRuntime(.at(path), folder: DataFolder(folder), machine: .ample)
            let error = try await #require(throws: LocalModelError.self) { try await runtime.prepare() }
            #expect(error.code == .oldProcessor)
        }
    }

    @Test func `a path without a program is refused`() async throws {
        let runtime = try LocalRuntime(.at("/nowhere/llama-server"), folder: DataFolder("/nowhere"), machine: .ample)
        let error = try await #require(throws: LocalModelError.self) { try await runtime.prepare() }
        #expect(error.code == .unusableRuntime)
    }

    @Test func `an old processor is found out before anything is built`() async throws {
        var machine = Machine.ample
        machine.processorText = { "flags\t\t: fpu\n" }
        let runtime = try LocalRuntime(.built, folder: DataFolder("/nowhere"), machine: machine)
        let error = try await #require(throws: LocalModelError.self) { try await runtime.prepare() }
        #expect(error.code == .oldProcessor)
    }
}
