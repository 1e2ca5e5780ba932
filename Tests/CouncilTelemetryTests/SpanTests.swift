import CouncilKit
import CouncilTelemetry
import CouncilTestKit
import InMemoryTracing
import Testing
import Tracing

struct SpanTests {
    private func text(_ span: FinishedInMemorySpan, _ name: String) -> String? {
        if case .string(let text)? = span.attributes.get(name) { text } else { nil }
    }

    @Test func `there is a span for the run, for each stage and for each call`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting())
        let names = instruments.spans.map(\.operationName)
        #expect(names.filter { $0 == "invoke_workflow home" }.count == 1)
        #expect(
            Set(names.filter { $0.hasPrefix("council ") }) == ["council collect", "council review", "council conclude"])
        #expect(names.filter { $0.hasPrefix("chat ") }.count == 7)
        #expect(instruments.tracer.activeSpans.isEmpty)
    }

    @Test func `calls stand in their stage, and stages in the run`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting())
        let run = try #require(instruments.spans(named: "invoke_workflow home").first)
        for stage in ["collect", "review", "conclude"] {
            let span = try #require(instruments.spans(named: "council \(stage)").first)
            #expect(span.parentSpanID == run.spanID)
            let calls = instruments.spans.filter { $0.parentSpanID == span.spanID }
            #expect(calls.count == (stage == "conclude" ? 1 : 3))
        }
    }

    @Test func `a call has the attributes of the conventions`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting())
        let span = try #require(
            instruments.spans(named: "chat two").first { text($0, "council.role") == "member/1" })
        #expect(span.kind == .client)
        #expect(text(span, "gen_ai.operation.name") == "chat")
        #expect(text(span, "gen_ai.provider.name") == "gcp.gemini")
        #expect(text(span, "gen_ai.request.model") == "two")
        #expect(text(span, "gen_ai.response.model") == "gemini/two")
        #expect(span.attributes.get("gen_ai.request.max_tokens") == .int64(300))
        #expect(span.attributes.get("gen_ai.usage.input_tokens") == .int64(100))
        #expect(span.attributes.get("gen_ai.usage.output_tokens") == .int64(20))
        #expect(span.attributes.get("gen_ai.usage.cache_read.input_tokens") == .int64(60))
        #expect(span.attributes.get("gen_ai.response.finish_reasons") == .stringArray(["finished"]))
        #expect(span.attributes.get("error.type") == nil)
    }

    @Test func `a failed call says of what kind its failure is, not in whose words`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(failing: ["gemini/two"]))
        let span = try #require(instruments.spans(named: "chat two").first)
        #expect(text(span, "error.type") == "bad_request")
        #expect(span.status?.code == .error)
        #expect(!"\(span.attributes) \(span.errors) \(String(describing: span.status))".contains("provider's words"))
    }

    @Test func `no span holds the question or an answer`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(), logsContent: true)
        var told = ""
        for span in instruments.spans { span.attributes.forEach { told += "\($0) \($1)\n" } }
        #expect(told.contains("gen_ai.request.model"))
        #expect(!told.contains("sky") && !told.contains("Rayleigh"))
    }

    @Test func `a run that nobody answered has failed`() async throws {
        let instruments = Instruments()
        _ = try await instruments.observe(.counting(failing: ["openai/one", "gemini/two", "local/three"]))
        let run = try #require(instruments.spans(named: "invoke_workflow home").first)
        #expect(run.status?.code == .error)
        #expect(text(run, "error.type") == "unanswered")
    }

    @Test func `a run that was cut off leaves no span open`() async throws {
        let instruments = Instruments()
        let telemetry = instruments.telemetry()
        await telemetry.observe(Instruments.opening[0])
        await telemetry.observe(.started(Call(role: .member(0), model: "a/one")))
        await telemetry.end(CancellationError())
        #expect(instruments.tracer.activeSpans.isEmpty)
        #expect(instruments.spans.map { text($0, "error.type") } == ["cancelled", nil, "cancelled"])
    }

    @Test func `a setback is an event of its call`() async throws {
        let instruments = Instruments()
        let telemetry = instruments.telemetry()
        let call = Call(role: .member(0), model: "a/one")
        await telemetry.observe(Instruments.opening[0])
        await telemetry.observe(.started(call))
        let error = ModelError(.rateLimited, "429", status: 429)
        await telemetry.observe(.setback(call, Setback(.retry, asking: "a/one", after: error, delay: 1)))
        await telemetry.observe(.answered(call, Reply(text: "Yes.")))
        let event = try #require(instruments.spans(named: "chat one").first?.events.first)
        #expect(event.name == "council.setback")
        #expect(event.attributes.get("error.type") == .string("rate_limited"))
    }

    @Test func `a resumed run is traced from where it goes on`() async throws {
        let instruments = Instruments()
        let known = Outcome(Instruments.opening)
        let run = try #require(known.run)
        let telemetry = instruments.telemetry(after: known)
        await telemetry.observe(.resumed(Resumption(date: run.date)))
        await telemetry.observe(.unanswered)
        #expect(instruments.spans.map(\.operationName) == ["invoke_workflow council"])
    }
}
