/// The form of an analysis: what the chairman is shown, what a provider enforces, and how the reply is read.
struct AnalysisForm {
    /// The labels of all answers.
    let labels: [Label]
    /// See ``FormReader/code``.
    let code: String
    /// The most characters of a point; with it the number of points is enforced as well. Some providers refuse schemas
    /// with limits, so there are none unless they are asked for.
    var maximumCharacters: Int?

    /// The most points of one kind, so that an analysis stays shorter than what it analyses.
    static let mostPoints = 5

    var form: Prompt.Form {
        let label: JSONValue = [
            "type": "string", "enum": .array(labels.map { .string($0.rawValue) }),
        ]
        let point = JSONValue.form([
            .init("point", .text(atMost: maximumCharacters)), .init("labels", ["type": "array", "items": label]),
        ])
        var list: JSONValue = ["type": "array", "items": point]
        if maximumCharacters != nil {
            list = ["type": "array", "items": point, "maxItems": .integer(Self.mostPoints)]
        }
        return Prompt.Form(
            name: "analysis", schema: FormReader.schema(code, Analysis.Kind.allCases.map { .init($0.key, list) }))
    }

    /// The form filled with placeholders, for the prompt's text.
    var example: String {
        let first = labels.first?.rawValue ?? "A"
        let second = labels.dropFirst().first?.rawValue ?? first
        return """
            {"code": "\(code)", "consensus": [{"point": "…", "labels": ["\(first)", "\(second)"]}], \
            "contradictions": [{"point": "…", "labels": ["\(first)", "\(second)"]}], \
            "unique": [{"point": "…", "labels": ["\(second)"]}], \
            "blind_spots": [{"point": "…", "labels": []}]}
            """
    }

    /// Reads an analysis: the last object in the reply that is one, complete and with known labels only.
    /// - Parameter allowsPartial: Whether points that name too few or too many labels may be left out.
    func read(_ text: String, allowsPartial: Bool = false) -> Result<Analysis, FormComplaint> {
        FormReader(code: code).read(text) { (content: Content) throws(FormComplaint) in
            var points: [Analysis.Point] = []
            for kind in Analysis.Kind.allCases {
                points += try self.points(of: kind, in: content.list(of: kind), allowsPartial: allowsPartial)
            }
            guard !points.isEmpty else { throw FormComplaint("It holds no point.") }
            return Analysis(points: points)
        }
    }

    private func points(
        of kind: Analysis.Kind, in list: [Content.Item], allowsPartial: Bool
    ) throws(FormComplaint) -> [Analysis.Point] {
        var points: [Analysis.Point] = []
        for item in list where !item.point.allSatisfy(\.isWhitespace) {
            var named: [Label] = []
            for name in item.labels {
                let label = Label(name)
                guard labels.contains(label) else {
                    throw FormComplaint(
                        "“\(kind.key)” names “\(name.prefix(40))”; the labels are "
                            + "\(labels.map(\.rawValue).joined(separator: ", ")).")
                }
                if !named.contains(label) { named.append(label) }
            }
            guard kind.labelCount.contains(named.count) else {
                if allowsPartial { continue }
                throw FormComplaint("In “\(kind.key)” every point must name \(kind.labelCountInWords).")
            }
            points.append(Analysis.Point(kind: kind, text: item.point, labels: named))
        }
        return points
    }

    private struct Content: Decodable {
        struct Item: Decodable {
            var point: String
            var labels: [String]
        }

        var consensus: [Item]
        var contradictions: [Item]
        var unique: [Item]
        var blind_spots: [Item]

        func list(of kind: Analysis.Kind) -> [Item] {
            switch kind {
            case .consensus: consensus
            case .contradiction: contradictions
            case .unique: unique
            case .blindSpot: blind_spots
            }
        }
    }
}

extension Analysis.Kind {
    /// The name of the list that holds points of this kind.
    fileprivate var key: String {
        switch self {
        case .consensus: "consensus"
        case .contradiction: "contradictions"
        case .unique: "unique"
        case .blindSpot: "blind_spots"
        }
    }

    fileprivate var labelCount: ClosedRange<Int> {
        switch self {
        case .consensus, .contradiction: 2...Int.max
        case .unique: 1...1
        case .blindSpot: 0...Int.max
        }
    }

    fileprivate var labelCountInWords: String {
        self == .unique ? "the one label that it comes from" : "the two or more labels that it comes from"
    }
}
