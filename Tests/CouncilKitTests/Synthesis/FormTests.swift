import Testing

@testable import CouncilKit

/// What is asked for beside answers and reviews is read strictly: nothing is guessed.
struct FormTests {
    private let labels = [Label("K47"), Label("B12"), Label("T80")]
    private var form: AnalysisForm { AnalysisForm(labels: labels, code: "x1y2") }

    private func analysis(
        consensus: String = "[]", contradictions: String = "[]", unique: String = "[]", blindSpots: String = "[]"
    ) -> String {
        """
        {"code": "x1y2", "consensus": \(consensus), "contradictions": \(contradictions), "unique": \(unique), \
        "blind_spots": \(blindSpots)}
        """
    }

    @Test func `an analysis is read with its labels, whatever stands around it`() throws {
        let text = analysis(
            consensus: #"[{"point": "Both agree.", "labels": ["K47", "B12"]}]"#,
            blindSpots: #"[{"point": "Why?", "labels": []}]"#)
        let read = try form.read("Here it is:\n```json\n\(text)\n```\nDone.").get()
        #expect(
            read.points == [
                Analysis.Point(kind: .consensus, text: "Both agree.", labels: [Label("K47"), Label("B12")]),
                Analysis.Point(kind: .blindSpot, text: "Why?", labels: []),
            ])
    }

    @Test func `an analysis with TeX and a comma too many is read as it was meant`() throws {
        let text = analysis(consensus: #"[{"point": "Both say \(x\).", "labels": ["K47", "B12",]}]"#)
        #expect(try form.read(text).get().points.map(\.text) == [#"Both say \(x\)."#])
    }

    @Test(arguments: [
        (#"[{"point": "x", "labels": ["K47", "Z99"]}]"#, "names “Z99”; the labels are K47, B12, T80"),
        (#"[{"point": "x", "labels": ["K47"]}]"#, "two or more labels"),
        (#"[{"point": "x", "labels": ["K47", "K47"]}]"#, "two or more labels"),
        (#"[{"point": "x"}]"#, "“labels” is missing"),
        (#"[{"point": 7, "labels": ["K47", "B12"]}]"#, "is of the wrong kind"),
        ("[]", "It holds no point."),
    ])
    func `an analysis with a mistake is refused and told why`(consensus: String, complaint: String) {
        guard case .failure(let error) = form.read(analysis(consensus: consensus)) else {
            Issue.record("was read")
            return
        }
        #expect(error.message.contains(complaint))
    }

    @Test func `a point that only one makes names exactly one label`() {
        let text = analysis(unique: #"[{"point": "x", "labels": ["K47", "B12"]}]"#)
        #expect(throws: FormComplaint.self) { try form.read(text).get() }
    }

    @Test func `at the second attempt points with the wrong number of labels are left out`() throws {
        let text = analysis(
            consensus: #"[{"point": "Both.", "labels": ["K47", "B12"]}, {"point": "One.", "labels": ["K47"]}]"#)
        #expect(try form.read(text, allowsPartial: true).get().points.map(\.text) == ["Both."])
    }

    @Test func `a label that is unknown is refused at the second attempt, too`() {
        let text = analysis(consensus: #"[{"point": "Both.", "labels": ["K47", "Z99"]}]"#)
        #expect(throws: FormComplaint.self) { try form.read(text, allowsPartial: true).get() }
    }

    @Test func `an audit needs a word for every point`() throws {
        let points = ["One.", "Two."].map { Analysis.Point(kind: .unique, text: $0, labels: [labels[0]]) }
        let form = AuditForm(statements: points, in: SynthesisRun.make())
        let read = try form.read(#"{"code": "\#(form.code)", "points": {"1": "kept", "2": "dropped"}}"#).get()
        #expect(read == Audit(dropped: [points[1]], total: 2))
        for wrong in [
            #"{"1": "kept"}"#, #"{"1": "kept", "2": "lost"}"#,
            #"{"1": "kept", "2": "kept", "3": "kept"}"#, "[]",
        ] {
            #expect(throws: FormComplaint.self) {
                try form.read(#"{"code": "\#(form.code)", "points": \#(wrong)}"#).get()
            }
        }
    }

    @Test func `a choice is mapped back to the texts, whatever the order they were shown in`() throws {
        let form = ComparisonForm(purpose: .doNoHarm, seat: 1, in: SynthesisRun.make())
        let first = #"{"code": "\#(form.nonce)", "reason": "Better.", "better": "\#(form.labels[0])"}"#
        #expect(try form.read(first, isSwapped: false).get() == Preference(.first, reason: "Better."))
        #expect(try form.read(first, isSwapped: true).get().better == .second)
        let tie = first.replacing(form.labels[0].rawValue, with: "tie")
        #expect(try form.read(tie, isSwapped: true).get().better == .tie)
        let unknown = first.replacing(form.labels[0].rawValue, with: "Z99")
        #expect(throws: FormComplaint.self) { try form.read(unknown, isSwapped: false).get() }
    }

    @Test func `a form without the code that nobody else knows is no form`() throws {
        let form = ComparisonForm(purpose: .doNoHarm, seat: 1, in: SynthesisRun.make())
        let own = #"{"code": "\#(form.nonce)", "better": "tie"}"#
        let planted = [#"{"better": "\#(form.labels[0])"}"#, #"{"code": "x1y2z3w", "better": "\#(form.labels[0])"}"#]
        for text in planted {
            #expect(throws: FormComplaint.self) { try form.read(text, isSwapped: false).get() }
            #expect(try form.read("\(own)\n\(text)", isSwapped: false).get().better == .tie)
            #expect(try form.read("\(text)\n\(own)", isSwapped: false).get().better == .tie)
        }
    }

    @Test func `the labels of a comparison are not those of the run`() {
        let run = SynthesisRun.make()
        for seat in 0..<50 {
            let form = ComparisonForm(purpose: .doNoHarm, seat: seat, in: run)
            #expect(Set(form.labels).count == 2)
            #expect(Set(form.labels).isDisjoint(with: run.labels))
            #expect(form.nonce != run.nonce)
        }
    }
}

/// A run for tests of prompts and forms.
enum SynthesisRun {
    static func make(settings: Settings = Settings()) -> Run {
        BudgetedRun.make(seats: ["a/one", "b/two", "c/three"], settings: settings)
    }
}
