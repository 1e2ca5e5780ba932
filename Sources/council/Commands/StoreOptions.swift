import ArgumentParser
import CouncilKit
import CouncilSQLite
import FoundationEssentials
import LocalModels

/// Where the journal is.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The journal's file.", valueName: "file"))
    var store: String?

    /// The path of the journal.
    var path: String { store ?? DataFolder.standard.path + "/journal.sqlite" }

    /// The path of the API keys' file, beside the journal.
    var keysPath: String { beside("keys.json") }

    /// The path of the file of links to runs, beside the journal.
    var linksPath: String { beside("links.json") }

    private func beside(_ name: String) -> String {
        URL(filePath: path).deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
    }

    func open() throws -> any RunStore { try SQLiteStore(path: path) }

    /// Opens the journal to look into it. One that was named is not created: its name may be mistyped.
    func openToRead() throws -> any RunStore {
        if let store, !FileManager.default.fileExists(atPath: store) {
            throw ConfigurationError("There is no journal here. Check the name that --store gives.", file: store)
        }
        return try open()
    }
}

extension RunStore {
    /// The run that a name or the beginning of one means.
    func run(named name: String) async throws -> Run.ID {
        let matches = try await runs(named: name)
        if let exact = matches.first(where: { $0.rawValue == name }) { return exact }
        guard let only = matches.first else {
            throw StoreError(.unknownRun, "There is no run “\(name)”. `council runs` lists those there are.")
        }
        guard matches.count == 1 else {
            let names = matches.prefix(5).map(\.rawValue).joined(separator: ", ")
            let choice =
                matches.count > 5 ? "any of \(matches.count) runs, such as \(names). `council runs` lists them" : names
            throw StoreError(.unknownRun, "“\(name)” could be \(choice). Give more of the name.")
        }
        return only
    }
}
