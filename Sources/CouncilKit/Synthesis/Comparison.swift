/// One judge's choice between two texts, in one of the two orders in which it was shown them.
public struct Preference: Sendable, Hashable, Codable {
    /// Which text is better, whatever the order in which they were shown.
    public enum Better: String, Sendable, Hashable, Codable {
        case first, second, tie
    }

    public var better: Better
    /// Why, in the judge's words.
    public var reason: String

    public init(_ better: Better, reason: String = "") {
        self.better = better
        self.reason = reason
    }
}

/// Two texts compared blind, by several judges, each in both orders.
public struct Comparison: Sendable, Hashable, Codable {
    /// What a comparison is for.
    public enum Purpose: String, Sendable, Hashable, Codable {
        /// The chairman's draft against the best single answer: the draft stays unless it loses.
        case doNoHarm = "do_no_harm"
        /// The answers of the two strongest members, to stop early if one is clearly better.
        case earlyStop = "early_stop"
    }

    /// What one judge said in both orders.
    public struct Verdict: Sendable, Hashable, Codable {
        /// The judge's seat.
        public var seat: Int
        /// With the first text shown first; `nil` if there is no reply that can be read.
        public var original: Preference?
        /// With the second text shown first.
        public var swapped: Preference?

        public init(seat: Int, original: Preference?, swapped: Preference?) {
            self.seat = seat
            self.original = original
            self.swapped = swapped
        }

        /// The two replies together: 1 for the first text, −1 for the second. A contradiction is a tie, 0.
        public var margin: Double { SwappedVerdict(original: original.lean, swapped: swapped.lean).margin }

        /// Whether the two replies name different texts.
        public var isContradiction: Bool {
            [original?.better, swapped?.better] == [.first, .second]
                || [original?.better, swapped?.better] == [.second, .first]
        }
    }

    public var purpose: Purpose
    /// The label of the first text; `nil` for the draft.
    public var first: Label?
    /// The label of the second text.
    public var second: Label
    /// In seat order; for an early stop in the order in which the judges were asked.
    public var verdicts: [Verdict]

    public init(purpose: Purpose, first: Label?, second: Label, verdicts: [Verdict]) {
        self.purpose = purpose
        self.first = first
        self.second = second
        self.verdicts = verdicts
    }

    /// The mean of the verdicts: 1 if all are for the first text, −1 if all are for the second, 0 without any.
    public var margin: Double {
        let told = verdicts.filter { $0.original != nil || $0.swapped != nil }
        return told.isEmpty ? 0 : told.reduce(0) { $0 + $1.margin } / Double(told.count)
    }

    /// Whether the first text is worse than the second one, more often than the other way round.
    public var isFirstWorse: Bool { margin < 0 }
}

extension Preference? {
    /// The choice as a lean; a reply that is missing leans nowhere.
    var lean: SwappedVerdict.Lean {
        switch self?.better {
        case .first: .first
        case .second: .second
        case .tie, nil: .none
        }
    }
}
