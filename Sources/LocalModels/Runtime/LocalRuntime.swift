import FoundationEssentials

/// Finds `llama-server`, and builds it where that is wanted.
///
/// ```swift
/// let runtime = try LocalRuntime(folder: .standard)
/// let server = try await runtime.prepare { progress in print(progress) }
/// ```
public struct LocalRuntime: Sendable {
    /// The name of the program.
    public static let program = "llama-server"

    public let choice: RuntimeChoice
    let folder: DataFolder
    let machine: Machine
    let source: RuntimeSource

    /// - Parameters:
    ///   - choice: Which `llama-server` to use.
    ///   - folder: Where a built one is kept.
    ///   - machine: What the machine offers.
    /// - Throws: A ``LocalModelError`` if the built-in catalogue cannot be read.
    public init(_ choice: RuntimeChoice = .built, folder: DataFolder, machine: Machine = .current) throws {
        guard let source = try Catalogue.builtIn().runtime else {
            throw LocalModelError(.badRequest, "the built-in catalogue names no runtime")
        }
        self.init(choice, folder: folder, machine: machine, source: source)
    }

    init(_ choice: RuntimeChoice, folder: DataFolder, machine: Machine, source: RuntimeSource) {
        self.choice = choice
        self.folder = folder
        self.machine = machine
        self.source = source
    }

    /// Whether the runtime can be used at once. For a built one this is a look at the file, not a test.
    public var isReady: Bool { (try? path(ofChoice: choice)) != nil }

    /// Checks, before anything is fetched or built, that this machine can build and run the runtime.
    ///
    /// A `llama-server` that is here already is tried when it is prepared.
    /// - Throws: A ``LocalModelError`` that says what the machine lacks.
    public func checkMachine() async throws {
        guard choice == .built else { return }
        try machine.check(processorFlags: source.processorFlags)
        if !isReady { try await build.check() }
    }

    private var build: RuntimeBuild { RuntimeBuild(source: source, folder: folder, machine: machine) }

    /// The path of a `llama-server` that can be used; builds it if it was chosen to be built and is not there yet.
    /// - Throws: A ``LocalModelError`` that says what is wrong with it or with the build.
    public func prepare(report: LocalProgress.Report = { _ in }) async throws -> String {
        if choice == .built {
            try machine.check(processorFlags: source.processorFlags)
            if let path = try? path(ofChoice: choice) { return path }
            return try await build.run(report: report)
        }
        let path = try path(ofChoice: choice)
        try await check(path)
        return path
    }

    private func path(ofChoice choice: RuntimeChoice) throws -> String {
        let path: String
        let suggestion: String
        switch choice {
        case .built:
            path = build.path
            suggestion = "it is built when it is first needed, or with council models pull"
        case .at(let given):
            path = given
            suggestion = "name the path of a llama-server program, or leave it out to have one built"
        case .onPath:
            let tool = Tool(names: [Self.program], package: "")
            if let path = tool.path(in: Tool.searchPath) { return path }
            throw LocalModelError(
                .unusableRuntime, "there is no llama-server on PATH", suggestion: "install one, or have one built")
        }
        guard FileStamp(of: path) != nil, FileManager.default.isExecutableFile(atPath: path) else {
            throw LocalModelError(.unusableRuntime, "\(path) is no program", suggestion: suggestion)
        }
        return path
    }

    /// The options that the server is started with and that older versions lack.
    static let neededOptions = ["--models-preset", "--models-max", "--cors-origins", "--offline", "--no-ui"]

    /// The status of a program that SIGILL has ended.
    static let illegalInstruction = 132

    private func check(_ path: String) async throws {
        var help = ""
        let ending = try await Command(path, ["--help"]).run { (line: String) in help += line + "\n" }
        guard ending.status != Self.illegalInstruction else {
            throw LocalModelError(
                .oldProcessor, "\(path) uses an instruction that this processor does not have",
                suggestion: "choose a llama-server that was built for this processor, "
                    + "or leave the choice out to have one built")
        }
        let missing = Self.neededOptions.filter { !help.contains($0) }
        guard ending.succeeded, missing.isEmpty else {
            let version = try await Command(path, ["--version"]).run().lastLines.first ?? "of unknown version"
            let reason =
                ending.succeeded
                ? "it does not know \(missing.joined(separator: ", "))" : "it ended with status \(ending.status)"
            throw LocalModelError(
                .unusableRuntime, "\(path) (\(version)) cannot be used: \(reason)",
                suggestion: "install a newer llama.cpp, or leave the choice out to have one built")
        }
    }
}
