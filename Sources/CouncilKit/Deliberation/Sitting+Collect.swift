/// Stage one: every member answers, all at once.
extension Sitting {
    func collect() async throws {
        let outcome = await recorder.outcome
        guard let run = outcome.run else { return }
        try await withThrowingDiscardingTaskGroup { group in
            for (seat, member) in council.members.enumerated()
            where outcome.answers[seat] == nil && outcome.failure(of: .member(seat)) == nil {
                group.addTask {
                    let call = Call(role: .member(seat), model: member.name)
                    let prompt = Prompts.answer(from: seat, in: run)
                    switch try await make(call, to: member, prompt, within: run.settings.callTimeout) {
                    case .success(let reply): try await recorder.record(.answered(call, reply))
                    case .failure(let error): try await recorder.record(.failed(call, error))
                    }
                }
            }
        }
    }
}
