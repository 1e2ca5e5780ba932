import CouncilKit

/// A3: judges of different quality on natural and on adversarial pairs, their weights learnt on the other items.
struct WeightsReport {
    struct Item: Decodable {
        var group: String
        var best: [String]
        var verdicts: [String: String]

        var kind: String { group.hasPrefix("Adv") ? "Adversarial" : group }
        /// 1 for the first answer, −1 for the second.
        var truth: Double { best == ["1"] ? 1 : -1 }

        func verdict(of judge: String, _ prompt: String) -> SwappedVerdict? {
            guard let codes = verdicts["\(judge)/\(prompt)"], codes.count == 2 else { return nil }
            let leans = codes.map { $0 == "1" ? SwappedVerdict.Lean.first : $0 == "2" ? .second : .none }
            return SwappedVerdict(original: leans[0], swapped: leans[1])
        }
    }

    private static let folds = 5

    private let items: [Item]
    private let references: References

    init(_ folder: EvidenceFolder, _ references: References) throws {
        items = try folder.lines(of: "A3_llmbar885.jsonl")
        self.references = references
    }

    func print(_ goals: inout Goals) {
        Swift.print(
            "\nA3 pairs, weights clipped at zero and learnt on the other \(Self.folds - 1) of \(Self.folds) parts")
        var columns = Columns(
            "kind, prompt", "pairs", "strongest", "majority", "learnt", "reference:", "GPT-4", "majority", "learnt")
        for kind in ["Natural", "Adversarial"] {
            let items = items.filter { $0.kind == kind }
            for prompt in ["Vanilla", "CoT", "Metrics_Reference"] {
                let judges = Set(items.flatMap(\.verdicts.keys))
                    .compactMap { $0.hasSuffix("/\(prompt)") ? String($0.dropLast(prompt.count + 1)) : nil }.sorted()
                let result = accuracies(of: items, judges, prompt)
                let science = kind == "Adversarial" ? Figure.all(0.861) : .none
                columns.add(
                    "\(kind), \(prompt)",
                    ["\(items.count)"] + [result.strongest, result.majority, result.learnt].map(Figure.text) + [
                        "", references.pairs(kind, prompt, "GPT-4").description,
                        references.pairs(kind, prompt, "majority6").description, science.description,
                    ])
                if kind == "Adversarial", prompt == "Metrics_Reference" {
                    goals.add(
                        "A3 adversarial, learnt weights hold (≥ .86 with the strongest prompt)",
                        Figure.text(result.learnt), isReached: result.learnt >= 0.86)
                }
            }
        }
        columns.print()
    }

    private func accuracies(of items: [Item], _ judges: [String], _ prompt: String)
        -> (strongest: Double, majority: Double, learnt: Double)
    {
        let margins = items.map { item in
            Dictionary(
                uniqueKeysWithValues: judges.compactMap { judge in
                    item.verdict(of: judge, prompt).map { (judge, $0.margin) }
                })
        }
        var results: (strongest: [Double], majority: [Double], learnt: [Double]) = ([], [], [])
        for (index, item) in items.enumerated() {
            func credit(_ margin: Double) -> Double { margin == 0 ? 0.5 : margin * item.truth > 0 ? 1 : 0 }
            let others = items.indices.filter { $0 % Self.folds != index % Self.folds }
            let weights = JudgeWeights(learntFrom: others.map { (margins[$0], items[$0].truth) })
            let strongest = weights.weights.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
            results.strongest.append(credit(margins[index][strongest] ?? 0))
            let verdicts = judges.compactMap { item.verdict(of: $0, prompt) }
            results.majority.append(credit(Double(JudgeWeights.majority(of: verdicts))))
            results.learnt.append(credit(weights.margin(of: margins[index])))
        }
        return (results.strongest.mean ?? 0, results.majority.mean ?? 0, results.learnt.mean ?? 0)
    }
}
