/// What the final answer dropped. It comes before the conclusion, so that the conclusion stays the last event; it never
/// changes the answer, and a failure costs nothing but the list.
extension Sitting {
    func audit() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, run.settings.synthesisInForce.audit, outcome.audit == nil,
            let statements = outcome.analysis?.value.statements, !statements.isEmpty,
            let draft = outcome.draft, outcome.failure(of: .auditor)?.code != .unreadableReply
        else { return }
        let isReplaced = outcome.comparisons[.doNoHarm]?.isFirstWorse == true
        let author = isReplaced ? outcome.bestSeat : draft.call.actingSeat
        let final = isReplaced ? outcome.bestSeat.flatMap { outcome.answers[$0]?.text } : nil
        let form = AuditForm(statements: statements, in: run)
        let questionnaire = Questionnaire(
            prompt: { Prompts.audit(of: final ?? draft.value, for: form, in: run, after: $0) },
            read: { text, _ in form.read(text) },
            event: { .audited($0, $1, $2) })
        let end = stageEnd(in: run)
        let chairman = (call: Call(role: .auditor, model: council.chairman.name), member: council.chairman)
        // Whoever wrote the answer is the last to ask what it dropped.
        let members = outcome.comparingSeats.filter { $0 != author }.prefix(1).map { seat in
            let member = council.members[seat]
            return (call: Call(role: .auditor, model: member.name, actingSeat: seat), member: member)
        }
        for auditor in members + [chairman] where !outcome.failures.contains(where: { $0.call == auditor.call }) {
            switch try await fill(questionnaire, auditor.call, asking: auditor.member, until: end) {
            case .success: return
            case .failure(let error): if error.code == .unreadableReply { return }
            }
        }
    }
}
