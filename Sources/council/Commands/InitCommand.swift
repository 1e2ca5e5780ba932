import ArgumentParser
import FoundationEssentials

/// `council init`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented council.yaml.",
        discussion: """
            EXAMPLES
              council init
              council init ~/.config/swift-council/council.yaml
            """)

    @Argument(help: "Where to write it.")
    var file = "council.yaml"

    func run() throws {
        let url = URL(filePath: file)
        guard !FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else {
            throw ConfigurationError("There is such a file already; nothing was changed.", file: file)
        }
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(PackageResources.council_example_yaml).write(to: url)
        } catch {
            throw ConfigurationError("The file cannot be written: \(error.systemWords).", file: file)
        }
        print("Wrote \(file). Edit it, then: council ask \"…\"")
    }
}
