import CouncilKit
import Testing

struct StrengthOrderTests {
    private func outcome(_ strengths: [String: Double]?) -> Outcome {
        var run = BudgetedRun.make(seats: ["a/one", "b/two", "c/three"])
        run.chairman = "b/two"
        run.strengths = strengths.map { KnownStrengths(lambda: 2, models: $0) }
        return Outcome(
            [.opened(run)]
                + run.seats.indices.map {
                    .answered(Call(role: .member($0), model: run.seats[$0]), Reply(text: "Yes."))
                })
    }

    @Test func `without history the chairman's model counts as the strongest`() {
        #expect(outcome(nil).seatsByStrength == [1, 0, 2])
    }

    @Test func `history goes before the chair`() {
        #expect(outcome(["c/three": 0.2, "b/two": -0.1]).seatsByStrength == [2, 0, 1])
    }
}
