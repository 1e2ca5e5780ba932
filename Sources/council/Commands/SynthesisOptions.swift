import ArgumentParser
import CouncilKit

/// How the final answer comes about.
struct SynthesisOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How much is done for the answer: quick, standard, deep, or auto (as the answers agree).",
            valueName: "depth"),
        transform: { try value($0, among: SynthesisSettings.Depth.allCases.map { ($0.rawValue, $0) }) })
    var depth: SynthesisSettings.Depth?

    @Option(
        name: .customLong("answer-type"),
        help: ArgumentHelp(
            "Vote on the answers instead of rewriting them: number, option, yes-no, short; or text for prose. "
                + "Members are asked for a last line “ANSWER: …”.", valueName: "type"),
        transform: { try value($0, among: SynthesisSettings.AnswerType.allCases.map { ($0.word, $0) }) })
    var answerType: SynthesisSettings.AnswerType?

    @Flag(inversion: .prefixedNo, help: "Analyse the answers before the final answer is written.")
    var analysis: Bool?

    @Flag(
        inversion: .prefixedNo,
        help: "Compare the final answer blind with the best single answer, and return that one if it is better.")
    var doNoHarm: Bool?

    @Flag(inversion: .prefixedNo, help: "List the points of the analysis that the final answer dropped.")
    var audit: Bool?

    @Flag(help: "Answers, reviews, one final answer: no analysis, no checks, no vote.")
    var plain = false

    func validate() throws {
        guard !plain || depth == nil && answerType == nil && analysis == nil && doNoHarm == nil && audit == nil else {
            throw ValidationError("--plain excludes the other options of the synthesis.")
        }
    }

    /// The settings of the configuration with what the command line changes of them.
    func settings(configured: SynthesisSettings?) -> SynthesisSettings? {
        if plain { return .plain }
        var settings = configured ?? SynthesisSettings()
        settings.depth = depth ?? settings.depth
        settings.answerType = answerType ?? settings.answerType
        settings.analysis = analysis ?? settings.analysis
        settings.doNoHarm = doNoHarm ?? settings.doNoHarm
        settings.audit = audit ?? settings.audit
        return configured == nil && settings == SynthesisSettings() ? nil : settings
    }
}

/// The value that a word stands for.
func value<Value>(_ word: String, among values: [(word: String, value: Value)]) throws -> Value {
    guard let value = values.first(where: { $0.word == word })?.value else {
        throw ValidationError("“\(word)” is none of \(values.map(\.word).joined(separator: ", ")).")
    }
    return value
}
