import Synchronization

/// What a run has spent and what its calls under way may still cost. Asked before every request, so that a budget is
/// never overrun: retries, fallbacks and hedges are requests, too.
final class Ledger: Sendable {
    /// A request that may be sent.
    struct Expense: Sendable {
        /// The prompt, with a limit for the reply.
        var prompt: Prompt
        fileprivate var price: Price?
        fileprivate var worst: Double
    }

    private struct State {
        var spent: Double
        var underWay = 0.0
    }

    private let limit: Double?
    private let prices: [String: Price]
    private let state: Mutex<State>

    /// - Parameters:
    ///   - spent: What the run has cost before, in dollars.
    ///   - left: What others leave it, if that is less than was reserved; see ``Budget/reserved``.
    init(of run: Run, spent: Double, left: Double? = nil) {
        limit = [run.settings.budget?.most, left.map { spent + $0 }].compactMap { $0 }.min()
        prices = run.prices ?? [:]
        state = Mutex(State(spent: spent))
    }

    /// Asks for leave to send a request. If it is given, the end of the request has to be told with
    /// ``settle(_:_:hasBegun:)``.
    func admit(_ prompt: Prompt, to model: String) -> Result<Expense, ModelError> {
        guard let limit else { return .success(Expense(prompt: prompt, worst: 0)) }
        guard let price = prices[model] else { return .failure(.unpriced(model)) }
        let input = TokenEstimate.tokens(of: prompt).high
        return state.withLock { state in
            let left = limit - state.spent - state.underWay
            var prompt = prompt
            if prompt.maximumTokens == nil, price.output > 0 {
                let affordable = (left - price.worstCost(input: input, output: 0)) / price.output * 1_000_000
                prompt.maximumTokens = min(Run.longestReply, Int(max(0, affordable)))
            }
            let worst = price.worstCost(input: input, output: prompt.maximumTokens ?? 0)
            guard worst == 0 || worst <= left + Self.tolerance, price.output == 0 || prompt.maximumTokens != 0 else {
                return .failure(.overBudget(model, worst: worst, left: max(0, left)))
            }
            state.underWay += worst
            return .success(Expense(prompt: prompt, price: price, worst: worst))
        }
    }

    /// Books what a request has cost.
    /// - Parameter hasBegun: Whether a part of the reply had come.
    func settle(_ expense: Expense, _ result: Result<Reply, ModelError>, hasBegun: Bool) {
        guard let price = expense.price else { return }
        let cost =
            switch result {
            case .success(let reply): price.cost(of: reply, to: expense.prompt)
            case .failure(let error):
                if let billing = error.billing, !error.mayCostMore {
                    price.cost(of: billing.usage)
                } else {
                    hasBegun || error.mayBeBilled ? expense.worst : 0
                }
            }
        state.withLock { state in
            state.underWay = max(0, state.underWay - expense.worst)
            state.spent += cost
        }
    }

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
