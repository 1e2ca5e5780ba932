import FoundationEssentials

/// The control group of a process, as far as it limits memory: containers and services often may take less than the
/// machine has.
struct ControlGroup {
    /// Where the file systems of control groups are.
    var root = "/sys/fs/cgroup"
    /// The text of `/proc/self/cgroup`: a hierarchy a line, its controllers and the group's path.
    var membership: String

    /// The bytes that the group and those around it may still take; `nil` if nothing limits them.
    var availableMemory: Int? {
        membership.split(separator: "\n").flatMap { line -> [Int] in
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { return [] }
            if fields[1].isEmpty { return folders(root, fields[2]).compactMap { available(in: $0, .unified) } }
            guard fields[1].split(separator: ",").contains("memory") else { return [] }
            return folders("\(root)/memory", fields[2]).compactMap { available(in: $0, .legacy) }
        }.min()
    }

    /// The names of the files in one of the two versions.
    private struct Files {
        var limit: String
        var usage: String
        /// The pages of files that the kernel takes back before it kills anyone.
        var reclaimable: String

        static let unified = Files(limit: "memory.max", usage: "memory.current", reclaimable: "inactive_file")
        static let legacy = Files(
            limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes", reclaimable: "total_inactive_file")
    }

    /// The group's folder and those around it. In a container the path may not be visible, but its end is the root.
    private func folders(_ base: String, _ path: Substring) -> [String] {
        let names = path.split(separator: "/")
        return (0...names.count).map { ([base] + names.prefix($0).map(String.init)).joined(separator: "/") }
    }

    private func available(in folder: String, _ files: Files) -> Int? {
        // “max”, and in the first version a number beyond any machine, mean that there is no limit.
        guard let limit = number(in: "\(folder)/\(files.limit)"), limit < 1 << 60,
            let usage = number(in: "\(folder)/\(files.usage)")
        else { return nil }
        let lines = text(of: "\(folder)/memory.stat").split(separator: "\n")
        let reclaimable = lines.first { $0.hasPrefix("\(files.reclaimable) ") }
            .flatMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        return max(0, limit - max(0, usage - (reclaimable ?? 0)))
    }

    private func number(in file: String) -> Int? { Int(text(of: file).prefix { !$0.isNewline }) }

    private func text(of file: String) -> String {
        (try? String(contentsOf: URL(filePath: file), encoding: .utf8)) ?? ""
    }
}
