import CouncilKit
import FoundationEssentials
import Testing

@testable import council

@Suite struct TableTests {
    @Test func `columns are aligned by display width`() {
        let table = Table([.leading("model"), .trailing("n")], rows: [["学习模型", "1"], ["👩‍👩‍👧‍👦 x", "10"], ["a", "100"]])
        let lines = table.lines()
        #expect(lines == ["model       n", "学习模型    1", "👩‍👩‍👧‍👦 x       10", "a         100"])
        #expect(Set(lines.map(\.displayWidth)) == [13])
    }

    @Test func `a line is cut to the window`() {
        let table = Table([.leading("run"), .leading("question")], rows: [["r1", "为什么天空是蓝色的？"]])
        #expect(table.lines(width: 12) == ["run  questi…", "r1   为什么…"])
    }

    @Test func `runs are listed one a line`() {
        let script = Script()
        var long = script.run
        long.question = "What is\nthe meaning of life, the universe and everything else there is?"
        let list = RunList([
            RunSummary(run: script.run, state: .concluded), RunSummary(run: long, state: .unfinished),
        ])
        #expect(
            list.text(width: 80) == """
                run                opened (UTC)      council  state       question
                20261123-k7q2mz4t  2026-11-18 11:06  home     concluded   Is P equal to NP?
                20261123-k7q2mz4t  2026-11-18 11:06  home     unfinished  What is the meaning o…

                """)
        #expect(list.text().contains("else there is?\n"))
    }
}
