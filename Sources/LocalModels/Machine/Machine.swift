import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What the machine offers: processor, memory, disk. Injected, so that tests can have a smaller one.
public struct Machine: Sendable {
    /// The processors that may be used.
    public var cores: Int
    /// The text of `/proc/cpuinfo`; empty where there is none.
    public var processorText: @Sendable () -> String
    /// The text of `/proc/meminfo`; empty where there is none.
    public var memoryText: @Sendable () -> String
    /// The bytes that the control group of the process may still take; `nil` if nothing limits it.
    public var memoryLimit: @Sendable () -> Int?
    /// The bytes that may still be written below a folder; `nil` if unknown.
    public var freeSpace: @Sendable (_ folder: String) -> Int?

    public init(
        cores: Int,
        processorText: @escaping @Sendable () -> String,
        memoryText: @escaping @Sendable () -> String,
        memoryLimit: @escaping @Sendable () -> Int? = { nil },
        freeSpace: @escaping @Sendable (_ folder: String) -> Int?
    ) {
        self.cores = cores
        self.processorText = processorText
        self.memoryText = memoryText
        self.memoryLimit = memoryLimit
        self.freeSpace = freeSpace
    }

    /// This machine.
    public static let current = Machine(
        cores: ProcessInfo.processInfo.activeProcessorCount,
        processorText: { text(of: "/proc/cpuinfo") },
        memoryText: { text(of: "/proc/meminfo") },
        memoryLimit: { ControlGroup(membership: text(of: "/proc/self/cgroup")).availableMemory },
        freeSpace: { folder in
            var status = statvfs()
            guard statvfs(folder, &status) == 0 else { return nil }
            return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
        })

    /// The bytes of memory that can be had without swapping; `nil` if unknown.
    var availableMemory: Int? {
        let line = memoryText().split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        let ofMachine = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        return [ofMachine, memoryLimit()].compactMap { $0 }.min()
    }

    /// The requests that local models should work on at once: on few cores one after the other is fastest.
    var requestsInFlight: Int { cores < 8 ? 1 : 2 }

    private static func text(of path: String) -> String {
        (try? String(contentsOf: URL(filePath: path), encoding: .utf8)) ?? ""
    }
}

extension Machine {
    /// Checks that the processor has the instructions that the built runtime uses.
    func check(processorFlags needed: [String]) throws {
        let lines = processorText().split(separator: "\n")
        // Other processors than x86-64 have no such line, and builds for them need no such check.
        guard let line = lines.first(where: { $0.hasPrefix("flags") }) else { return }
        let present = Set(line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ":" }))
        let missing = needed.filter { !present.contains(Substring($0)) }
        guard !missing.isEmpty else { return }
        let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last ?? " this processor"
        throw LocalModelError(
            .oldProcessor,
            "the local runtime needs \(missing.joined(separator: ", ").uppercased()), which\(name) does not have",
            suggestion: "install a llama-server built for this processor and choose it with its path, "
                + "or use members that run elsewhere")
    }

    /// Checks that the models fit into memory together.
    func checkMemory(for models: [CatalogueModel]) throws {
        guard let available = availableMemory else { return }
        let needed = models.reduce(200_000_000) { $0 + $1.expectedMemory }
        guard needed > available else { return }
        let names = models.map { "\($0.id) (\(ByteCount($0.expectedMemory)))" }.joined(separator: ", ")
        throw LocalModelError(
            .tooLittleMemory,
            "\(names) need \(ByteCount(needed)) of memory together, and \(ByteCount(available)) are available",
            suggestion: "close other programs, or choose fewer or smaller local members")
    }

    /// Checks that so many bytes fit below a folder.
    func checkSpace(_ needed: Int, in folder: String, for purpose: String) throws {
        guard let free = freeSpace(folder), free < needed else { return }
        throw LocalModelError(
            .diskFull, "\(purpose) needs \(ByteCount(needed)) in \(folder), and \(ByteCount(free)) are free",
            suggestion: "make room, or name a folder on another disk as data folder")
    }
}
