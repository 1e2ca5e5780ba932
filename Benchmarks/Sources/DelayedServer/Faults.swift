import NIOCore
import Synchronization

/// Which requests go wrong, and how: a share of all, drawn from a seed.
final class Faults: Sendable {
    enum Kind: CaseIterable {
        case serverError, overloaded, rateLimited, closed, cutOff, unfinished, garbage, errorInside, errorBehindText
        /// Nothing comes, and half of the answer and then nothing.
        case silence, standstill
    }

    /// How many of a thousand requests go wrong.
    let share: UInt64
    private let seed: UInt64
    private let count = Atomic<UInt64>(0)

    init(share: UInt64, seed: UInt64) {
        self.share = share
        self.seed = seed
    }

    /// What goes wrong with the next request, if anything does.
    func next() -> Kind? {
        guard share > 0 else { return nil }
        let number = count.wrappingAdd(1, ordering: .relaxed).newValue
        // SplitMix64, as in CouncilKit: the same requests of a seed fail every time.
        var mixed = seed &+ number &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        mixed ^= mixed >> 31
        guard mixed % 1000 < share else { return nil }
        return Kind.allCases[Int((mixed >> 32) % UInt64(Kind.allCases.count))]
    }
}
