/// One request within its time limits.
extension Caller {
    /// Sends a request and shows the pieces of its reply.
    /// - Parameters:
    ///   - isRepeated: Whether the call has sent it before.
    ///   - race: Whom to tell of the request's time limit.
    ///   - mayShow: Asked before each piece; `false` ends the request.
    @inline(never)
    func send(
        _ call: Call, _ prompt: Prompt, to model: any LanguageModel, isRepeated: Bool = false,
        watchedBy race: Race? = nil,
        mayShow: (@Sendable () -> Bool)? = nil
    ) async throws -> Attempt {
        let expense: Ledger.Expense
        switch ledger.admit(prompt, to: model.name, for: call) {
        case .success(let admitted): expense = admitted
        case .failure(let error):
            return judge(Attempt(result: .failure(error)), of: model, call, hasBegun: false, isRepeated: isRepeated)
        }
        let total = settings.callTimeout
        let first = min(settings.firstTokenTimeout ?? total, total)
        let beginning = environment.uptime()
        let firstPiece = FirstMoment()
        let watch = RequestWatch()
        let attempt = await environment.deadlines.limit(
            .seconds(first), rest: .seconds(total - first),
            late: {
                $0?.complete
                    ?? Attempt(
                        result: .failure(timeLimit(of: model, hasBegun: firstPiece.moment != nil || watch.comesWhole)))
            }
        ) { () async -> Attempt in
            race?.follow(TimeLimit.current)
            defer { watch.note(TimeLimit.current, silence: environment.uptime() - Self.pausedSoFar - beginning) }
            do throws(ModelError) {
                let reply = try await model.reply(to: expense.prompt) { piece in
                    if case .waiting = piece {
                        return try await TimeLimit.paused { try await recorder.record(.piece(call.role, piece)) }
                    }
                    guard mayShow?() ?? true else { throw CancellationError() }
                    if firstPiece.mark(environment.uptime() - Self.pausedSoFar) { TimeLimit.current?.begin() }
                    try await TimeLimit.paused { try await recorder.record(.piece(call.role, piece)) }
                }
                let end = environment.uptime() - Self.pausedSoFar
                let moment = TimeLimit.current?.comesWhole == true ? nil : firstPiece.moment
                return Attempt(result: .success(reply.timed(from: beginning, to: end, firstPiece: moment)))
            } catch {
                return Attempt(result: .failure(error))
            }
        }
        // What broke off in one part had been written whole, and paid for, before its first byte.
        let hasBegun = firstPiece.moment != nil || watch.comesWhole && attempt.error?.code == .truncated
        settle(expense, attempt, hasBegun: hasBegun)
        if attempt.error != nil {
            try await checkCancellation(of: model, silence: firstPiece.moment == nil ? watch.silence : nil)
        }
        return judge(attempt, of: model, call, hasBegun: hasBegun, isRepeated: isRepeated)
    }

    @inline(never)
    private func settle(_ expense: Ledger.Expense, _ attempt: Attempt, hasBegun: Bool) {
        ledger.settle(expense, attempt.result, hasBegun: hasBegun)
    }

    /// Whatever a cancelled call throws says nothing about its model, unless the time of the stage or the run is over
    /// and nothing has come for long: else no circuit would open for endpoints that hang. A member that a quorum left
    /// behind is cancelled late and for the sake of others; that one is slower than they are does not make it ill.
    /// - Parameter silence: How long nothing has come of the reply; `nil` if it had begun.
    private func checkCancellation(of model: any LanguageModel, silence: Duration?) async throws {
        do {
            try await recorder.check()
            try Task.checkCancellation()
        } catch {
            let patience = environment.latencies.percentile95(of: model.name) ?? Self.usualPatience
            if TimeLimit.current?.isOver == true, let silence, silence.seconds >= patience {
                environment.circuitBreakers.noteSilence(of: model, for: silence)
            } else {
                environment.circuitBreakers.note(.cancelled, of: model)
            }
            throw error
        }
    }

    /// Seconds of silence that speak against an endpoint of which too little is known.
    private static let usualPatience = 5.0

