import FoundationEssentials
import Testing

struct ReadmeTests {
    private let root = URL(filePath: #filePath).appending(path: "../../..").standardized

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
            .split(separator: "\n").map { $0.drop { $0 == " " } }.map(String.init)
    }

    @Test func `the README's program is the example that every build compiles`() throws {
        let readme = try lines("README.md").drop { $0 != "```swift" }.dropFirst().prefix { $0 != "```" }
        let example = try lines("Examples/FirstCouncil/FirstCouncil.swift")
        #expect(readme.count > 10)
        for line in readme { #expect(example.contains(line), "\(line)") }
    }
}
