import CouncilKit

/// The blocks of the tally.
extension Transcript {
    func tally(in run: Run) -> [Block] {
        guard let tally = outcome.tally else {
            return outcome.rankingNote.map { [.heading("Tally"), .sentence($0)] } ?? []
        }
        let note: [Block] = outcome.rankingNote.map { [.sentence($0)] } ?? []
        let table = tally.isRanked ? ranking(tally, in: run) : scores(tally, in: run)
        return [.heading("Tally")] + note + [.table(table)] + doubts(about: tally, in: run)
    }

    private func ranking(_ tally: Tally, in run: Run) -> Table {
        var columns: [(column: Table.Column, cell: (Tally.Standing) -> String)] = [
            (.trailing("rank"), { $0.winShare == nil ? "–" : "\($0.rank)" }),
            (.name("model"), { outcome.author(of: $0.label) ?? "–" }),
            (.leading("label"), { $0.label.rawValue }),
            (.trailing("wins"), { $0.winShare.map(Figures.percent) ?? "–" }),
        ]
        if let lambda = tally.lambda, lambda != 0 {
            columns.append((.trailing("with strength × \(Figures.decimal(lambda))"), { Self.percent($0.score) }))
        }
        if tally.tie != nil {
            columns.append(
                (.trailing("90 %"), { $0.interval.map(Self.range) ?? "–" }))
        }
        columns += [
            (.trailing("mean rank"), { $0.meanRank.map(Figures.decimal) ?? "–" }),
            (.trailing("accuracy"), { $0.accuracy.map(Figures.decimal) ?? "–" }),
            (.trailing("insight"), { $0.insight.map(Figures.decimal) ?? "–" }),
            (.trailing("ballots"), { "\($0.ballots)" }),
        ]
        return Table(
            columns.map(\.column), rows: tally.standings.map { standing in columns.map { $0.cell(standing) } }, key: 2)
    }

    private static func percent(_ share: Double?) -> String { share.map(Figures.percent) ?? "–" }

    /// `75–100`, in percent.
    private static func range(_ interval: Tally.Interval) -> String {
        [interval.lower, interval.upper].map { "\(Int(($0 * 100).rounded()))" }.joined(separator: "–")
    }

    private func scores(_ tally: Tally, in run: Run) -> Table {
        Table(
            [.name("model"), .leading("label"), .trailing("accuracy"), .trailing("insight")],
            rows: tally.standings.map { standing in
                [
                    outcome.author(of: standing.label) ?? "–", standing.label.rawValue,
                    standing.accuracy.map(Figures.decimal) ?? "–", standing.insight.map(Figures.decimal) ?? "–",
                ]
            }, key: 1)
    }

    /// How sure the ranking is: declared tie, agreement, dissent.
    private func doubts(about tally: Tally, in run: Run) -> [Block] {
        var lines: [String] = []
        if let tie = tally.tie, !tie.isEmpty {
            let names = tie.map { name(of: $0) }.joined(separator: ", ")
            lines.append("Declared tie: the 90 % intervals of \(names) overlap.")
        }
        if let agreement = tally.agreement {
            let splits = agreement.splits.map { split in
                let (more, less) = (Figures.percent(split.share), Figures.percent(1 - split.share))
                return "\(split.first)–\(split.second) (\(more) to \(less))"
            }
            let rest = splits.isEmpty ? "" : "; they split over \(splits.joined(separator: ", "))"
            let concordance = (agreement.concordance * 100).rounded() / 100
            lines.append("Agreement of the reviewers: W = \(concordance) (0 none, 1 complete)\(rest).")
        }
        for dissent in tally.dissent ?? [] {
            let words = dissent.critique.isEmpty ? "" : ": “\(dissent.critique)”"
            lines.append("Dissent: \(outcome.reviewer(in: dissent.reviewer, of: run)) ranked the winner last\(words)")
        }
        return lines.isEmpty ? [] : [.list(lines)]
    }

    private func name(of label: Label) -> String {
        [label.rawValue, outcome.author(of: label)].compactMap { $0 }.joined(separator: " ")
    }
}
