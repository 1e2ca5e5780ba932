import ArgumentParser
import FoundationEssentials

/// Runs the council's rules over recorded judgments of real models and prints the results beside reference numbers.
@main
struct Evidence: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run every aggregation rule over recorded judgments and compare with reference numbers.",
        discussion: """
            The folder holds files of the form described in its README: one JSON object a line. Everything that is \
            learnt is learnt on other items than those it is tried on. Reference numbers are those of \
            targets_dev.json where the folder has it, else those of SCIENCE.md, which are for all items.
            """)

    @Option(help: "The folder with the recorded judgments.", completion: .directory)
    var data = "../shared/evidence"

    func run() throws {
        let folder = EvidenceFolder(path: data)
        guard folder.holds("A1_prd_vicuna80.jsonl") else {
            print("There is no recorded evidence in \(data); name its folder with --data or EVIDENCE=DIR.")
            return
        }
        let references = try References(folder)
        print("Recorded judgments in \(data); reference: \(references.source).")
        var goals = Goals()
        try PeerRankingReport(folder, references).print(&goals)
        try JudgeReport(folder, references).print(&goals)
        try WeightsReport(folder, references).print(&goals)
        try VoteReport(folder, references).print(&goals)
        try CheckedReport(folder).print()
        Speed().print(&goals)
        goals.print()
    }
}
