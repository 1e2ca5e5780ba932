import Testing

@testable import CouncilKit

struct LatenciesTests {
    @Test func `a percentile of few calls means nothing`() {
        let latencies = Latencies()
        for _ in 0..<19 { latencies.note(1, of: "a/one") }
        #expect(latencies.percentile95(of: "a/one") == nil)
    }

    @Test func `95 of 100 calls began within the percentile`() {
        let latencies = Latencies()
        for second in (1...100).shuffled() { latencies.note(Double(second), of: "a/one") }
        #expect(latencies.percentile95(of: "a/one") == 95)
    }

    @Test func `only recent calls count`() {
        let latencies = Latencies()
        for _ in 0..<200 { latencies.note(100, of: "a/one") }
        for _ in 0..<200 { latencies.note(1, of: "a/one") }
        #expect(latencies.percentile95(of: "a/one") == 1)
    }
}
