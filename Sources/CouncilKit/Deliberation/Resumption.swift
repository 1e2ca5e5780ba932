public import FoundationEssentials

/// When a run that had been cut off was taken up again.
public struct Resumption: Sendable, Hashable, Codable {
    public var date: Date

    public init(date: Date) { self.date = date }
}
