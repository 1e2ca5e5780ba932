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

    private static let folds = 5
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

    private let rows: [(answers: [Character], truth: Character)]
    private let models: [String]
    private let references: References

    init(_ folder: EvidenceFolder, _ references: References) throws {
        rows = try folder.lines(of: "B1_mmlupro_29models.jsonl", as: Item.self)
            .compactMap { item in item.t.first.map { (Array(item.p), $0) } }
        models = try folder.object(of: "B1_models.json", as: Models.self).names
        self.references = references
    }

    func print(_ goals: inout Goals) {
        Swift.print("\nB1 votes, \(rows.count) questions; order of strength and t learnt on the other parts of \(Self.folds)")
        var columns = Columns("council", "best member", "plurality", "vote", "t", "oracle", "reference:", "plurality")
        var below: [String] = []
        for council in Self.councils {
            let members = council.models.compactMap { models.firstIndex(of: $0) }
            guard members.count == council.models.count else { continue }
            let result = result(of: members)
            columns.add(
                council.name,
                [result.best, result.plurality, result.vote].map(Figure.text)
                    + [Set(result.thresholds).sorted().map { "\($0)" }.joined(separator: ",")]
                    + [Figure.text(result.oracle), ""]
                    + [references.plurality(council.name, science: council.science).description])
            if result.vote < result.best { below.append(council.name) }
        }
        columns.print()
        goals.add(
            "B1 no council below its best member", below.isEmpty ? "none" : below.joined(separator: ", "),
            isReached: below.isEmpty)
    }

    private struct Result {
        var best = 0.0
        var plurality = 0.0
        var vote = 0.0
        var oracle = 0.0
        var thresholds: [Int] = []
    }

    private func result(of members: [Int]) -> Result {
        var result = Result()
        let count = Double(max(rows.count, 1))
        func right(_ member: Int, _ rows: [(answers: [Character], truth: Character)]) -> Int {
            rows.count { $0.answers[member] == $0.truth }
        }
        result.best = (members.map { Double(right($0, rows)) }.max() ?? 0) / count
        result.oracle = Double(rows.count { row in members.contains { row.answers[$0] == row.truth } }) / count
        for fold in 0..<Self.folds {
            let learning = rows.enumerated().filter { $0.offset % Self.folds != fold }.map(\.element)
            let order = members.map { (member: $0, right: right($0, learning)) }
                .sorted { ($1.right, $0.member) < ($0.right, $1.member) }.map(\.member)
            func answers(_ row: (answers: [Character], truth: Character)) -> [String?] {
                order.map { row.answers[$0] == "-" ? nil : String(row.answers[$0]) }
            }
            let threshold = Vote.threshold(learntFrom: learning.map { (answers($0), String($0.truth)) })
            result.thresholds.append(threshold)
            for row in rows.enumerated().filter({ $0.offset % Self.folds == fold }).map(\.element) {
                let truth = String(row.truth)
                if Vote(answers(row), threshold: 1)?.answer == truth { result.plurality += 1 / count }
                if Vote(answers(row), threshold: threshold)?.answer == truth { result.vote += 1 / count }
            }
        }
        return result
    }
}
