import Synchronization

/// Keeps calls from endpoints that have failed again and again, and lets one through from time to time to see whether
/// they are well again (M. T. Nygard, "Release It!", 2007, "Circuit Breaker"). Shared by all runs of a process.
public final class CircuitBreakers: Sendable {
    private struct Circuit {
        var failures = 0
        var lastError: ModelError?
        var openUntil: Duration?
        var isProbing = false
        var lastSilence: Duration?
    }

    private let threshold: Int
    private let pause: Duration
    private let uptime: @Sendable () -> Duration
    private let circuits = Mutex<[String: Circuit]>([:])

    /// - Parameters:
    ///   - threshold: How many failures in a row open a circuit.
    ///   - pause: How long an open circuit keeps all calls away.
    ///   - uptime: The clock.
    init(threshold: Int = 5, pause: Duration = .seconds(30), uptime: @escaping @Sendable () -> Duration) {
        self.threshold = threshold
        self.pause = pause
        self.uptime = uptime
    }

    /// Asks for leave to call a model.
    /// - Returns: Why not, if the circuit of its endpoint is open. Otherwise the call's end has to be noted.
    func refusal(of model: any LanguageModel) -> ModelError? {
        let now = uptime()
        return circuits.withLock { circuits -> ModelError? in
            guard !circuits.isEmpty, var circuit = circuits[model.endpoint], let openUntil = circuit.openUntil else {
                return nil
            }
            if now >= openUntil, !circuit.isProbing {
                circuit.isProbing = true
                circuits[model.endpoint] = circuit
                return nil
            }
            let last = circuit.lastError.map { ", the last time: \($0.message)" } ?? ""
            let wait = max(0, Int((openUntil - now).seconds.rounded(.up)))
            return ModelError(
                .skipped, "\(model.name): not asked, because \(circuit.failures) calls in a row have failed\(last)",
                suggestion: wait > 0 ? "It is tried again in \(wait) s." : "It is being tried again right now.")
        }
    }

    /// Notes that nothing had come of a reply when the time of the stage or the run was over. Calls that end together
    /// count as one: the moment is not of their choosing.
    func noteSilence(of model: any LanguageModel, for duration: Duration) {
        let now = uptime()
        let isFirst = circuits.withLock { circuits in
            defer { circuits[model.endpoint, default: Circuit()].lastSilence = now }
            return circuits[model.endpoint]?.lastSilence.map { now - $0 > .seconds(1) } ?? true
        }
        let seconds = Int(duration.seconds)
        let error = ModelError(.timeout, "\(model.name): no beginning of a reply within \(seconds) s")
        note(isFirst ? error : .cancelled, of: model)
    }

    /// Notes how a call ended.
    /// - Parameter error: `nil` for success.
    func note(_ error: ModelError?, of model: any LanguageModel) {
        let now = uptime()
        circuits.withLock { circuits in
            guard let error else {
                if !circuits.isEmpty { circuits[model.endpoint] = nil }
                return
            }
            guard error.speaksAgainstEndpoint else {
                circuits[model.endpoint]?.isProbing = false
                return
            }
            var circuit = circuits[model.endpoint] ?? Circuit()
            circuit.failures += 1
            circuit.lastError = error
            circuit.isProbing = false
            if circuit.failures >= threshold { circuit.openUntil = now + pause }
            circuits[model.endpoint] = circuit
        }
    }
}

extension ModelError {
    /// Whether every other call to the endpoint is likely to fail, too.
    fileprivate var speaksAgainstEndpoint: Bool {
        switch code {
        case .connection, .server, .timeout, .truncated, .malformed: true
        default: false
        }
    }
}
