public import CouncilKit

/// What the server is given by the program around it.
public struct ServerHooks: Sendable {
    /// Writes a run as Markdown.
    public var markdown: @Sendable (Outcome) -> String
    /// Asks every member of a council for one word, and says of each what was found.
    public var checkup: @Sendable (Council) async -> [JSONValue]
    /// Metrics in Prometheus' text format, beside the server's own.
    public var metrics: @Sendable () -> String
    /// The web page.
    public var page: PageFiles

    public init(
        markdown: @escaping @Sendable (Outcome) -> String = { $0.conclusion?.text ?? "" },
        checkup: @escaping @Sendable (Council) async -> [JSONValue] = { _ in [] },
        metrics: @escaping @Sendable () -> String = { "" }, page: PageFiles = PageFiles()
    ) {
        self.markdown = markdown
        self.checkup = checkup
        self.metrics = metrics
        self.page = page
    }
}
