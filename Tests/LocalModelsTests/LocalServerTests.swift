import CouncilKit
import FoundationEssentials
import Testing

@testable import LocalModels

@Suite(.timeLimit(.minutes(5)))
struct LocalServerTests {
    private let prompt = Prompt(messages: [Prompt.Message(.user, "Hello?")])

    /// Runs the stand-in with these faults.
    private func withServer<Value: Sendable>(
        _ faults: [StandInServer.Fault] = [], port: Int? = nil,
        report: @escaping LocalProgress.Report = { _ in }, _ body: (LocalServer, StandInServer) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            let standIn = try StandInServer(in: folder, faults: faults)
            return try await LocalServer.run(
                models: ["tiny"], runtime: .at(standIn.path), store: standIn.store(), port: port, report: report
            ) { server in try await body(server, standIn) }
        }
    }

    @Test func `a local model answers under its name`() async throws {
        let (name, text) = try await withServer { server, _ in
            let model = try server.model("tiny")
            return (model.name, try await model.reply(to: prompt) { _ in }.text)
        }
        #expect((name, text) == ("local/tiny", "Hello there"))
    }

    @Test func `the body runs when the models are listed, not before`() async throws {
        try await withServer([.loadSlowly]) { server, _ in
            _ = try await server.model("tiny").reply(to: prompt) { _ in }
        }
    }

    @Test func `a call survives the death of the server before its first piece`() async throws {
        let text = try await withServer([.dieBeforeReply]) { server, _ in
            try await server.model("tiny").reply(to: prompt) { _ in }.text
        }
        #expect(text == "Hello there")
    }

    @Test func `a call survives the death of its model's process before its first piece`() async throws {
        let text = try await withServer([.loseModel]) { server, _ in
            try await server.model("tiny").reply(to: prompt) { _ in }.text
        }
        #expect(text == "Hello there")
    }

    @Test func `a restart is reported`() async throws {
        let steps = Steps()
        try await withServer([.dieBeforeReply], report: steps.append) { server, _ in
            _ = try await server.model("tiny").reply(to: prompt) { _ in }
        }
        #expect(steps.all == [.starting, .ready, .restarting])
    }

    @Test func `a call whose reply had begun is not sent again`() async throws {
        let error = try await #require(throws: ModelError.self) {
            try await withServer([.dieInReply]) { server, _ in
                _ = try await server.model("tiny").reply(to: prompt) { _ in }
            }
        }
        #expect(error.code == .truncated)
    }

    @Test func `the model answers again after a death in the midst of a reply`() async throws {
        let text = try await withServer([.dieInReply]) { server, _ in
            let model = try server.model("tiny")
            _ = try? await model.reply(to: prompt) { _ in }
            return try await model.reply(to: prompt) { _ in }.text
        }
        #expect(text == "Hello there")
    }

    @Test func `a server that does not start is quoted`() async throws {
        let error = try await #require(throws: LocalModelError.self) { try await withServer([.dieAtStart]) { _, _ in } }
        #expect(error.message == "llama-server ended (status 1): error: the model is broken")
    }

    @Test func `a port in use is named`() async throws {
        try await withServer { server, standIn in
            let port = try #require(
                Int(try await server.baseURL.split(separator: ":").last?.prefix { $0 != "/" } ?? ""))
            let error = try await #require(throws: LocalModelError.self) {
                try await withServer(port: port) { _, _ in }
            }
            #expect(error.message == "another program listens on port \(port) of 127.0.0.1")
        }
    }

    @Test func `nothing is left of the server when the body is done`() async throws {
        let port = try await withServer { server, _ in
            try #require(Int(try await server.baseURL.split(separator: ":").last?.prefix { $0 != "/" } ?? ""))
        }
        #expect(LoopbackPort.isFree(port))
    }

    @Test func `an error of the body is passed on`() async throws {
        await #expect(throws: CouncilError.self) {
            try await withServer { _, _ in throw CouncilError(.noMembers, "nobody") }
        }
    }

    @Test func `a model that the server was not started with is unknown`() async throws {
        let error = try await #require(throws: LocalModelError.self) {
            try await withServer { server, _ in _ = try server.member("smollm2-135m") }
        }
        #expect(error.code == .unknownModel)
    }

    @Test func `too little memory is found out before the server starts`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try StandInServer(in: folder)
            var machine = Machine.ample
            machine.memoryText = { "MemAvailable: 1000 kB\n" }
            let store = try ModelStore(folder: try await standIn.store().folder, machine: machine)
            let error = try await #require(throws: LocalModelError.self) {
                try await LocalServer.run(models: ["tiny"], runtime: .at(standIn.path), store: store) { _ in }
            }
            #expect(error.code == .tooLittleMemory)
        }
    }

    @Test func `too little memory is found out before anything is fetched`() async throws {
        try await withTemporaryFolder { folder in
            var machine = Machine.ample
            machine.memoryText = { "MemAvailable: 1000 kB\n" }
            let store = try ModelStore(folder: DataFolder(folder + "/data"), machine: machine)
            let error = try await #require(throws: LocalModelError.self) {
                try await LocalServer.run(models: ["smollm2-135m"], store: store) { _ in }
            }
            #expect(error.code == .tooLittleMemory)
            #expect(!store.folder.path.fileExists)
        }
    }

    @Test func `the log of a server below an odd folder is where the error says`() async throws {
        try await withTemporaryFolder { folder in
            let folder = folder + "/Données à moi"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let standIn = try StandInServer(in: folder, faults: [.dieAtStart])
            let error = try await #require(throws: LocalModelError.self) {
                try await LocalServer.run(models: ["tiny"], runtime: .at(standIn.path), store: standIn.store()) { _ in }
            }
            let log = folder + "/data/logs/llama-server.log"
            #expect(error.suggestion == "its log is in \(log)")
            #expect(log.fileText?.contains("the model is broken") == true)
        }
    }

    @Test func `models that are not here are an error if nothing may be fetched`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try StandInServer(in: folder)
            let error = try await #require(throws: LocalModelError.self) {
                try await LocalServer.run(
                    models: ["smollm2-135m"], runtime: .at(standIn.path), store: standIn.store(), fetches: false
                ) { _ in }
            }
            #expect(error.suggestion == "fetch it: council models pull smollm2-135m")
        }
    }

    @Test func `a model that cannot be had is left out and says why`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try StandInServer(in: folder)
            let error = try await LocalServer.run(
                models: ["smollm2-135m", "tiny"], runtime: .at(standIn.path), store: standIn.store(), fetches: false
            ) { server in
                #expect(server.models.map(\.id) == ["tiny"])
                return try #require(throws: LocalModelError.self) { try server.member("smollm2-135m") }
            }
            #expect(error.code == .notFetched)
        }
    }

    @Test func `a disk without room for the models is found out before the runtime is looked for`() async throws {
        try await withTemporaryFolder { folder in
            var machine = Machine.ample
            machine.freeSpace = { _ in 5_000_000 }
            let store = try ModelStore(folder: DataFolder(folder), machine: machine)
            let error = try await #require(throws: LocalModelError.self) {
                try await LocalServer.run(
                    models: ["smollm2-135m"], runtime: .at("/nowhere/llama-server"), store: store
                ) { _ in }
            }
            #expect(error.code == .diskFull)
        }
    }

    @Test func `restarts come more and more slowly`() {
        let delays = (1...5).map(ServerSupervisor.delay)
        #expect(delays == [.zero, .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)])
    }
}
