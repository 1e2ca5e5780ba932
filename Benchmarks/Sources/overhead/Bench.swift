import CouncilKit
import CouncilProviders
import CouncilSQLite
import FoundationEssentials
import Glibc

/// What the measurements share.
enum Bench {
    /// Four members and a chairman: the three stages and nothing else.
    /// - Parameter last: The model in the last seat.
    static func council(at baseURL: String, last: String? = "model-4", settings: Settings = .classic)
        -> Council
    {
        council(at: OpenAIEndpoint(name: "delayed", baseURL: baseURL), last: last, settings: settings)
    }

    static func council(at endpoint: OpenAIEndpoint, last: String? = "model-4", settings: Settings = .classic)
        -> Council
    {
        let names = ["model-1", "model-2", "model-3"] + [last].compactMap(\.self)
        let members = names.map { Member(OpenAIModel($0, at: endpoint)) }
        return Council(members: members, chairman: members[0], settings: settings)
    }

    /// A journal in a folder of its own.
    static func journal() throws -> (store: SQLiteStore, folder: URL) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "council-bench-\(UUID())")
        return (try SQLiteStore(path: folder.appending(path: "journal.sqlite").path()), folder)
    }

    static func processorSeconds() -> Double {
        let usage = usage()
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    static func peakResidentBytes() -> Int { usage().ru_maxrss * 1024 }

    /// The memory that the process has now.
    static func residentBytes() -> Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func usage() -> rusage {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage
    }
}

extension Settings {
    /// Answers, reviews without criteria of the reviewer's own, one final answer.
    static let classic = Settings(synthesis: .plain, review: ReviewSettings(criteria: false))
}
