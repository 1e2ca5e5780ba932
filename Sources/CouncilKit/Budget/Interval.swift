/// A number that is not known yet, between two that are.
public struct Interval<Bound: Sendable & Hashable & Codable & Comparable>: Sendable, Hashable, Codable {
    public var low: Bound
    public var high: Bound

    public init(_ low: Bound, _ high: Bound) {
        self.low = low
        self.high = high
    }
}

extension Interval where Bound: AdditiveArithmetic {
    static var zero: Interval { Interval(.zero, .zero) }

    public static func + (left: Interval, right: Interval) -> Interval {
        Interval(left.low + right.low, left.high + right.high)
    }
}
