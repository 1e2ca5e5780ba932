import CouncilKit

/// The blocks of what stands between the tally and the final answer, and of what was found out about that.
extension Transcript {
    func depth(in run: Run) -> [Block] {
        guard let sentence = outcome.depthSentence(in: run) else { return [] }
        var blocks: [Block] = [.heading("Depth"), .sentence(sentence)]
        if let comparison = outcome.comparisons[.earlyStop] { blocks += verdicts(in: comparison, run) }
        guard outcome.depth?.depth == .deep else { return blocks }
        guard let first = outcome.earlier.first else {
            let isOver = outcome.conclusion != nil
            return blocks + (isOver ? [.sentence("Nobody changed its answer, so the reviews stand.")] : [])
        }
        let revised = first.revisions.filter { $0.value.text != first.answers[$0.key]?.text }.keys.sorted()
        let names = revised.map { outcome.author(in: $0, of: run) }.joined(separator: ", ")
        blocks.append(.sentence("Revised after the others' answers and critiques: \(names). The first answers were:"))
        for seat in revised {
            guard let reply = first.answers[seat] else { continue }
            blocks += [
                .subheading("\(run.labels[seat]) · \(run.inPlace(of: run.seats[seat], reply.answeredBy))"),
                .quotation(reply.text),
            ]
        }
        let before = Transcript(first, parts: [], isWhole: false).tally(in: run)
        return blocks + (before.isEmpty ? [] : [.subheading("The first tally")] + before.dropFirst())
    }

    func vote(in run: Run) -> [Block] {
        guard let vote = outcome.vote, let sentence = outcome.voteSentence(in: run) else { return [] }
        let table = Table(
            [.text("answer"), .trailing("votes"), .text("members, the strongest first")],
            rows: vote.options.map { option in
                let names = option.seats.map { outcome.author(in: $0, of: run) }.joined(separator: ", ")
                return [option.answer, "\(option.seats.count)", names]
            })
        let silent = vote.order.filter { vote.answer(of: $0) == nil }.map { outcome.author(in: $0, of: run) }
        let note: [Block] = silent.isEmpty ? [] : [.sentence("No such answer in: \(silent.joined(separator: ", ")).")]
        return [.heading("Vote"), .sentence(sentence), .table(table)] + note
    }

    func analysis(in run: Run) -> [Block] {
        guard let analysis = outcome.analysis else { return [] }
        let heading =
            "Analysis · \(run.author(of: analysis.call, analysis.reply)) · \(Figures.cost(of: analysis.reply))"
        return [.heading(heading)]
            + Analysis.Kind.allCases.flatMap { kind -> [Block] in
                let points = analysis.value.points.filter { $0.kind == kind }
                guard !points.isEmpty else { return [] }
                return [.subheading(kind.heading), .list(points.map { line(about: $0, in: run) })]
            }
    }

    /// A point with the members that it comes from.
    private func line(about point: Analysis.Point, in run: Run) -> String {
        guard !point.labels.isEmpty else { return point.text }
        return
            "\(point.text) — \(point.labels.map { "\($0) \(outcome.author(of: $0, in: run))" }.joined(separator: ", "))"
    }

    func comparison(in run: Run) -> [Block] {
        guard let comparison = outcome.comparisons[.doNoHarm] else { return [] }
        let explanation =
            "The draft and the best single answer, \(comparison.second) by \(outcome.author(of: comparison.second, in: run)), "
            + "compared blind by members, each in both orders:"
        var blocks: [Block] = [.heading("Do no harm"), .sentence(explanation)]
        blocks += verdicts(in: comparison, run)
        if comparison.isFirstWorse, let draft = outcome.draft {
            let heading =
                "The draft that lost · \(run.author(of: draft.call, draft.reply)) · \(Figures.cost(of: draft.reply))"
            blocks += [.subheading(heading), .quotation(draft.value)]
        }
        return blocks
    }

    private func verdicts(in comparison: Comparison, _ run: Run) -> [Block] {
        let first = comparison.first?.rawValue ?? "the draft"
        let second = comparison.second.rawValue
        let items = comparison.verdicts.map { verdict in
            let words = [verdict.original, verdict.swapped].map {
                $0?.words(first: first, second: second) ?? "no reply that can be read"
            }
            let note = verdict.isContradiction ? "; a contradiction, which counts as a tie" : ""
            return "\(run.name(of: verdict.seat)): \(words[0]); the other way round: \(words[1])\(note)"
        }
        return (items.isEmpty ? [] : [.list(items)]) + [.sentence(outcome.sentence(about: comparison, in: run))]
    }

    func dropped(in run: Run) -> [Block] {
        guard let audit = outcome.audit else { return [] }
        let heading = Block.heading(
            "Dropped points · \(run.author(of: audit.call, audit.reply)) · \(Figures.cost(of: audit.reply))")
        let dropped = audit.value.dropped
        guard !dropped.isEmpty else {
            return [heading, .sentence("The final answer keeps all \(audit.value.total) points of the analysis.")]
        }
        return [
            heading,
            .sentence("\(dropped.count) of \(audit.value.total) points of the analysis are not in the final answer:"),
            .list(dropped.map { line(about: $0, in: run) }),
        ]
    }
}
