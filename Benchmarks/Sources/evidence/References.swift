import FoundationEssentials

/// The numbers of reference implementations.
struct References {
    private struct Targets: Decodable {
        struct Mean: Decodable { var mean: Double }

        struct Ranking: Decodable {
            var top1: Mean
            var humanWin: Mean
            var pairAccuracy: Double?

            enum CodingKeys: String, CodingKey {
                case top1
                case humanWin = "human_win"
                case pairAccuracy = "pair_acc"
            }
        }

        struct Council: Decodable {
            var plurality: Mean

            enum CodingKeys: String, CodingKey { case plurality = "plurality_ties_to_best" }
        }

        var rankings: [String: Ranking]
        var judges: [String: Mean]
        var pairs: [String: [String: Mean]]
        var councils: [String: Council]

        enum CodingKeys: String, CodingKey {
            case rankings = "A1"
            case judges = "A2"
            case pairs = "A3"
            case councils = "B1"
        }
    }

    private let targets: Targets?

    init(_ folder: EvidenceFolder) throws {
        targets = folder.holds("targets_dev.json") ? try folder.object(of: "targets_dev.json") : nil
    }

    var source: String {
        targets == nil ? "SCIENCE.md, all items" : "targets_dev.json, and SCIENCE.md (all items, marked *) for the rest"
    }

    /// Top-1, human win share and pair accuracy of a rule on A1.
    func ranking(_ rule: String, selfVotes: Bool) -> [Figure] {
        let names = ["borda": "borda_pairs", "kemeny_young": "kemeny", "strongest": "always_gpt4"]
        let key = rule == "strongest" ? "always_gpt4" : "\(names[rule] ?? rule)/self_\(selfVotes ? "in" : "out")"
        if let target = targets?.rankings[key] {
            return [.number(target.top1.mean), .number(target.humanWin.mean), .optional(target.pairAccuracy)]
        }
        return Self.science["\(rule)/\(selfVotes ? "in" : "out")"] ?? [.none, .none, .none]
    }

    /// Accuracy on A2 by the beginning of the row's name.
    func judges(_ prefix: String, science: Double? = nil) -> Figure {
        if let mean = targets?.judges.first(where: { $0.key.hasPrefix(prefix) })?.value.mean { return .number(mean) }
        return .all(science)
    }

    /// Accuracy on A3.
    func pairs(_ kind: String, _ prompt: String, _ judge: String) -> Figure {
        .optional(targets?.pairs["\(kind)/\(prompt)"]?[judge]?.mean)
    }

    /// Accuracy of plurality on B1.
    func plurality(_ council: String, science: Double? = nil) -> Figure {
        if let mean = targets?.councils[council]?.plurality.mean { return .number(mean) }
        return .all(science)
    }

    /// SCIENCE.md's numbers for A1, all items.
    private static let science: [String: [Figure]] = [
        "mean_rank/out": [.all(0.512), .all(0.722), .all(0.767)],
        "borda/out": [.all(0.487), .all(0.724), .all(0.773)],
        "bradley_terry/out": [.all(0.487), .all(0.724), .all(0.773)],
        "copeland/out": [.all(0.537), .all(0.738), .all(0.766)],
        "kemeny_young/out": [.all(0.531), .all(0.733), .all(0.765)],
        "plackett_luce/out": [.all(0.525), .all(0.716), .all(0.773)],
        "dawid_skene/out": [.all(0.588), .all(0.754), .all(0.778)],
        "prior3/out": [.all(0.650), .all(0.749), .none],
        "prior3/in": [.all(0.637), .all(0.758), .none],
        "strongest/out": [.all(0.625), .all(0.763), .none],
    ]
}
