import CouncilKit
import Yams

extension SynthesisSettings {
    /// Reads `plain`, or `{analysis: true, do_no_harm: true, audit: true, depth: standard, answer_type: number}`.
    init(_ reader: YAMLReader) throws(ConfigurationError) {
        if reader.node.scalar != nil {
            guard try reader.string() == "plain" else {
                throw reader.error("“\(reader.path)” is “plain”, or “key: value” pairs such as “depth: quick”.")
            }
            self = .plain
            return
        }
        let fields = try reader.fields(["analysis", "do_no_harm", "audit", "depth", "answer_type", "threshold"])
        let usual = SynthesisSettings()
        self.init(
            analysis: try fields["analysis"]?.bool() ?? usual.analysis,
            doNoHarm: try fields["do_no_harm"]?.bool() ?? usual.doNoHarm,
            audit: try fields["audit"]?.bool() ?? usual.audit,
            answerType: try fields["answer_type"]?.value(among: AnswerType.allCases.map { ($0.word, $0) }),
            depth: try fields["depth"]?.value(among: Depth.allCases.map { ($0.rawValue, $0) }) ?? usual.depth,
            threshold: try fields["threshold"]?.integer(from: 1) ?? usual.threshold)
    }
}

extension SynthesisSettings.AnswerType {
    /// The type as people write it.
    var word: String {
        switch self {
        case .number, .option, .text: rawValue
        case .yesNo: "yes-no"
        case .shortText: "short"
        }
    }
}
