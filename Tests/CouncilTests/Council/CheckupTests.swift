import CouncilKit
import CouncilTestKit
import Testing

@testable import council

struct CheckupTests {
    @Test func `what was found about a member is told while others are still asked`() async throws {
        let gate = Gate()
        let slow = ScriptedModel("a/slow") { _ in
            try await gate.pass()
            return .text("ready")
        }
        let quick = ScriptedModel("b/quick") { _ in .text("ready") }
        let council = Council(members: [Member(slow), Member(quick)], chairman: Member(slow))
        var told: [String] = []
        let findings = await Checkup(environment: .live).findings(on: council) { finding in
            told.append(finding.member)
            // The slow one would not answer before this.
            if finding.member == "b/quick" { gate.open() }
        }
        #expect(told == ["b/quick", "a/slow"])
        #expect(findings.map(\.member) == ["a/slow", "b/quick"])
    }
}
