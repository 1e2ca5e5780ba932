import CouncilKit
import FoundationEssentials
import Testing

/// The comparison of answers on recorded replies of real models.
struct RecordedAnswersTests {
    private struct Arithmetic: Decodable {
        var truth: String
        var finals: [String: String]
        var correct: [String: Bool]
    }

    private struct Choice: Decodable {
        struct Answer: Decodable {
            var text: String
            var final: String?
        }

        var answers: [String: Answer]
    }

    private struct Council: Decodable {
        var expected: String
        var stage1: [String: String]
    }

    private struct Question: Decodable {
        var type: String
        var answer: String
    }

    @Test(.recorded("B3_gsm8k_openai4.jsonl"))
    func `numbers are equal exactly where the record says that they are right`() throws {
        var differing = 0
        var all = 0
        for item in try Evidence.items(of: "B3_gsm8k_openai4.jsonl", as: Arithmetic.self) {
            for (model, final) in item.finals {
                let isEqual = AnswerKind.number.normalized(final) == AnswerKind.number.normalized(item.truth)
                all += 1
                if isEqual != item.correct[model] { differing += 1 }
            }
        }
        #expect(all > 0 && differing * 200 <= all, "\(differing) of \(all)")
    }

    @Test(.recorded("B2_mmlupro_stage1_replay.jsonl")) func `the letters that replies state are those on record`()
        throws
    {
        var found = 0
        var all = 0
        for item in try Evidence.items(of: "B2_mmlupro_stage1_replay.jsonl", as: Choice.self) {
            for answer in item.answers.values {
                all += 1
                if AnswerKind.option.normalized(answer.text) == answer.final { found += 1 }
            }
        }
        #expect(all > 0 && found * 100 >= all * 97, "\(found) of \(all)")
    }

    @Test(.recorded("B4_council_transcripts.jsonl"))
    func `councils whose members state checkable answers are recognised`() throws {
        let items = try Evidence.items(of: "B4_council_transcripts.jsonl", as: Council.self)
        let recognised = items.count { item in
            CheckedAnswer(item.stage1.sorted { $0.key < $1.key }.map { $0.value }) != nil
        }
        #expect(!items.isEmpty && recognised * 2 >= items.count, "\(recognised) of \(items.count)")
    }

    @Test(.recorded("C_live_questions.jsonl")) func `every known answer of a checkable question is one of its kind`()
        throws
    {
        let kinds: [String: AnswerKind] = [
            "number": .number, "letter": .option, "yesno": .yesNo, "text": .shortText,
        ]
        for item in try Evidence.items(of: "C_live_questions.jsonl", as: Question.self) {
            let kind = try #require(kinds[item.type])
            #expect(kind.normalized(item.answer) != nil, "\(item.answer)")
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test where a file of recorded evidence is absent.
    fileprivate static func recorded(_ name: String) -> Self {
        .enabled(if: Evidence.holds(name), "\(name) is neither in $EVIDENCE nor in ../shared/evidence")
    }
}
