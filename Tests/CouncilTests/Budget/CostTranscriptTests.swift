import CouncilKit
import Testing

@testable import council

struct CostTranscriptTests {
    private func outcome(_ prices: [String: Price]?) -> Outcome {
        var events = Script().all
        if case .opened(var run) = events[0] {
            run.prices = prices
            events[0] = .opened(run)
        }
        return Outcome(events)
    }

    private let prices = [
        "local/qwen": Price(input: 10, output: 100), "local/学习": Price(input: 10, output: 100), "local/smol": .free,
    ]

    @Test func `a run with prices says what it has cost and what peer review alone has`() {
        #expect(outcome(prices).costLine == "cost: $0.11, of which peer review $0.0426")
    }

    @Test func `a run that costs nothing says nothing`() {
        let free = outcome(["local/qwen": .free, "local/学习": .free, "local/smol": .free])
        #expect(free.costLine == nil)
        #expect(!Transcript(free).text().contains("Cost"))
    }

    @Test func `a run without any price says whose is unknown`() {
        #expect(outcome(nil).costLine == "cost: price unknown: local/qwen, local/学习, local/smol")
        #expect(outcome(["local/qwen": .free]).costLine == "cost: price unknown: local/学习, local/smol")
        #expect(Transcript(outcome(nil)).text().contains("price unknown: local/qwen"))
    }

    @Test func `the transcript has a table of costs by member and stage`() {
        let text = Transcript(outcome(prices)).text()
        #expect(text.contains("\nmember                answer  reviews  final answer   in all\n"))
        #expect(text.contains("\nlocal/smol                $0       $0            $0       $0\n"))
        #expect(text.contains("\nin all               $0.0426  $0.0426       $0.0213    $0.11\n"))
        #expect(Transcript(outcome(prices)).markdown.contains("## Cost\n\n| member | answer |"))
    }

    @Test func `an overrun is said`() {
        var events = Script().all
        if case .opened(var run) = events[0] {
            run.prices = prices
            run.settings.budget = Budget(run: 0.01)
            events[0] = .opened(run)
        }
        #expect(Outcome(events).costLine?.contains("over the budget of $0.0100") == true)
    }

    @Test func `what calls that broke off may cost is said`() {
        var events = Script().all
        var late = ModelError(.timeout, "local/qwen: late")
        late.mayCost = 0.03
        events.insert(.setback(Script().chair, Setback(.retry, asking: "local/qwen", after: late)), at: 1)
        if case .opened(var run) = events[0] {
            run.prices = prices
            events[0] = .opened(run)
        }
        #expect(
            Outcome(events).costLine == "cost: $0.11, of which peer review $0.0426; "
                + "calls that broke off may be billed with up to $0.0300 more")
    }

    @Test func `the list of runs has a column of costs only if a run has one`() throws {
        let run = try #require(outcome(prices).run)
        let summaries = [RunSummary(run: run, state: .concluded)]
        #expect(!RunList(summaries).text().contains("cost"))
        #expect(RunList(summaries, costs: [run.id: 0.5]).text().contains("$0.50"))
    }

    @Test func `members that do not review are no rows of the matrix`() {
        var events = Script().all
        if case .opened(var run) = events[0] {
            run.settings.maximumReviewers = 2
            events[0] = .opened(run)
        }
        #expect(ReviewMatrix(Outcome(events)).rows.count == 2)
    }

    @Test func `an answer that came too late has neither row nor column in the matrix`() {
        let script = Script()
        let matrix = ReviewMatrix(Outcome(script.answers + [.proceeded(seats: [0, 2])]))
        #expect(matrix.rows.map(\.seat) == [0, 2])
        #expect(matrix.labels == [script.run.labels[0], script.run.labels[2]])
    }
}
