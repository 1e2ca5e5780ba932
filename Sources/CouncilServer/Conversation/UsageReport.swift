import CouncilKit

/// What every call of a run has used, in all and one by one: a fold over the run's events.
struct UsageReport: Sendable {
    private struct Line: Sendable {
        var call: Call
        var usage: Usage
    }

    private var lines: [Line] = []
    private var draft: Call?

    mutating func apply(_ event: CouncilEvent) {
        guard let (call, reply) = event.callAndReply else { return }
        if case .drafted = event { draft = call }
        // A draft that holds is the reply of the conclusion, too.
        if case .concluded = event, call == draft { return }
        if let usage = reply.usage { lines.append(Line(call: call, usage: usage)) }
    }

    var total: Usage { lines.map(\.usage).reduce(Usage(input: 0, output: 0), +) }

    /// The calls one by one, in the order in which they ended.
    var calls: JSONValue {
        .array(
            lines.map { line in
                [
                    "role": .string(line.call.role.description), "model": .string(line.call.model),
                    "input_tokens": .integer(line.usage.input), "output_tokens": .integer(line.usage.output),
                ]
            })
    }
}

extension AnswerReader.Answer {
    /// The field `council` of a response: what no protocol has a place for.
    var council: JSONValue {
        var members: [JSONValue.Member] = [
            .init("run", .string(outcome.run?.id.rawValue ?? "")),
            .init("source", .string(outcome.conclusion?.source.rawValue ?? "")),
        ]
        if let cost = Costs(of: outcome).knownTotal { members.append(.init("cost", .number(cost))) }
        if !outcome.failures.isEmpty {
            members.append(.init("failures", .array(outcome.failures.map(Self.object))))
        }
        return .object(members)
    }

    private static func object(_ failure: Outcome.Failure) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("role", .string(failure.call.role.description)), .init("model", .string(failure.call.model)),
            .init("message", .string(failure.error.message)),
        ]
        if let suggestion = failure.error.suggestion { members.append(.init("suggestion", .string(suggestion))) }
        return .object(members)
    }
}
