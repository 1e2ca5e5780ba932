import FoundationEssentials

/// Recorded judgments of real models, beside the repository; see its README.
enum Evidence {
    static let folder = URL(filePath: #filePath).appending(path: "../../../../../shared/evidence").standardized

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path()) }

    struct PeerRanking: Decodable {
        struct Ballots: Decodable {
            var withoutSelf: [[String]]

            enum CodingKeys: String, CodingKey { case withoutSelf = "without_self" }
        }

        struct Expected: Decodable {
            var bordaMeanWinShare: [String: Double]
            var meanRank: [String: Double]

            enum CodingKeys: String, CodingKey {
                case bordaMeanWinShare = "borda_mean_win_share"
                case meanRank = "mean_rank"
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
    }

    static func peerRankings() throws -> [PeerRanking] {
        let text = try String(contentsOf: folder.appending(path: "A1_prd_vicuna80.jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").map {
            try JSONDecoder().decode(PeerRanking.self, from: Data($0.utf8))
        }
    }
}
