public import CouncilKit

/// What a prompt of the synthesis asks for beside the final answer, what it shows, and the code that the form begins
/// with.
public enum SynthesisTask: Sendable, Hashable {
    /// The analysis; the answers as the chairman sees them.
    case analysis([BlindAnswer], code: String)
    /// A choice between two texts, in the order in which they are shown.
    case comparison([BlindAnswer], code: String)
    /// Which of so many points an answer keeps.
    case audit(answer: String, points: Int, code: String)
    /// The second round; the member's own answer and the others'.
    case revision(own: String, others: [BlindAnswer])
}

extension ScriptedModel {
    /// A reply as a good model would give it: the answers agree, and the first one says one thing more; of two texts
    /// the one is better that `prefers` puts first; everything is kept; nothing needs to be revised.
    public static func synthesisText(
        for task: SynthesisTask, prefers: (@Sendable (String, String) -> Bool)? = nil
    ) -> String {
        switch task {
        case .analysis(let answers, let code): analysisText(of: answers.map(\.label), code: code)
        case .comparison(let texts, let code): choice(between: texts, code: code, prefers).text
        case .audit(_, let points, let code): auditText(kept: points, code: code)
        case .revision(let own, _): own
        }
    }

    /// An analysis in the form that is asked for.
    public static func analysisText(of labels: [Label], code: String) -> String {
        func list(_ text: String, _ labels: [Label]) -> JSONValue {
            [["point": .string(text), "labels": .array(labels.map { .string($0.rawValue) })]]
        }
        let analysis: JSONValue = [
            "code": .string(code),
            "consensus": labels.count > 1 ? list("They agree.", labels) : [], "contradictions": [],
            "unique": labels.first.map { list("One says more.", [$0]) } ?? [],
            "blind_spots": list("Nobody says why.", []),
        ]
        return analysis.text
    }

    /// An audit that finds the first so many points and drops the rest.
    public static func auditText(kept: Int, dropped: Int = 0, code: String) -> String {
        let points = (1...max(1, kept + dropped)).map { number in
            JSONValue.Member("\(number)", number <= kept ? "kept" : "dropped")
        }
        return JSONValue.object([.init("code", .string(code)), .init("points", .object(points))]).text
    }

    private static func choice(
        between texts: [BlindAnswer], code: String, _ prefers: (@Sendable (String, String) -> Bool)?
    ) -> JSONValue {
        guard texts.count == 2, let prefers else {
            return ["code": .string(code), "reason": "Alike.", "better": "tie"]
        }
        let better =
            if prefers(texts[0].text, texts[1].text) {
                texts[0].label.rawValue
            } else if prefers(texts[1].text, texts[0].text) {
                texts[1].label.rawValue
            } else {
                "tie"
            }
        return ["code": .string(code), "reason": "It says more.", "better": .string(better)]
    }
}

extension Settings {
    /// The same settings with the three stages and nothing else: answers, reviews, conclusion.
    public var plain: Settings {
        var settings = self
        settings.synthesis = .plain
        return settings
    }
}
