import CouncilKit
import Tracing

/// The spans of a run: one for the run, in it one a stage, in these one a call.
struct RunSpans: Sendable {
    private let tracer: any Tracer
    private var runSpan: (any Span)?
    private var stages: [Stage: any Span] = [:]
    private var calls: [Call: any Span] = [:]

    init(tracer: any Tracer) { self.tracer = tracer }

    mutating func begin(_ run: Run) {
        let span = tracer.startAnySpan("invoke_workflow \(run.council)", ofKind: .internal)
        span.updateAttributes { attributes in
            attributes["gen_ai.operation.name"] = "invoke_workflow"
            attributes["gen_ai.workflow.name"] = run.council
            attributes["gen_ai.conversation.id"] = run.id.rawValue
            attributes["council.members"] = run.seats
            attributes["council.chairman"] = run.chairman
        }
        runSpan = span
    }

    mutating func start(_ call: Call, in run: Run) {
        let stage = stageSpan(of: call.role.stage)
        // A stage is over when the next one has begun and its own calls have ended; late answers may still come.
        endStages(before: call.role.stage)
        let span = tracer.startAnySpan("chat \(call.modelName)", context: stage.context, ofKind: .client)
        let settings = run.settings
        let (limit, temperature) =
            switch call.role.stage {
            case .collect: (settings.maximumAnswerTokens, settings.temperature)
            case .review: (settings.maximumReviewTokens, settings.reviewTemperature)
            case .conclude, .check: (settings.maximumConclusionTokens, settings.temperature)
            }
        span.updateAttributes { attributes in
            attributes["gen_ai.operation.name"] = "chat"
            attributes["gen_ai.provider.name"] = call.providerName
            attributes["gen_ai.request.model"] = call.modelName
            attributes["gen_ai.conversation.id"] = run.id.rawValue
            if let limit { attributes["gen_ai.request.max_tokens"] = limit }
            if let temperature { attributes["gen_ai.request.temperature"] = temperature }
            attributes["council.role"] = call.role.description
            attributes["council.attempt"] = call.attempt
        }
        calls[call] = span
    }

    func notePiece(of call: Call) { calls[call]?.addEvent(SpanEvent(name: "council.first_piece")) }

    func note(_ setback: Setback, in call: Call) {
        var attributes: SpanAttributes = [:]
        attributes["council.remedy"] = setback.remedy.rawValue
        attributes["council.model"] = setback.model
        if let error = setback.error { attributes["error.type"] = error.type }
        calls[call]?.addEvent(SpanEvent(name: "council.setback", attributes: attributes))
    }

    mutating func end(_ call: Call, _ result: Result<Reply, ModelError>) {
        guard let span = calls.removeValue(forKey: call) else { return }
        switch result {
        case .success(let reply): span.updateAttributes { $0.merge(reply.attributes) }
        case .failure(let error): span.fail(error.type, status: error.status)
        }
        span.end()
    }

    mutating func end(_ run: Run, _ ending: String, _ source: String?) {
        // Members that were not waited for.
        endCalls("abandoned")
        endStages(before: nil)
        if let source { runSpan?.attributes["council.source"] = source }
        if source == nil { runSpan?.fail(ending) }
        runSpan?.end()
        runSpan = nil
    }

    /// Ends whatever is open, as failed.
    mutating func endAll(_ type: String) {
        endCalls(type)
        endStages(before: nil)
        runSpan?.fail(type)
        runSpan?.end()
        runSpan = nil
    }

    private mutating func endCalls(_ type: String) {
        for span in calls.values {
            span.fail(type)
            span.end()
        }
        calls = [:]
    }

    private mutating func stageSpan(of stage: Stage) -> any Span {
        if let span = stages[stage] { return span }
        let span = tracer.startAnySpan(
            "council \(stage.word)", context: runSpan?.context ?? .current ?? .topLevel, ofKind: .internal)
        span.attributes["council.stage"] = stage.word
        stages[stage] = span
        return span
    }

    /// - Parameter stage: `nil` ends every stage.
    private mutating func endStages(before stage: Stage?) {
        let order = Stage.allCases
        let limit = stage.flatMap { order.firstIndex(of: $0) } ?? order.count
        for earlier in order.prefix(limit)
        where stage == nil || !calls.keys.contains(where: { $0.role.stage == earlier }) {
            stages.removeValue(forKey: earlier)?.end()
        }
    }
}

extension Span {
    /// Marks the span as failed, without any text of a provider.
    fileprivate func fail(_ type: String, status: Int? = nil) {
        updateAttributes { attributes in
            attributes["error.type"] = type
            if let status { attributes["http.response.status_code"] = status }
        }
        setStatus(SpanStatus(code: .error))
    }
}

extension Reply {
    /// What a span says of a reply.
    fileprivate var attributes: SpanAttributes {
        var attributes: SpanAttributes = [:]
        attributes["gen_ai.response.finish_reasons"] = [stopReason.rawValue]
        if let reportedModel { attributes["gen_ai.response.model"] = reportedModel }
        if let answeredBy { attributes["council.answered_by"] = answeredBy }
        if isCached == true { attributes["council.is_cached"] = true }
        if let usage, isCached != true {
            attributes["gen_ai.usage.input_tokens"] = usage.input
            attributes["gen_ai.usage.output_tokens"] = usage.output
            attributes["gen_ai.usage.cache_read.input_tokens"] = usage.cachedInput
            attributes["gen_ai.usage.reasoning.output_tokens"] = usage.reasoning
            if let writes = usage.cacheWrites { attributes["gen_ai.usage.cache_creation.input_tokens"] = writes }
        }
        return attributes
    }
}
