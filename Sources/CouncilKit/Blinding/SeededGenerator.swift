/// A random generator that gives the same numbers for the same seed on every machine and in every version.
///
/// SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, figure 14.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameters:
    ///   - seed: The run's seed.
    ///   - purpose: What the numbers are for. Different purposes draw unrelated numbers from one seed, so that a new
    ///     use of randomness changes no earlier draw.
    public init(seed: UInt64, purpose: String) {
        state = seed ^ purpose.utf8.fingerprint
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
