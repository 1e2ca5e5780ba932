import FoundationEssentials
import Subprocess
import Testing

/// The question on its way through `make ask`.
struct MakefileTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What a recipe gets as the question when it is given to make like this.
    private func question(_ arguments: [String] = [], environment: [Environment.Key: String?] = [:]) async throws
        -> String
    {
        let recipe = "print-question: ; @printf %s \"$$Q\""
        let result = try await Subprocess.run(
            .name("make"),
            arguments: .init(
                ["-C", Self.root.path(), "--no-print-directory", "--eval", recipe, "print-question"] + arguments),
            environment: .inherit.updating(environment), output: .string(limit: 10_000), error: .discarded)
        return result.standardOutput
    }

    private let tricky = "What costs $5? $(error no) $(shell echo no) ${HOME} $$ 'a' \"b\" `c` #1 为什么 🌌 لماذا"

    @Test func `a question on the command line of make arrives as it is`() async throws {
        #expect(try await question(["Q=\(tricky)"]) == tricky)
    }

    @Test func `a question in the environment arrives as it is`() async throws {
        #expect(try await question(environment: ["Q": tricky]) == tricky)
    }

    @Test func `without a question there is one`() async throws {
        #expect(try await question(environment: ["Q": nil]).hasPrefix("Why is the sky blue"))
    }
}
