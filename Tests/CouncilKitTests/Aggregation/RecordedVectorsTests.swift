import CouncilKit
import Glibc
import Testing

/// The rules against the vectors of the reference implementation.
@Suite(
    .enabled(
        if: Evidence.holds("A1_prd_vicuna80.jsonl"),
        "A1_prd_vicuna80.jsonl is neither in $EVIDENCE nor in ../shared/evidence"))
struct RecordedVectorsTests {
    private func expect(
        _ scores: [Label: Double], _ expected: [String: Double], _ id: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(scores.count == expected.count, "\(id)", sourceLocation: sourceLocation)
        for (name, value) in expected {
            let score = scores[Label(name)] ?? .nan
            #expect(abs(score - value) <= 1e-6, "\(id) \(name)", sourceLocation: sourceLocation)
        }
    }

    @Test func `Borda scores are those of the reference`() throws {
        for item in try Evidence.peerRankings() {
            let scores = item.pairBallots.scores(of: item.labels, using: .borda)
            expect(scores, item.expectedWithoutSelf.bordaMeanWinShare, item.id)
        }
    }

    @Test func `expected win shares of complete comparisons are the Borda scores`() throws {
        for item in try Evidence.peerRankings() {
            let scores = item.pairBallots.scores(of: item.labels, using: .bradleyTerry())
            expect(scores, item.expectedWithoutSelf.bordaMeanWinShare, item.id)
        }
    }

    @Test func `mean ranks are those of the reference`() throws {
        for item in try Evidence.peerRankings() {
            let scores = item.rankings.scores(of: item.labels, using: .meanRank).mapValues { -$0 }
            expect(scores, item.expectedWithoutSelf.meanRank, item.id)
        }
    }

    @Test func `Copeland scores are those of the reference`() throws {
        for item in try Evidence.peerRankings() {
            let scores = item.pairBallots.scores(of: item.labels, using: .copeland)
            expect(scores, item.expectedWithoutSelf.copeland, item.id)
        }
    }

    @Test func `the best Kemeny rankings are those of the reference`() throws {
        for item in try Evidence.peerRankings() {
            let result = KemenyYoung(of: item.labels, in: PairwiseShares(item.pairBallots))
            #expect(result.rankingCount == item.expectedWithoutSelf.kemenyCount, "\(item.id)")
            let rankings = Set(result.rankings().map { $0.map(\.rawValue) })
            #expect(rankings.isSuperset(of: item.expectedWithoutSelf.kemenyOptimal), "\(item.id)")
        }
    }

    /// The reference is written with four decimals.
    @Test func `Bradley–Terry strengths are those of the reference`() throws {
        for item in try Evidence.peerRankings() {
            let strengths = BradleyTerry().strengths(of: item.labels, in: PairwiseShares(item.pairBallots))
            let logarithms = strengths.mapValues { (log($0) * 1e4).rounded() / 1e4 }
            expect(logarithms, item.expectedWithoutSelf.bradleyTerryLog, item.id)
        }
    }
}
