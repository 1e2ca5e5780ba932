import CouncilKit
import FoundationEssentials
import Testing

struct ComparisonTests {
    private func comparison(_ pairs: [(Preference.Better?, Preference.Better?)]) -> Comparison {
        Comparison(
            purpose: .doNoHarm, first: nil, second: Label("K47"),
            verdicts: pairs.enumerated().map { seat, pair in
                Comparison.Verdict(
                    seat: seat, original: pair.0.map { Preference($0) }, swapped: pair.1.map { Preference($0) })
            })
    }

    @Test func `a judge that contradicts itself is a tie`() {
        let comparison = comparison([(.first, .second)])
        #expect(comparison.margin == 0)
        #expect(comparison.verdicts[0].isContradiction)
        #expect(!comparison.isFirstWorse)
    }

    @Test(
        arguments: [
            ([(.second, .second)], true), ([(.first, .first)], false), ([(.tie, .second)], true),
            ([(nil, .second)], true), ([(nil, nil)], false), ([], false),
            ([(.second, .second), (.first, .first)], false), ([(.second, .second), (.first, .tie)], true),
            ([(.second, .second), (.first, .first), (.second, .first)], false),
        ] as [([(Preference.Better?, Preference.Better?)], Bool)])
    func `the draft goes only if it loses`(pairs: [(Preference.Better?, Preference.Better?)], isWorse: Bool) {
        #expect(comparison(pairs).isFirstWorse == isWorse)
    }

    @Test func `settings of earlier versions hold the defaults`() throws {
        let settings = try JSONDecoder().decode(Settings.self, from: Data(#"{"callTimeout": 600}"#.utf8))
        #expect(settings.synthesis == nil)
        #expect(settings.synthesisInForce == SynthesisSettings())
        let part = try JSONDecoder().decode(SynthesisSettings.self, from: Data(#"{"depth": "deep"}"#.utf8))
        #expect(part == SynthesisSettings(depth: .deep))
    }

    @Test(arguments: [
        "analyst", "auditor", "comparer/1", "comparer/1/swapped", "judge/0", "judge/0/swapped", "reviser/2", "member/0",
        "reviewer/3", "chairman",
    ])
    func `a role survives its text`(text: String) {
        #expect(Role(text)?.description == text)
    }

    @Test(arguments: ["analyst/1", "comparer", "member/1/swapped", "chairman/swapped", "judge/x", "reviser/1/2"])
    func `what is no role is refused`(text: String) {
        #expect(Role(text) == nil)
    }
}
