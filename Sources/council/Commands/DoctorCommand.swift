import ArgumentParser
import CouncilKit
import FoundationEssentials

/// `council doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check every member: reachable, key present, model known, time to the first token.",
        discussion: """
            Each model is asked for one word, which costs a few tokens. Exit code 1 if a member is ill.

            EXAMPLES
              council doctor
              council doctor --council paid --json
              council doctor --member ollama/llama3.2
            """)

    @OptionGroup(title: "Council") var options: CouncilOptions

    @Flag(help: "One member a line, as JSON.")
    var json = false

    func run() async throws {
        let console = Console.standard(environment: Environment.current)
        let plan = try options.plan()
        let progress = ProgressView(on: console, uptime: RunEnvironment.live.uptime)
        let findings = try await Interruption.cancelling {
            try await Seating(plan: plan, environment: Environment.current, report: progress.show).withCouncil {
                progress.finish()
                return await Checkup(environment: .live).findings(on: $0)
            }
        }
        for finding in findings {
            if json {
                let line = try JSONEncoder.events.encode(finding)
                try console.output(String(decoding: line, as: UTF8.self) + "\n")
            } else {
                try console.output(text(of: finding))
            }
        }
        if !findings.allSatisfy(\.isWell) { throw Failure.noAnswer }
    }

    private func text(of finding: Checkup.Finding) -> String {
        guard finding.isWell else {
            let suggestion = finding.suggestion.map { "\n     → \($0)" } ?? ""
            return "ill  \(finding.member)\n     \(finding.problem ?? "")\(suggestion)\n"
        }
        let time = finding.firstPiece.map { ", first token after \(Figures.duration($0))" } ?? ""
        return "well \(finding.member)\(time)\n"
    }
}
