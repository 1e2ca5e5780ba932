import CouncilKit

/// What every call of a run has used, in all and one by one.
struct UsageReport: Sendable {
    struct Line: Sendable {
        var call: Call
        var usage: Usage
    }

    let total: Usage
    let lines: [Line]
    /// US dollars, as far as prices are known.
    let cost: Double

    init(_ outcome: Outcome) {
        total = outcome.usage
        cost = Costs(of: outcome).total
        let seats = outcome.run?.seats ?? []
        func line(_ role: Role, _ seat: Int, _ reply: Reply) -> Line? {
            reply.usage.map {
                Line(call: Call(role: role, model: seats.indices.contains(seat) ? seats[seat] : "?"), usage: $0)
            }
        }
        lines =
            outcome.answers.sorted { $0.key < $1.key }.compactMap { line(.member($0), $0, $1) }
            + outcome.unreadable.compactMap { unreadable in
                unreadable.reply.usage.map { Line(call: unreadable.call, usage: $0) }
            }
            + outcome.reviewReplies.sorted { $0.key < $1.key }.compactMap { line(.reviewer($0), $0, $1) }
            + [outcome.conclusion].compactMap { conclusion in
                conclusion?.reply?.usage.map { usage in Line(call: conclusion?.call ?? Call(role: .chairman, model: "?"), usage: usage) }
            }
    }

    /// Beside a protocol's own fields: which run it was and what each of its calls has used.
    var council: JSONValue {
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
        let report = UsageReport(outcome)
        return [
            "run": .string(outcome.run?.id.rawValue ?? ""),
            "source": .string(outcome.conclusion?.source.rawValue ?? ""),
            "cost": .number(report.cost), "calls": report.council,
        ]
    }
}
