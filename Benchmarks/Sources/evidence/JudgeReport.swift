import CouncilKit

/// A2: judges that compare two answers in both orders; one answer is right.
struct JudgeReport {
    struct Item: Decodable {
        struct Verdict: Decodable {
            var o: [Int]

            var swapped: SwappedVerdict { SwappedVerdict(original: Self.lean(o.first), swapped: Self.lean(o.last)) }

            private static func lean(_ code: Int?) -> SwappedVerdict.Lean {
                code == 1 ? .first : code == 2 ? .second : .none
            }
        }

        var best: [String]
        var verdicts: [String: Verdict]

        /// 1 for the first answer, −1 for the second.
        var truth: Double { best == ["A"] ? 1 : -1 }
    }

    /// The three strong judges that SCIENCE.md names, in the order in which a cascade asks them.
    private static let strong = ["gemini-2.5-flash-lite", "gpt-4.1-mini", "o1-mini-2024-09-12"]

    private let items: [Item]
    private let references: References

    init(_ folder: EvidenceFolder, _ references: References) throws {
        items = try folder.lines(of: "A2_judgebench350_verdicts.jsonl")
        self.references = references
    }

    func print(_ goals: inout Goals) {
        Swift.print("\nA2 judges of answer pairs, \(items.count) pairs")
        var columns = Columns("decision", "accuracy", "judges", "reference:", "accuracy", "judges")
        for judge in Self.strong {
            let accuracy = accuracy { $0.verdicts[judge]?.swapped.margin ?? 0 }
            columns.add(
                judge, [Figure.text(accuracy), "1", "", references.judges("judge \(judge)").description, "1"])
        }
        let all = Set(items.flatMap(\.verdicts.keys)).sorted()
        let majorities: [(name: String, reference: Figure, judges: [String], tiesToStrongest: Bool)] = [
            ("majority of \(all.count)", references.judges("majority 11", science: 0.710), all, false),
            ("majority of 3", references.judges("majority 3 strong", science: 0.836), Self.strong, false),
            ("majority of 3, ties to the strongest", .none, Self.strong, true),
        ]
        for majority in majorities {
            let accuracy = accuracy { item in
                let verdicts = majority.judges.compactMap { item.verdicts[$0]?.swapped }
                return Double(JudgeWeights.majority(of: verdicts, tiesToStrongest: majority.tiesToStrongest))
            }
            let count = "\(majority.judges.count)"
            columns.add(majority.name, [Figure.text(accuracy), count, "", majority.reference.description, count])
            if majority.tiesToStrongest {
                goals.add(
                    "A2 majority of three strong judges ≥ .83", Figure.text(accuracy), isReached: accuracy >= 0.83)
            }
        }
        var asked = 0
        let accuracy = accuracy { item in
            var cascade = Cascade()
            for judge in Self.strong {
                if let verdict = item.verdicts[judge] { cascade.take(verdict.swapped) }
            }
            asked += cascade.judges
            return cascade.margin
        }
        let mean = Double(asked) / Double(max(items.count, 1))
        let reference = references.judges("cascade", science: 0.837).description
        columns.add("cascade of the 3", [Figure.text(accuracy), Figure.text(mean), "", reference, "1.270*"])
        columns.print()
        goals.add(
            "A2 cascade ≥ .83 with ≤ 1.3 judges", "\(Figure.text(accuracy)) with \(Figure.text(mean))",
            isReached: accuracy >= 0.83 && mean <= 1.3)
    }

    /// The share of the items on which a margin points to the right answer; a tie counts half.
    private func accuracy(_ margin: (Item) -> Double) -> Double {
        items.map { item in
            let margin = margin(item)
            return margin == 0 ? 0.5 : margin * item.truth > 0 ? 1 : 0
        }.mean ?? 0
    }
}
