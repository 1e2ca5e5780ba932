import ArgumentParser
import CouncilKit

/// How members review, beyond what the configuration says.
struct ReviewOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How often every reviewer reads the answers; 2: once more in the reversed order."))
    var passes: Int?

    @Option(
        name: .customLong("review-mode"),
        help: ArgumentHelp(
            "What reviewers do: listwise (score and rank all), pairwise (compare two) or logprobs (compare two by the "
                + "probability of one letter).", valueName: "mode"))
    var mode: String?

    func validate() throws {
        guard passes.map({ (1...2).contains($0) }) ?? true else { throw ValidationError("--passes must be 1 or 2.") }
        if let mode, ReviewSettings.Mode(rawValue: mode) == nil {
            let names = ReviewSettings.Mode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--review-mode must be one of \(names).")
        }
        if passes == 2, let mode, mode != ReviewSettings.Mode.listwise.rawValue {
            throw ValidationError("Pairs are compared in both orders anyway: --passes is for --review-mode listwise.")
        }
    }

    /// The settings with what the options say.
    func applied(to settings: Settings) -> Settings {
        guard passes != nil || mode != nil else { return settings }
        var settings = settings
        var review = settings.review ?? ReviewSettings()
        if let mode = mode.flatMap(ReviewSettings.Mode.init) { review.mode = mode }
        if let passes {
            review.passes = passes
            if passes == 2 { review.mode = .listwise }
        }
        if review.mode != .listwise {
            review.passes = 1
            review.prompt = nil
        }
        settings.review = review
        return settings
    }
}
