import CouncilKit
import FoundationEssentials
import Synchronization

/// Decides when requests to an endpoint may be sent: by what the user allows, by what the provider states in its
/// headers, and by how long it wants to be left alone.
final class RateLimiter: Sendable {
    /// Leave to send one request. To be given back with ``release(_:used:)``.
    struct Permit: Sendable {
        let model: String
        /// What the request was estimated to take.
        let tokens: Int
    }

    /// The provider wants to be left alone for longer than a call may wait.
    struct LongPause: Error {
        let seconds: Double
    }

    /// Whom a limit holds for.
    private enum Scope: Hashable {
        case endpoint
        case model(String)
        /// A model, as the provider states it.
        case learned(String)
    }

    private struct State {
        var requests: [Scope: Allowance] = [:]
        var tokens: [Scope: Allowance] = [:]
        var pausedUntil: [String: Duration] = [:]

        var isEmpty: Bool { requests.isEmpty && tokens.isEmpty && pausedUntil.isEmpty }
    }

    /// Seconds of waiting that are not worth a word.
    private static let shortWait = 1.0
    /// The longest wait for the provider's sake. Nothing limits a call that waits, so it must not wait for a day's quota.
    private static let longestWait = 60.0
    /// Seconds that are a matter of rounding.
    private static let noWait = 0.001

    private let name: String
    private let limits: RateLimits
    private let modelLimits: [String: RateLimits]
    private let environment: RunEnvironment
    private let places: RequestLimiter?
    private let placesOfModels: [String: RequestLimiter]
    private let state: Mutex<State>

    init(name: String, limits: RateLimits, modelLimits: [String: RateLimits], environment: RunEnvironment) {
        self.name = name
        self.limits = limits
        self.modelLimits = modelLimits
        self.environment = environment
        places = limits.requestsInFlight.map { RequestLimiter(limit: $0) }
        placesOfModels = modelLimits.compactMapValues { $0.requestsInFlight.map { RequestLimiter(limit: $0) } }
        let now = environment.uptime()
        var initial = State()
        for (scope, limits) in [(Scope.endpoint, limits)] + modelLimits.map({ (Scope.model($0), $1) }) {
            initial.requests[scope] = limits.requestsPerMinute.map { Allowance(perMinute: $0, at: now) }
            initial.tokens[scope] = limits.tokensPerMinute.map { Allowance(perMinute: $0, at: now) }
        }
        state = Mutex(initial)
    }

    /// How many requests are under way, where they are counted.
    var underWay: Int { places?.taken ?? 0 }

    /// Waits until a request may be sent. A wait that is worth a word is told to `emit`; the time limit of the call
    /// stands still.
    /// - Throws: ``LongPause``, `CancellationError`, or what `emit` throws; then there is nothing to give back.
    func admit(
        _ model: String, tokens: Int, _ emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws -> Permit {
        let permit = Permit(model: model, tokens: tokens)
        var wait = take(permit)
        do {
            while true {
                let left = pause(of: model)
                guard left <= Self.longestWait else { throw LongPause(seconds: left) }
                try await pass(max(wait, left), emit)
                try await enter(placesOfModels[model], emit)
                do { try await enter(places, emit) } catch {
                    placesOfModels[model]?.leave()
                    throw error
                }
                // The provider may have asked for a pause meanwhile.
                if pause(of: model) < Self.noWait { return permit }
                leave(model)
                wait = 0
            }
        } catch {
            give(permit, requests: 1, tokens: tokens)
            throw error
        }
    }

    /// Ends a request.
    /// - Parameter tokens: What it has taken.
    func release(_ permit: Permit, used tokens: Int) {
        leave(permit.model)
        if tokens != permit.tokens { give(permit, requests: 0, tokens: permit.tokens - tokens) }
    }

    /// Keeps all requests to a model back for some seconds.
    func pause(_ model: String, for seconds: Double) {
        let end = environment.uptime() + .seconds(min(seconds, 86_400))
        state.withLock { $0.pausedUntil[model] = max(end, $0.pausedUntil[model] ?? end) }
    }

    /// Takes over what a response says about limits.
    func learn(from headers: some Sequence<(name: String, value: String)>, about model: String) -> RateLimitNews {
        let news = RateLimitNews(headers, now: environment.now())
        if news.requests != .init() || news.tokens != .init() {
            let now = environment.uptime()
            let (endpoint, own) = (limits, modelLimits[model])
            state.withLock { state in
                state.requests[.learned(model)].adapt(
                    to: news.requests, usually: own?.requestsPerMinute ?? endpoint.requestsPerMinute, span: 10, at: now)
                state.tokens[.learned(model)].adapt(
                    to: news.tokens, usually: own?.tokensPerMinute ?? endpoint.tokensPerMinute, span: 60, at: now)
            }
        }
        return news
    }
}

extension RateLimiter {
    /// Waits for a known time.
    private func pass(_ seconds: Double, _ emit: @Sendable (Reply.Piece) async throws -> Void) async throws {
        guard seconds > 0 else { return }
        if seconds > Self.shortWait { try await emit(.waiting(Reply.Wait(for: name, seconds: seconds.rounded(.up)))) }
        try await TimeLimit.paused { try await environment.sleep(.seconds(seconds)) }
    }

