/// What judges' verdicts on two answers count for.
///
/// A judge that is right with the chance *p* has the weight 2*p* − 1, and none below chance: its mistakes are not turned
/// into evidence for the opposite. For moderate *p* this is proportional to the log odds that are optimal for judges who
/// err independently (S. Nitzan and J. Paroush, "Optimal decision rules in uncertain dichotomous choice situations",
/// *International Economic Review* 23, 1982), and it does not run away for a judge that was always right.
/// Weights come from labelled items of the same kind, never from agreement: on adversarial items those who agree are
/// wrong together.
public struct JudgeWeights: Sendable, Hashable {
    /// The weight of each judge, 0 to 1.
    public private(set) var weights: [String: Double] = [:]

    /// Judges of equal weight.
    public init(equalFor judges: [String]) {
        weights = Dictionary(judges.map { ($0, 1) }) { first, _ in first }
    }

    /// Learns weights from labelled items.
    /// - Parameters:
    ///   - items: For each item the judges' margins, −1 to 1, and which answer was better: 1 the first, −1 the second.
    ///   - smoothing: Items with an even verdict that every judge is taken to have had besides.
    public init(learntFrom items: [(margins: [String: Double], truth: Double)], smoothing: Double = 2) {
        var sums: [String: (agreement: Double, count: Double)] = [:]
        for item in items {
            for (judge, margin) in item.margins {
                let sum = sums[judge] ?? (0, 0)
                sums[judge] = (sum.agreement + margin * item.truth, sum.count + 1)
            }
        }
        weights = sums.mapValues { max(0, $0.agreement / ($0.count + smoothing)) }
    }

    /// The weighted sum of the judges' margins: above 0 for the first answer, below 0 for the second, 0 for a tie.
    public func margin(of margins: [String: Double]) -> Double {
        // Sorted, so that the last bits of the sum do not depend on the order of a dictionary.
        let sum = margins.sorted { $0.key < $1.key }.reduce(0) { $0 + (weights[$1.key] ?? 0) * $1.value }
        return abs(sum) < 1e-9 ? 0 : sum
    }

    /// The lean of most judges: above 0 for the first answer, below 0 for the second, 0 for a tie.
    /// - Parameters:
    ///   - verdicts: One a judge, each counted once however clear it is.
    ///   - tiesToStrongest: Whether a tie goes to the first judge that leans either way; the strongest judge's verdict
    ///     then stands first.
    public static func majority(of verdicts: [SwappedVerdict], tiesToStrongest: Bool = false) -> Int {
        let leans = verdicts.map { $0.margin > 0 ? 1 : $0.margin < 0 ? -1 : 0 }
        let sum = leans.reduce(0, +)
        return sum == 0 && tiesToStrongest ? leans.first { $0 != 0 } ?? 0 : sum
    }
}
