import CouncilKit

/// B2 to B4: answers found in replies, normalised and voted on.
struct CheckedReport {
    struct Arithmetic: Decodable {
        var truth: String
        var finals: [String: String]
    }

    struct Choice: Decodable {
        struct Answer: Decodable {
            var text: String
            var final: String?
        }

        var answers: [String: Answer]
    }

    struct Council: Decodable {
        var expected: String
        var isCorrect: Bool
        var stage1: [String: String]

        enum CodingKeys: String, CodingKey {
            case expected, stage1
            case isCorrect = "is_correct"
        }
    }

    private let arithmetic: [Arithmetic]
    private let choices: [Choice]
    private let councils: [Council]

    init(_ folder: EvidenceFolder) throws {
        func lines<Item: Decodable>(_ name: String) throws -> [Item] {
            folder.holds(name) ? try folder.lines(of: name) : []
        }
        arithmetic = try lines("B3_gsm8k_openai4.jsonl")
        choices = try lines("B2_mmlupro_stage1_replay.jsonl")
        councils = try lines("B4_council_transcripts.jsonl")
    }

    func print() {
        Swift.print("\nCheckable answers")
        let replies = choices.flatMap(\.answers.values).filter { $0.final != nil }
        let found = replies.count { AnswerKind.option.normalized($0.text) == $0.final }
        Swift.print("  B2: the letter on record is found in \(found) of \(replies.count) replies")

        let checked = councils.map { council in
            (council, CheckedAnswer(council.stage1.sorted { $0.key < $1.key }.map { $0.value }))
        }
        let right = checked.count { council, answer in
            answer.map { $0.vote.answer == $0.kind.normalized(council.expected) } ?? false
        }
        let voted = checked.count { $0.1 != nil }
        if !councils.isEmpty {
            Swift.print(
                "  B4: \(voted) of \(councils.count) councils are voted on, \(right) of them rightly; "
                    + "their syntheses were right in \(councils.count(where: \.isCorrect))")
        }

        let members = Set(arithmetic.flatMap(\.finals.keys)).sorted()
        let trial = VoteTrial(
            arithmetic.compactMap { item in
                AnswerKind.number.normalized(item.truth).map { truth in
                    (members.map { item.finals[$0].flatMap(AnswerKind.number.normalized) }, truth)
                }
            })
        var columns = Columns("B3, \(arithmetic.count) questions", "best member", "plurality", "vote", "t", "oracle")
        columns.add("\(members.count) systems", trial.cells)
        columns.print()
    }
}
