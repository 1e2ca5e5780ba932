/// The blind name of an answer in one run.
///
/// Labels are drawn anew for every run and say nothing about seats. An author never learns the label of its own
/// answer, so an answer cannot name itself or hold a ballot that counts.
public struct Label: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// Draws labels such as `K47`: a letter that is hard to misread and two digits, all letters different as long as
    /// there are enough.
    /// - Parameters:
    ///   - count: How many.
    ///   - generator: The run's generator: the same seed draws the same labels.
    public static func draw(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Label] {
        var drawn: [Label] = []
        var letters: [Character] = []
        var taken: Set<String> = []
        let lastNumber = count < 900 ? 99 : 99 * count
        while drawn.count < count {
            if letters.isEmpty { letters = Array("BCDFGHJKLMNPQRTVWXYZ").shuffled(using: &generator) }
            let name = "\(letters.removeLast())\(Int.random(in: 10...lastNumber, using: &generator))"
            if taken.insert(name).inserted { drawn.append(Label(name)) }
        }
        return drawn
    }
}
