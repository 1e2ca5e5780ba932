import Testing

@testable import CouncilServer

struct PrometheusMetricsTests {
    @Test func `what would end a label is escaped, whatever it is joined with`() {
        let metrics = PrometheusMetrics()
        _ = metrics.makeCounter(label: "runs", dimensions: [("model", "a\"\u{301}\r\nb\\")])
        let expected = "runs_total{model=\"a\\\"\u{301} \\nb\\\\\"} 0.0\n"
        #expect(metrics.text() == "# TYPE runs_total counter\n" + expected)
    }
}
