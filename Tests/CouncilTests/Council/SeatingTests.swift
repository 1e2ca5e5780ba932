import CouncilKit
import FoundationEssentials
import LocalModels
import Testing

@testable import council

/// What becomes of members that cannot be made ready.
@Suite struct SeatingTests {
    private func plan(_ members: String...) throws -> Plan {
        let yaml = """
            councils: {home: {members: [\(members.joined(separator: ", "))]}}
            providers: {mine: {base_url: "http://127.0.0.1:1/v1", headers: {x-key: "${NOT_SET}"}}}
            local: {runtime: /nowhere/llama-server}
            """
        let file = FileManager.default.temporaryDirectory.appending(path: "council-\(UUID()).yaml")
        try Data(yaml.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Plan(
            Plan.Options(configuration: .named(file.path(percentEncoded: false))),
            environment: ["HOME": "/nonexistent"])
    }

    /// What the members of a council say when they are asked before anything was started for them.
    private func complaints(_ plan: Plan, seatsAnybody: Bool = false) async throws -> [String] {
        var seating = Seating(plan: plan, environment: [:], report: { _ in })
        seating.fetches = false
        seating.seatsAnybody = seatsAnybody
        return try await seating.withCouncil { council in council.unavailable.map { "\($0.name): \($0.cause)" } }
    }

    @Test func `a local runtime that cannot start keeps nobody else from being asked`() async throws {
        let complaints = try await complaints(plan("ollama/a", "local/smollm2-135m"))
        #expect(complaints.count == 1)
        #expect(complaints[0].hasPrefix("local/smollm2-135m: /nowhere/llama-server is no program"))
    }

    @Test func `a variable that is not set keeps nobody else from being asked`() async throws {
        #expect(
            try await complaints(plan("ollama/a", "mine/b")) == [
                "mine/b: The header “x-key” needs the environment variable NOT_SET, which is not set."
            ])
    }

    @Test func `where nobody could answer the reason is an error`() async throws {
        await #expect(throws: LocalModelError.self) { try await complaints(plan("local/smollm2-135m")) }
        await #expect(throws: ConfigurationError.self) { try await complaints(plan("mine/b")) }
    }

    @Test func `a diagnosis hears everybody out`() async throws {
        #expect(try await complaints(plan("mine/b", "local/smollm2-135m"), seatsAnybody: true).count == 2)
    }
}
