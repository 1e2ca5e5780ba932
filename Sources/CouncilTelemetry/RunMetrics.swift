import CoreMetrics
import CouncilKit

/// The metrics of a run, with the names of the OpenTelemetry conventions where these have one.
struct RunMetrics: Sendable {
    let factory: any MetricsFactory

    /// Records a call that has ended.
    /// - Parameter seconds: How long it took, if its beginning was seen.
    func record(_ call: Call, _ result: Result<Reply, ModelError>, seconds: Double?) {
        var dimensions = self.dimensions(of: call)
        count("council.calls", dimensions + [("council.stage", call.role.stage.word)])
        var seconds = seconds
        switch result {
        case .success(let reply):
            if let reported = reply.reportedModel { dimensions.append(("gen_ai.response.model", reported)) }
            seconds = reply.timing?.total ?? seconds
            if let usage = reply.usage, reply.isCached != true { record(usage, dimensions) }
            if let first = reply.timing?.firstPiece {
                record("gen_ai.client.operation.time_to_first_chunk", first, dimensions)
            }
        case .failure(let error):
            dimensions.append(("error.type", error.type))
            // What was cut off for the sake of the run says nothing about the model.
            if error.code != .cancelled {
                count("council.call.failures", dimensions + [("council.stage", call.role.stage.word)])
            }
        }
        if let seconds { record("gen_ai.client.operation.duration", seconds, dimensions) }
    }

    private func record(_ usage: Usage, _ dimensions: [(String, String)]) {
        record("gen_ai.client.token.usage", Double(usage.input), dimensions + [("gen_ai.token.type", "input")])
        record("gen_ai.client.token.usage", Double(usage.output), dimensions + [("gen_ai.token.type", "output")])
    }

    /// Counts what went wrong in a call that went on.
    func count(_ setback: Setback, in call: Call) {
        let reason = setback.error.map { [("error.type", $0.type)] } ?? []
        count("council.setbacks", dimensions(of: call) + [("council.remedy", setback.remedy.rawValue)] + reason)
    }

    /// Counts a run that has ended.
    func countRun(of run: Run, ending: String, seconds: Double?) {
        let dimensions = [("gen_ai.workflow.name", run.council), ("council.ending", ending)]
        count("council.runs", dimensions)
        if let seconds { record("gen_ai.workflow.duration", seconds, dimensions) }
    }

    private func dimensions(of call: Call) -> [(String, String)] {
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", call.providerName),
            ("gen_ai.request.model", call.modelName),
        ]
    }

    private func count(_ name: String, _ dimensions: [(String, String)]) {
        Counter(label: name, dimensions: dimensions, factory: factory).increment()
    }

    /// A histogram; times are in seconds.
    private func record(_ name: String, _ value: Double, _ dimensions: [(String, String)]) {
        Recorder(label: name, dimensions: dimensions, aggregate: true, factory: factory).record(value)
    }
}
