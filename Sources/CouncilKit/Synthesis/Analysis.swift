/// What a council's answers have in common and where they differ: the chairman's reading before it writes.
public struct Analysis: Sendable, Hashable, Codable {
    /// What a point is about.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// At least two answers say it.
        case consensus
        /// Answers exclude each other here.
        case contradiction
        /// One answer alone says it.
        case unique
        /// No answer says it, although the question asks for it.
        case blindSpot = "blind_spot"
    }

    /// One point and the answers that it comes from.
    public struct Point: Sendable, Hashable, Codable {
        public var kind: Kind
        public var text: String
        /// The answers that it comes from; may be empty for a blind spot only.
        public var labels: [Label]

        public init(kind: Kind, text: String, labels: [Label]) {
            self.kind = kind
            self.text = text
            self.labels = labels
        }
    }

    /// The points, kind by kind.
    public var points: [Point]

    public init(points: [Point]) { self.points = points }

    /// The points that the final answer should not lose: what answers say, not what they lack.
    public var statements: [Point] { points.filter { $0.kind != .blindSpot } }
}
