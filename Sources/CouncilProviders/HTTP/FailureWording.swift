import CouncilKit

/// Puts the failures of one model's calls into words: who, what, the provider's own words, and what to do.
///
/// No word of a secret passes, even if the provider echoes it.
struct FailureWording {
    /// The model or the endpoint, in front of every message.
    let subject: String
    /// The address that was called, as people may see it.
    let address: String
    /// What kind of address it should be.
    let expected: String
    /// Whether a conflict (409) passes when it is asked again.
    let repeatsConflicts: Bool
    /// Seconds within which a connection has to be there.
    let connectTimeout: Double
    /// The environment variable of the key, if there is one.
    let keyVariable: String?
    /// What must not be shown.
    let secrets: [String]

    private static let maximumLength = 500
    /// Placeholders such as “x” or “no” are no secrets, and blanking them out would garble every word.
    private static let shortestSecret = 4

    func error(
        _ code: ModelError.Code, _ what: String, suggestion: String? = nil, status: Int? = nil,
        retryAfter: Double? = nil
    ) -> ModelError {
        ModelError(
            code, redacted("\(subject): \(what)"), suggestion: suggestion.map(redacted), status: status,
            retryAfter: retryAfter)
    }

    var cancelled: ModelError { error(.cancelled, "cancelled") }

    /// The provider's words as they may be shown: without secrets, at most 500 characters.
    func quoted(_ words: String) -> String {
        let text = redacted(words)
        guard text.count > Self.maximumLength else { return text }
        return text.prefix(Self.maximumLength) + "…"
    }

    private func redacted(_ text: String) -> String {
        secrets.filter { $0.count >= Self.shortestSecret }
            .sorted { $0.count > $1.count }
            .reduce(text) { $0.withoutSecret($1, saying: "[key]") }
    }

    /// There is no key to send.
    var missingKey: ModelError {
        guard let keyVariable else {
            return error(
                .unauthorized, "the API key is blank", suggestion: "Set a key, or none if \(address) needs none.")
        }
        return error(
            .unauthorized, "the environment variable \(keyVariable) with the API key is not set",
            suggestion: "Set it in the shell: export \(keyVariable)=…")
    }

    /// The key cannot stand in a header.
    var brokenKey: ModelError {
        error(
            .unauthorized,
            "the API key\(keyVariable.map { " in the environment variable \($0)" } ?? "") holds a line break or another "
                + "control character", suggestion: "Set it anew, without what does not belong to it.")
    }

    /// What came back is not a reply.
    func malformed(_ what: String, _ excerpt: String = "") -> ModelError {
        error(
            .malformed, "\(what)\(inBrackets(excerpt))",
            suggestion: "Check that \(address) is \(expected).")
    }

    /// The reply broke off.
    func truncated(_ how: String, after count: Int) -> ModelError {
        error(
            .truncated, "the reply broke off after \(count) characters: \(how)",
            suggestion: "Ask again; the provider may have billed what it wrote.")
    }

    static func inSeconds(_ seconds: Double) -> String {
        guard seconds.magnitude < 1e9 else { return "\(seconds) s" }
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\((seconds * 10).rounded() / 10) s"
    }

    func inBrackets(_ words: String) -> String { words.isEmpty ? "" : " (\"\(quoted(words))\")" }
}
