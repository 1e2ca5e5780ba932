import Synchronization

/// Keeps calls from models that have failed again and again, and lets one through from time to time to see whether
/// they are well again (M. T. Nygard, "Release It!", 2007, "Circuit Breaker"). Shared by all runs of a process.
///
/// Every model has a circuit of its own, and every endpoint one for failed connections, which no model is to blame for:
/// one dead model among many of a router neither takes the others with it nor is kept alive by their successes.
public final class CircuitBreakers: Sendable {
    fileprivate struct Circuit {
        var failures = 0
        var lastError: ModelError?
        var openUntil: Duration?
        var isProbing = false
        var lastSilence: Duration?
    }

    /// What a circuit belongs to.
    private enum Scope: Hashable {
        case endpoint(String)
        case model(String, at: String)
    }

    private let threshold: Int
    private let pause: Duration
    private let uptime: @Sendable () -> Duration
    private let circuits = Mutex<[Scope: Circuit]>([:])

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
    /// - Returns: Why not, if a circuit on the way to it is open. Otherwise the call's end has to be noted.
    func refusal(of model: any LanguageModel) -> ModelError? {
        let now = uptime()
        return circuits.withLock { circuits -> ModelError? in
            guard !circuits.isEmpty else { return nil }
            var open: [Scope] = []
            for scope in Self.scopes(of: model) {
                guard let circuit = circuits[scope], circuit.openUntil != nil else { continue }
                if !circuit.mayProbe(at: now) { return Self.refusal(of: model, circuit, at: now) }
                open.append(scope)
            }
            for scope in open { circuits[scope]?.isProbing = true }
            return nil
        }
    }

    /// Whether a circuit on the way to a model is open, whatever may be tried.
    func isOpen(for model: any LanguageModel) -> Bool {
        circuits.withLock { circuits in
            !circuits.isEmpty && Self.scopes(of: model).contains { circuits[$0]?.openUntil != nil }
        }
    }

    private static func scopes(of model: any LanguageModel) -> [Scope] {
        let endpoint = model.endpoint
        return [.endpoint(endpoint), .model(model.name, at: endpoint)]
    }

    private static func refusal(of model: any LanguageModel, _ circuit: Circuit, at now: Duration) -> ModelError {
        let last = circuit.lastError.map { ", the last time: \($0.message)" } ?? ""
        let wait = max(0, Int(((circuit.openUntil ?? now) - now).seconds.rounded(.up)))
        return ModelError(
            .skipped, "\(model.name): not asked, because \(circuit.failures) calls in a row have failed\(last)",
            suggestion: wait > 0 ? "It may be asked again in \(wait) s." : "It is being tried again right now.")
    }

    /// Notes that nothing had come of a reply when the time of the stage or the run was over. Calls that end together
    /// count as one: the moment is not of their choosing.
    func noteSilence(of model: any LanguageModel, for duration: Duration) {
        let now = uptime()
        let scope = Scope.model(model.name, at: model.endpoint)
        let isFirst = circuits.withLock { circuits in
            defer { circuits[scope, default: Circuit()].lastSilence = now }
            return circuits[scope]?.lastSilence.map { now - $0 > .seconds(1) } ?? true
        }
        let seconds = Int(duration.seconds)
        let error = ModelError(.timeout, "\(model.name): no beginning of a reply within \(seconds) s")
        note(isFirst ? error : .cancelled, of: model)
    }

    /// Notes how a request ended.
    /// - Parameters:
    ///   - error: `nil` for success.
    ///   - isRepeated: Whether the request was the same call's before: those count as one failure of the call.
    func note(_ error: ModelError?, of model: any LanguageModel, isRepeated: Bool = false) {
        let now = uptime()
        circuits.withLock { circuits in
            guard let error else {
                if !circuits.isEmpty { for scope in Self.scopes(of: model) { circuits[scope] = nil } }
                return
            }
            if error.speaksAgainstEndpoint {
                circuits[.endpoint(model.endpoint), default: Circuit()].fail(
                    error, threshold, until: now + pause, isRepeated)
                circuits[.model(model.name, at: model.endpoint)]?.isProbing = false
            } else if error.speaksAgainstModel {
                circuits[.model(model.name, at: model.endpoint), default: Circuit()]
                    .fail(error, threshold, until: now + pause, isRepeated)
                // The connection was there.
                circuits[.endpoint(model.endpoint)] = nil
            } else {
                for scope in Self.scopes(of: model) { circuits[scope]?.isProbing = false }
            }
        }
    }
}

extension CircuitBreakers.Circuit {
    fileprivate func mayProbe(at now: Duration) -> Bool { !isProbing && openUntil.map { now >= $0 } ?? true }

    fileprivate mutating func fail(_ error: ModelError, _ threshold: Int, until end: Duration, _ isRepeated: Bool) {
        if !isRepeated || failures == 0 { failures += 1 }
        lastError = error
        isProbing = false
        if failures >= threshold { openUntil = end }
    }
}

extension ModelError {
    /// Whether every other call to the endpoint is likely to fail, too.
    fileprivate var speaksAgainstEndpoint: Bool { code == .connection }

    /// Whether every other call to the model is likely to fail, too.
    fileprivate var speaksAgainstModel: Bool {
        switch code {
        case .server, .timeout, .truncated, .malformed: true
        default: false
        }
    }
}
