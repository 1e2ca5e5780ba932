import CouncilKit

/// What `council stats` prints.
struct StatisticsReport: Sendable {
    let statistics: CouncilStatistics
    /// The members of the council that would be asked.
    let members: [String]

    init(_ statistics: CouncilStatistics, members: [String]) {
        self.statistics = statistics
        self.members = members
    }

    /// What each column of ``table`` means.
    static let explanation = """
        Strength: win share of the answers above or below the middle, in points, shrunk while runs are few, with 90 % \
        interval. Position: how far the place of an answer decides, −100 to 100. Self: how much higher it places its \
        own model's answers than others do. Lenient: scores above those of the others. Length: how often it prefers \
        the longer answer, −100 to 100. Contradicts: pairs judged differently in the other order.
        """

    /// How much stronger the strongest member is than the others, and what that means; `nil` if it is not known.
    var gapSentence: String? {
        guard let gap = statistics.gap(of: members) else { return nil }
        let figure = Figures.decimal(gap)
        guard gap > CouncilStatistics.widestGap else {
            return "The strongest member is \(figure) points of win share above the mean of the others."
        }
        return
            "Warning: the strongest member is \(figure) points of win share above the mean of the others. Councils as "
            + "uneven as that seldom beat their best member: seat stronger ones, or the best one several times."
    }

    var table: Table {
        Table(
            [
                .name("model"), .trailing("runs"), .trailing("strength"), .leading("90 %"), .trailing("reviews"),
                .trailing("position"), .trailing("self"), .trailing("lenient"), .trailing("length"),
                .trailing("contradicts"), .trailing("refused"), .trailing("failed"), .trailing("latency"),
                .trailing("cost"),
            ],
            rows: statistics.models.map { model in
                [
                    model.model, "\(model.runs)", Self.points(model.strength),
                    model.interval.map { "\(Self.points($0.lower)) to \(Self.points($0.upper))" } ?? "–",
                    "\(model.reviews)", Self.points(model.positionBias), Self.points(model.selfPreference),
                    Self.signed(model.leniency), Self.points(model.lengthBias),
                    model.inconsistency.map(Figures.percent) ?? "–", "\(model.refusals)",
                    "\(model.failures) of \(model.calls)", model.latency.map(Figures.duration) ?? "–",
                    model.cost.map(\.dollars) ?? "–",
                ]
            })
    }

    func text(width: Int? = nil) -> String {
        let blocks: [Block] =
            [.sentence("\(statistics.runs) \(statistics.runs == 1 ? "run" : "runs")"), .table(table)]
            + (gapSentence.map { [.sentence($0)] } ?? []) + [.sentence(Self.explanation)]
        return blocks.map { $0.text(width: width) }.joined(separator: "\n\n") + "\n"
    }

    func json() throws -> String {
        let document = Document(
            runs: statistics.runs, models: statistics.models, members: members, gap: statistics.gap(of: members),
            warning: gapSentence.flatMap { $0.hasPrefix("Warning") ? $0 : nil })
        return try JSONText(encoding: document).string + "\n"
    }

    private struct Document: Encodable {
        var runs: Int
        var models: [ModelStatistics]
        var members: [String]
        var gap: Double?
        var warning: String?
    }

    /// A share of 1 in points, with its sign.
    static func points(_ share: Double?) -> String { signed(share.map { $0 * 100 }) }

    private static func signed(_ number: Double?) -> String {
        number.map { $0.magnitude < 0.05 ? "0.0" : "\($0 < 0 ? "−" : "+")\(Figures.decimal($0.magnitude))" } ?? "–"
    }
}

extension Plan {
    /// The names of the members' models, in seat order.
    var memberNames: [String] { members.map { "\($0.provider)/\($0.model)" } }
}
