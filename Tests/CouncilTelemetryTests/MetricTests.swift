import CouncilKit
import MetricsTestKit
import Testing

struct MetricTests {
    @Test func `calls are counted by stage and model`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting())
        #expect(instruments.metrics.counterTotal(label: "council.calls") == 7)
        #expect(
            instruments.metrics.counterTotal(
                label: "council.calls", dimensions: [("council.stage", "review"), ("gen_ai.request.model", "two")]) == 1
        )
    }

    @Test func `failures are counted by kind`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(failing: ["gemini/two"]))
        #expect(
            instruments.metrics.counterTotal(
                label: "council.call.failures", dimensions: [("error.type", "bad_request")]) == 1)
    }

    @Test func `tokens and durations are histograms of the conventions`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting())
        func sum(_ type: String) -> Double {
            instruments.metrics.recorders(label: "gen_ai.client.token.usage", dimensions: [("gen_ai.token.type", type)])
                .flatMap(\.values).reduce(0, +)
        }
        #expect(sum("input") == 700)
        #expect(sum("output") == 140)
        let durations = instruments.metrics.recorders(label: "gen_ai.client.operation.duration")
        #expect(durations.flatMap(\.values).count == 7)
        #expect(durations.allSatisfy { $0.aggregate })
        #expect(instruments.metrics.recorders(label: "gen_ai.workflow.duration").count == 1)
    }

    @Test func `runs are counted by how they end`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting())
        #expect(
            instruments.metrics.counterTotal(label: "council.runs", dimensions: [("council.ending", "concluded")]) == 1)
    }
}
