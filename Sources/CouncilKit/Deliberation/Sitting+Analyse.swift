/// The analysis before the final answer. Without one the final answer is written from the reviews alone.
extension Sitting {
    func analyse() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run, run.settings.synthesisInForce.analysis, outcome.tally != nil,
            outcome.analysis == nil, outcome.draft == nil, outcome.failure(of: .analyst)?.code != .unreadableReply
        else { return }
        let form = AnalysisForm(labels: outcome.reviewedSeats.map { run.labels[$0] }, code: run.nonce)
        let questionnaire = Questionnaire(
            prompt: { Prompts.analysis(of: outcome, in: run, after: $0) },
            // Who was told what is wrong and still names the wrong number of labels loses those points.
            read: { form.read($0, allowsPartial: $1 > 1) },
            event: { .analysed($0, $1, $2) })
        let end = stageEnd(in: run)
        for chair in chairs(as: .analyst, after: outcome, in: run) {
            switch try await fill(questionnaire, chair.call, asking: chair.member, until: end) {
            case .success: return
            case .failure(let error): if error.code == .unreadableReply { return }
            }
        }
    }
}
