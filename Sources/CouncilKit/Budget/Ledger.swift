import Synchronization

/// What a run has spent and what its calls under way may still cost. Asked before every request, so that a budget is
/// never overrun: retries, fallbacks and hedges are requests, too.
final class Ledger: Sendable {
    /// A request that may be sent.
    struct Expense: Sendable {
        /// The prompt, with a limit for the reply.
        var prompt: Prompt
        fileprivate var call: Call
        fileprivate var model: String
        fileprivate var price: Price?
        fileprivate var worst: Double
    }

    private struct State {
        var spent: Double
        var underWay = 0.0
        /// Models without a price above 0 that have charged all the same.
        var charging: Set<String> = []
        /// What calls that broke off may be billed beyond what was counted, until the event that tells of it.
        var untold: [Call: Double] = [:]
    }

    private let limit: Double?
    private let prices: [String: Price]
    private let state: Mutex<State>

    /// - Parameters:
    ///   - spent: What the run has cost before, in dollars.
    ///   - left: What others leave it, if that is less than was reserved; see ``Budget/reserved``.
    init(of run: Run, spent: Double, left: Double? = nil) {
        limit = [run.settings.budget?.most, left.map { spent + max(0, $0) }].compactMap { $0 }.min()
        prices = run.prices ?? [:]
        state = Mutex(State(spent: spent))
    }

    /// Asks for leave to send a request. If it is given, the end of the request has to be told with
    /// ``settle(_:_:hasBegun:)``.
    func admit(_ prompt: Prompt, to model: String, for call: Call) -> Result<Expense, ModelError> {
        guard let limit else { return .success(Expense(prompt: prompt, call: call, model: model, worst: 0)) }
        guard let price = prices[model] else { return .failure(.unpriced(model)) }
        let input = TokenEstimate.tokens(of: prompt).high
        return state.withLock { state in
            let left = limit - state.spent - state.underWay
            var prompt = prompt
            if prompt.maximumTokens == nil, price.output > 0 {
                let affordable = (left - price.worstCost(input: input, output: 0)) / price.output * 1_000_000
                prompt.maximumTokens = Int(min(max(0, affordable), Double(Run.longestReply)))
            }
            let worst = price.worstCost(input: input, output: prompt.maximumTokens ?? 0)
            let isFree = worst == 0 && (left >= -Self.tolerance || !state.charging.contains(model))
            guard isFree || worst > 0 && worst <= left + Self.tolerance,
                price.output == 0 || prompt.maximumTokens != 0
            else {
                return .failure(.overBudget(model, worst: worst, left: max(0, left)))
            }
            state.underWay += worst
            return .success(Expense(prompt: prompt, call: call, model: model, price: price, worst: worst))
        }
    }

    /// Books what a request has cost.
    /// - Parameter hasBegun: Whether a part of the reply had come.
    func settle(_ expense: Expense, _ result: Result<Reply, ModelError>, hasBegun: Bool) {
        guard let price = expense.price else { return }
        let cost: Double
        var uncounted = 0.0
        switch result {
        case .success(let reply): cost = price.cost(of: reply, to: expense.prompt)
        case .failure(let error):
            let counted = error.billing.map { price.cost(of: $0.usage) } ?? 0
            let isCounted = error.billing != nil && !error.mayCostMore
            cost = isCounted || !hasBegun && !error.mayBeBilled ? counted : max(counted, expense.worst)
            uncounted = cost - counted
        }
        state.withLock { state in
            state.underWay = max(0, state.underWay - expense.worst)
            state.spent += cost
            if price.isFree, cost > 0 { state.charging.insert(expense.model) }
            if uncounted > 0 { state.untold[expense.call, default: 0] += uncounted }
        }
    }

    /// Takes note of an event.
    /// - Returns: The event; if it ends a request that broke off, or the run, with what that may still cost.
    func follow(_ event: CouncilEvent) -> CouncilEvent {
        switch event {
        case .setback(let call, var setback) where setback.error != nil:
            setback.error?.mayCost = take(call)
            return .setback(call, setback)
        case .failed(let call, var error):
            error.mayCost = take(call)
            return .failed(call, error)
        case .concluded(var conclusion):
            let rest = state.withLock { $0.underWay + $0.untold.values.reduce(0, +) }
            conclusion.mayCost = rest > Self.tolerance ? rest : nil
            return .concluded(conclusion)
        default: return event
        }
    }

    /// The calls that broke off of which no event has told what they may cost.
    var untoldCalls: [Call] {
        state.withLock { $0.untold.keys.sorted { "\($0.role) \($0.attempt)" < "\($1.role) \($1.attempt)" } }
    }

    private func take(_ call: Call) -> Double? { state.withLock { $0.untold.removeValue(forKey: call) } }

    /// A fraction of a cent that sums of binary fractions may be off by.
    private static let tolerance = 1e-9
}

extension Price {
    /// Dollars for a reply: by the provider's count, else by the high end of the estimate.
    func cost(of reply: Reply, to prompt: Prompt) -> Double {
        if reply.isCached == true { return 0 }
        if let usage = reply.usage { return cost(of: usage) }
        let bytes = reply.text.utf8.count + reply.reasoning.utf8.count
        return worstCost(
            input: TokenEstimate.tokens(of: prompt).high,
            output: TokenEstimate.tokens(ofBytes: Interval(bytes, bytes)).high)
    }
}

extension ModelError {
    /// Whether the provider may have worked, and bill it, although no reply came.
    fileprivate var mayBeBilled: Bool {
        switch code {
        case .connection, .unauthorized, .notFound, .rateLimited, .noCredit, .badRequest, .conflict, .server, .skipped:
            false
        case .empty: true
        default: status == nil
        }
    }

    static func unpriced(_ model: String) -> ModelError {
        ModelError(
            .overBudget, "\(model): not asked, because its price is unknown and the run has a budget.",
            suggestion: Budget.howToAddPrice(of: model))
    }

    fileprivate static func overBudget(_ model: String, worst: Double, left: Double) -> ModelError {
        ModelError(
            .overBudget,
            "\(model): not asked, because the call may cost up to \(worst.dollars) and \(left.dollars) of the budget "
                + "is left.",
            suggestion: "Raise the budget, or limit how long replies may be.")
    }
}

extension Budget {
    /// What to do about a model whose price is unknown.
    static func howToAddPrice(of model: String) -> String {
        "Add it to ~/.config/swift-council/prices.yaml, in dollars for a million tokens: "
            + "prices: {\(model): {input: 1.00, output: 4.00}}"
    }
}
