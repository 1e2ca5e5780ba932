extension Outcome {
    /// The prompt of a call of the synthesis, as far as it can be written again: for estimates where a provider counts
    /// no tokens.
    func prompt(of call: Call, in run: Run) -> Prompt {
        switch call.role {
        case .analyst: return Prompts.analysis(of: self, in: run)
        case .chairman: return Prompts.conclusion(of: self, in: run)
        case .reviser(let seat): return Prompts.revision(by: seat, of: self, in: run)
        case .comparer(let seat, _):
            let form = ComparisonForm(purpose: .doNoHarm, seat: seat, in: run)
            let texts = [draft?.value ?? "", bestSeat.flatMap { answers[$0]?.text } ?? ""]
            return Prompts.comparison(of: texts, form, by: call.role, in: run)
        case .judge(let seat, _):
            let form = ComparisonForm(purpose: .earlyStop, seat: seat, in: run)
            let texts = (comparisons[.earlyStop].map { [$0.first, $0.second] } ?? []).compactMap { $0 }
                .compactMap { run.seat(of: $0) }.compactMap { answers[$0]?.text }
            return Prompts.comparison(of: texts, form, by: call.role, in: run)
        case .auditor:
            let form = AuditForm(statements: analysis?.value.statements ?? [], in: run)
            return Prompts.audit(of: draft?.value ?? "", for: form, in: run)
        case .member, .reviewer: return Prompt(messages: [])
        }
    }
}
