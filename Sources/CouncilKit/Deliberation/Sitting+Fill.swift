/// A call whose reply has to be a filled form.
extension Sitting {
    /// What is asked of a model, and how its reply is read.
    struct Questionnaire<Value: Sendable>: Sendable {
        /// The prompt, after replies that could not be read.
        var prompt: @Sendable (_ earlier: [Outcome.Unreadable]) -> Prompt
        var read: @Sendable (_ text: String, _ attempt: Int) -> Result<Value, FormComplaint>
        /// The event for a reply that could be read.
        var event: @Sendable (Call, Value, Reply) -> CouncilEvent
    }

    /// Asks for a form, and once more with the complaint if the reply cannot be read.
    /// - Parameter call: The first call; its attempt is counted on.
    /// - Returns: The value, or why there is none; both are recorded.
    func fill<Value>(
        _ questionnaire: Questionnaire<Value>, _ call: Call, asking member: Member, until end: Duration?
    ) async throws -> Result<Value, ModelError> {
        var earlier = await recorder.outcome.unreadable.filter {
            $0.call.role == call.role && $0.call.actingSeat == call.actingSeat
        }
        var call = call
        while earlier.count < 2 {
            call.attempt = earlier.count + 1
            switch try await make(call, to: member, questionnaire.prompt(earlier), until: end) {
            case .failure(let error):
                try await recorder.note(.failed(call, error))
                return .failure(error)
            case .success(let reply):
                switch questionnaire.read(reply.text, call.attempt) {
                case .success(let value):
                    try await recorder.note(questionnaire.event(call, value, reply))
                    return .success(value)
                case .failure(let complaint):
                    let reason = reply.reasonForBreakingOff ?? complaint.message
                    try await recorder.note(.unreadable(call, reply, complaint: reason))
                    earlier.append(Outcome.Unreadable(call: call, reply: reply, complaint: reason))
                }
            }
        }
        call.attempt = 2
        let error = ModelError(
            .unreadableReply, "\(call.model): the reply could not be read, twice: \(earlier.last?.complaint ?? "")",
            suggestion: earlier.last?.reply.advice(for: call.role)
                ?? "Its raw text is kept with the run; the council went on without it.")
        try await recorder.note(.failed(call, error))
        return .failure(error)
    }
}

/// Why a form that cannot be read may have come to no end of its own.
extension Reply {
    /// For whoever wrote the form and for people; `nil` if it came to its end.
    var reasonForBreakingOff: String? {
        switch stopReason {
        case .length: "It was cut off at its token limit before it was complete."
        case .filtered: "The provider's content filter withheld it, or cut it short."
        default: nil
        }
    }

    /// What people can do about it.
    func advice(for role: Role) -> String? {
        switch stopReason {
        case .length: "Raise or set \(role.limitKey), or raise the budget that sets it."
        case .filtered: "Seat a model of another provider, or word the question differently."
        default: nil
        }
    }
}
