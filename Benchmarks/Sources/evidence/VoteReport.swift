import CouncilKit
import FoundationEssentials

/// B1: votes on multiple-choice questions.
struct VoteReport {
    struct Item: Decodable {
        /// The right letter.
        var t: String
        /// One letter per model, a dash for none.
        var p: String
    }

    struct Models: Decodable {
        var names: [String]

        enum CodingKeys: String, CodingKey { case names = "models_in_order_of_p" }
    }

    private static let councils: [(name: String, models: [String], science: Double?)] = [
        ("top3", ["gemini-1.5-pro-002", "gemini-1.5-flash-002", "DeepSeek-Coder-V2"], nil),
        ("near_equal3", ["gemini-1.5-flash-002", "DeepSeek-Coder-V2", "Meta-Llama-3_1-70B-Instruct"], 0.692),
        (
            "top5",
            [
                "gemini-1.5-pro-002", "gemini-1.5-flash-002", "DeepSeek-Coder-V2", "Meta-Llama-3_1-70B-Instruct",
                "Meta-Llama-3_1-70B",
            ], nil
        ),
        (
            "strong_plus_weak5",
            [
                "gemini-1.5-pro-002", "Meta-Llama-3_1-8B-Instruct", "Mixtral-8x7B-Instruct-v0.1",
                "Phi-3-mini-4k-instruct", "mathstral-7B",
            ], 0.633
        ),
        (
            "small5",
            [
                "Meta-Llama-3_1-8B-Instruct", "Mixtral-8x7B-Instruct-v0.1", "Phi-3-mini-4k-instruct", "mathstral-7B",
                "c4ai-command-r-v01",
            ], nil
        ),
    ]

    private let items: [Item]
    private let models: [String]
    private let references: References

    init(_ folder: EvidenceFolder, _ references: References) throws {
        items = try folder.lines(of: "B1_mmlupro_29models.jsonl")
        models = try folder.object(of: "B1_models.json", as: Models.self).names
        self.references = references
    }

    func print(_ goals: inout Goals) {
        Swift.print(
            "\nB1 votes, \(items.count) questions; strength and t learnt on the other parts of \(VoteTrial.folds)")
        var columns = Columns("council", "best member", "plurality", "vote", "t", "oracle", "reference:", "plurality")
        var below: [String] = []
        for council in Self.councils {
            let members = council.models.compactMap { models.firstIndex(of: $0) }
            guard members.count == council.models.count else { continue }
            let trial = VoteTrial(
                items.map { item in
                    let letters = Array(item.p)
                    return (members.map { letters[$0] == "-" ? nil : String(letters[$0]) }, item.t)
                })
            let reference = references.plurality(council.name, science: council.science).description
            columns.add(council.name, trial.cells + ["", reference])
            if !trial.isNeverWorse { below.append(council.name) }
        }
        columns.print()
        goals.add(
            "B1 no council below its best member", below.isEmpty ? "none" : below.joined(separator: ", "),
            isReached: below.isEmpty)
    }
}
