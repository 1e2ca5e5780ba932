import ArgumentParser
import CouncilKit

/// Who is waited for, and how long.
struct ReliabilityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Begin the reviews when so many answers are in, 2 or more; late answers are kept, but not reviewed. Reviewers "
                + "that are far slower than so many others are left behind, too.",
            valueName: "count"))
    var quorum: Int?

    @Option(
        help: ArgumentHelp("Wait at least so long for the rest although the quorum is in.", valueName: "seconds"))
    var patience: Double?

    @Option(
        name: .customLong("run-timeout"),
        help: ArgumentHelp(
            "The most that the run may take; then the best answer becomes the final one.", valueName: "seconds"))
    var runTimeout: Double?

    func validate() throws {
        guard quorum.map({ $0 >= 2 }) ?? true else { throw ValidationError("--quorum is at least 2.") }
        guard [patience, runTimeout].compactMap(\.self).allSatisfy({ $0 >= 0 && $0 <= 86_400 }) else {
            throw ValidationError("--patience and --run-timeout are seconds, at most a day.")
        }
    }

    /// Puts what was asked for on the command line in the place of what is configured.
    func apply(to settings: inout Settings, members: Int) throws(ConfigurationError) {
        settings.quorum = quorum ?? settings.quorum
        settings.patience = patience ?? settings.patience
        settings.runTimeout = runTimeout ?? settings.runTimeout
        if let quorum, quorum > members {
            throw ConfigurationError("--quorum \(quorum) is more than the \(members) members of this council.")
        }
        if patience != nil, settings.quorum == nil { throw ConfigurationError("--patience needs --quorum.") }
    }
}