    @inline(never)
    private func judge(
        _ attempt: Attempt, of model: any LanguageModel, _ call: Call, hasBegun: Bool, isRepeated: Bool
    ) -> Attempt {
        switch attempt.result {
        case .success(let reply):
            // A reply from the cache says nothing about the endpoint.
            environment.circuitBreakers.note(reply.isCached == true ? .cancelled : nil, of: model)
            if let timing = reply.timing, reply.isCached != true {
                environment.latencies.note(timing, of: model.name)
            }
            let isDeclined = call.role.mustNotDecline && [.refused, .filtered].contains(reply.stopReason)
            guard reply.text.allSatisfy(\.isWhitespace) || isDeclined else {
                return Attempt(result: .success(reply), hasBegun: true)
            }
            let error = ModelError.emptyReply(of: model.name, call.role, reply).billed(reply.usage, by: model.name)
            return Attempt(result: .failure(error), hasBegun: true)
        case .failure(let error):
            hopeless.note(error, of: model)
            environment.circuitBreakers.note(error, of: model, isRepeated: isRepeated)
            return Attempt(result: .failure(error), hasBegun: hasBegun)
        }
    }

    /// How long the time of the current call has stood still.
    private static var pausedSoFar: Duration { TimeLimit.current?.paused ?? .zero }

    private func timeLimit(of model: any LanguageModel, hasBegun: Bool) -> ModelError {
        let isFirst = !hasBegun && settings.firstTokenTimeout.map { $0 < settings.callTimeout } ?? false
        let seconds = isFirst ? settings.firstTokenTimeout ?? 0 : settings.callTimeout
        return ModelError(
            .timeout,
            "\(model.name): no \(isFirst ? "beginning of a" : "complete") reply within \(seconds.formattedSeconds).",
            suggestion: "Raise \(isFirst ? "first_token_timeout" : "call_timeout"), or seat a faster model. "
                + "The provider may bill the call all the same.")
    }
}

extension Reply {
    /// The reply with its timing.
    fileprivate func timed(from beginning: Duration, to end: Duration, firstPiece: Duration?) -> Reply {
        var reply = self
        reply.timing = Timing(firstPiece: firstPiece.map { ($0 - beginning).seconds }, total: (end - beginning).seconds)
        return reply
    }
}

extension Role {
    /// Whether what a model writes to decline is of no use: a member may decline; a chairman that does leaves the council
    /// without an answer, and a revision would take the place of one.
    fileprivate var mustNotDecline: Bool {
        switch self {
        case .chairman, .reviser: true
        default: false
        }
    }
}

extension Caller.Attempt {
    /// The attempt if it brought a reply: what came in the last moment was paid for and counts.
    fileprivate var complete: Self? { error == nil ? self : nil }
}

extension ModelError {
    /// For circuit breakers: the call is over and tells nothing.
    static let cancelled = ModelError(.cancelled, "cancelled")

    fileprivate static func emptyReply(of model: String, _ role: Role, _ reply: Reply) -> ModelError {
        switch reply.stopReason {
        case .refused:
            return ModelError(
                .refused, "\(model): the model declined to answer\(reply.quotation).",
                suggestion: "Word the question differently, or seat another model.")
        case .filtered:
            return ModelError(
                .filtered, "\(model): the provider's content filter withheld the reply\(reply.quotation).",
                suggestion: "Word the question differently, or seat a model of another provider.")
        default:
            let hasReasoned = !reply.reasoning.isEmpty || (reply.usage?.reasoning ?? 0) > 0
            let advice =
                switch (reply.stopReason, hasReasoned) {
                // Some neither show nor count what they think.
                case (.length, _):
                    "All tokens went into reasoning: raise or set \(role.limitKey), or raise the budget that sets it."
                case (_, true): "It only reasoned and wrote no answer: ask again, or seat another model."
                default: "Ask again, or seat another model."
                }
            let explanation = reply.stopExplanation.map { ": \($0.prefix(500))" } ?? ""
            return ModelError(
                .empty,
                "\(model): the reply holds no text (stop reason “\(reply.stopReason.rawValue)”\(explanation)).",
                suggestion: advice)
        }
    }
}

extension Role {
    /// The key in `council.yaml` that limits what is written in this role.
    var limitKey: String {
        switch self {
        case .member, .reviser: "max_answer_tokens"
        case .chairman, .analyst: "max_final_tokens"
        case .reviewer, .comparer, .judge, .auditor: "max_review_tokens"
        }
    }
}

extension Reply {
    /// What there is of the text, or else of the provider's explanation, in brackets.
    fileprivate var quotation: String {
        guard let words = [text, stopExplanation ?? ""].first(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            return ""
        }
        return " (\u{201C}\(words.prefix(500))\u{201D})"
    }
}

extension Double {
    fileprivate var formattedSeconds: String {
        self == rounded() && magnitude < 1e15 ? "\(Int(self)) s" : "\(self) s"
    }
}
