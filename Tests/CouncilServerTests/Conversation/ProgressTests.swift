import CouncilKit
import Testing

@testable import CouncilServer

struct ProgressTests {
    private let call = Call(role: .member(2), model: "p1/one")

    @Test func `a failure says in one line whose task it was and what can be done`() {
        let error = ModelError(.unauthorized, "p1/one: 401\nNo such key.", suggestion: "Set P1_KEY.")
        let line = Progress.line(for: .failed(call, error), after: Outcome())
        #expect(line == "An answer failed: p1/one: 401 No such key. — Set P1_KEY.\n")
    }

    @Test(arguments: [
        (Setback.Remedy.retry, "p1/one: 503; asked again in 2 s.\n"),
        (Setback.Remedy.fallback, "p1/one: 503; p2/two is asked instead.\n"),
    ])
    func `a setback says what is done about it`(remedy: Setback.Remedy, words: String) {
        let setback = Setback(remedy, asking: "p2/two", after: ModelError(.server, "p1/one: 503"), delay: 1.4)
        #expect(Progress.line(for: .setback(call, setback), after: Outcome()) == words)
    }
}
