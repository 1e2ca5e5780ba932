/// The blind name of an answer in one run.
///
/// Labels are drawn anew for every run and say nothing about seats. An author never learns the label of its own
/// answer, so an answer cannot name itself or hold a ballot that counts.
public struct Label: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// Draws labels such as `K47`: a letter that is hard to misread and two digits, all letters different as long as
    /// there are enough.
    /// - Parameters:
    ///   - count: How many; at most 1,800.
    ///   - generator: The run's generator: the same seed draws the same labels.
    public static func draw(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Label] {
        var drawn: [Label] = []
        var letters: [Character] = []
        var taken: Set<String> = []
        while drawn.count < count {
            if letters.isEmpty { letters = Array("BCDFGHJKLMNPQRTVWXYZ").shuffled(using: &generator) }
            let name = "\(letters.removeLast())\(Int.random(in: 10...99, using: &generator))"
            if taken.insert(name).inserted { drawn.append(Label(name)) }
        }
        return drawn
    }
}
