import ArgumentParser
import CouncilKit

/// `council doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check every member: reachable, key present, model known, time to the first token.",
        discussion: """
            Each model is asked for one word, which costs a few tokens. Nothing is fetched or built. Exit code 1 if a \
            member is ill.

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
        if !json { try plan.tellConfiguration(on: console) }
        let progress = ProgressView(on: console, uptime: RunEnvironment.live.uptime)
        let findings = try await Interruption.cancelling {
            var seating = Seating(plan: plan, environment: Environment.current, report: progress.show)
            // A diagnosis changes nothing, and looks at everybody.
            seating.fetches = false
            seating.seatsAnybody = true
            return try await seating.withCouncil {
                progress.finish()
                return try await Checkup(environment: .live).findings(on: $0) { finding in
                    // What an interrupted member says of itself is no finding.
                    try Task.checkCancellation()
                    try console.output(json ? line(of: finding) : text(of: finding))
                }
            }
        }
        if !findings.allSatisfy(\.isWell) { throw Failure.noAnswer }
    }

    private func line(of finding: Checkup.Finding) throws -> String {
        try JSONText(encoding: finding).string + "\n"
    }

    private func text(of finding: Checkup.Finding) -> String {
        let member = finding.member.harmlessLine
        guard finding.isWell else {
            let suggestion = finding.suggestion.map { "\n     → \($0.harmlessLine)" } ?? ""
            return "ill  \(member)\n     \((finding.problem ?? "").harmlessLine)\(suggestion)\n"
        }
        let time = finding.firstPiece.map { ", first token after \(Figures.duration($0))" } ?? ""
        return "well \(member)\(time)\n"
    }
}
