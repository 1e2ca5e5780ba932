/// An answer as reviewers and the chairman see it: a label and a text, no author.
public struct BlindAnswer: Sendable, Hashable {
    public var label: Label
    public var text: String

    public init(label: Label, text: String) {
        self.label = label
        self.text = text
    }
}