    /// Waits for a place among the requests in flight.
    private func enter(_ places: RequestLimiter?, _ emit: @Sendable (Reply.Piece) async throws -> Void) async throws {
        guard let places, let ticket = places.enter() else { return }
        var turn = await TimeLimit.paused {
            // Only who has to wait pays for a task that looks at the time.
            async let _: Void = {
                if await environment.deadlines.pass(.seconds(Self.shortWait)) { places.remind(ticket) }
            }()
            return await places.wait(with: ticket)
        }
        if turn == .stillWaiting {
            do { try await emit(.waiting(Reply.Wait(for: name))) } catch {
                places.leaveLine(ticket)
                throw error
            }
            turn = await TimeLimit.paused { await places.wait(with: ticket) }
        }
        if turn == .cancelled { throw CancellationError() }
    }

    private func leave(_ model: String) {
        places?.leave()
        placesOfModels[model]?.leave()
    }

    /// - Returns: Seconds until the limits allow the request.
    private func take(_ permit: Permit) -> Double {
        let now = environment.uptime()
        return state.withLock { state in
            if state.isEmpty { return 0 }
            func take(_ scope: Scope) -> Double {
                max(
                    state.requests[scope]?.take(1, at: now) ?? 0,
                    state.tokens[scope]?.take(Double(permit.tokens), at: now) ?? 0)
            }
            // What is learned is an estimate: after a while the provider may decide anew.
            let learned = min(take(.learned(permit.model)), Self.longestWait)
            return max(take(.endpoint), take(.model(permit.model)), learned)
        }
    }

    private func give(_ permit: Permit, requests: Int, tokens: Int) {
        let now = environment.uptime()
        state.withLock { state in
            for scope in [.endpoint, .model(permit.model), .learned(permit.model)] as [Scope] {
                if requests > 0 { state.requests[scope]?.give(Double(requests), at: now) }
                state.tokens[scope]?.give(Double(tokens), at: now)
            }
        }
    }

    private func pause(of model: String) -> Double {
        let now = environment.uptime()
        return state.withLock { (($0.pausedUntil[model] ?? now) - now).seconds }
    }
}

extension Allowance? {
    /// Takes over what the provider says, if it says enough.
    ///
    /// Azure says what is left and not of how much. Then the limit that was set counts, or else the most that was seen.
    /// - Parameters:
    ///   - usual: The limit that was set for a minute.
    ///   - span: Seconds that a limit holds for which nobody states: Azure counts requests in ten, tokens in sixty.
    fileprivate mutating func adapt(
        to window: RateLimitNews.Window, usually usual: Int?, span: Double, at now: Duration
    ) {
        guard let remaining = window.remaining, remaining >= 0 else { return }
        let stated = window.limit ?? usual.map { max(Double($0), remaining) }
        let limit = stated ?? max(self?.capacity ?? 1, remaining)
        guard limit >= 1, limit < 1e12 else { return }
        if self == nil { self = Allowance(perMinute: Int(limit), at: now) }
        self?.adapt(
            limit: limit, remaining: remaining, reset: window.reset, span: stated == nil ? span : 60, at: now)
    }
}
