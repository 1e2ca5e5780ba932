import CouncilKit
import FoundationEssentials

/// Recorded judgments of real models, beside the repository or where the variable `EVIDENCE` points; see its README.
enum Evidence {
    static let folder =
        ProcessInfo.processInfo.environment["EVIDENCE"].map { URL(filePath: $0, directoryHint: .isDirectory) }
        ?? URL(filePath: #filePath).appending(path: "../../../../../shared/evidence").standardized

    /// Whether a file is there; not every folder holds all of them.
    static func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path())
    }

    struct PeerRanking: Decodable {
        struct Ballots: Decodable {
            var withoutSelf: [[String]]

            enum CodingKeys: String, CodingKey { case withoutSelf = "without_self" }
        }

        struct Expected: Decodable {
            var bordaMeanWinShare: [String: Double]
            var meanRank: [String: Double]
            var copeland: [String: Double]
            var kemenyOptimal: [[String]]
            var kemenyCount: Int
            var bradleyTerryLog: [String: Double]

            enum CodingKeys: String, CodingKey {
                case bordaMeanWinShare = "borda_mean_win_share"
                case meanRank = "mean_rank"
                case copeland
                case kemenyOptimal = "kemeny_optimal"
                case kemenyCount = "kemeny_n_optimal"
                case bradleyTerryLog = "bradley_terry_log"
            }
        }

        var id: String
        var candidates: [String]
        var verdicts: [String: [String: Int]]
        var ballots: [String: Ballots]
        var expectedWithoutSelf: Expected

        enum CodingKeys: String, CodingKey {
            case id, candidates, verdicts, ballots
            case expectedWithoutSelf = "expected_without_self"
        }

        var labels: [Label] { candidates.map { Label($0) } }

        /// Every verdict on a pair as a ballot of two answers; the reference leaves self-votes out.
        var pairBallots: [Ballot] {
            verdicts.flatMap { judge, verdicts in
                verdicts.compactMap { pair, verdict in
                    let shown = pair.split(separator: "|").map { Label(String($0)) }
                    guard !shown.contains(Label(judge)) else { return nil }
                    return switch verdict {
                    case 1: Ballot(ranking: [[shown[0]], [shown[1]]])
                    case 2: Ballot(ranking: [[shown[1]], [shown[0]]])
                    default: Ballot(ranking: [shown])
                    }
                }
            }
        }

        /// The judges' rankings of the others' answers.
        var rankings: [Ballot] {
            ballots.values.map { Ballot(ranking: $0.withoutSelf.map { $0.map { Label($0) } }) }
        }
    }

    static func peerRankings() throws -> [PeerRanking] {
        try items(of: "A1_prd_vicuna80.jsonl", as: PeerRanking.self)
    }

    /// The objects of a file, one a line.
    static func items<Item: Decodable>(of name: String, as type: Item.Type) throws -> [Item] {
        let data = try Data(contentsOf: folder.appending(path: name))
        return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(type, from: Data($0)) }
    }
}
