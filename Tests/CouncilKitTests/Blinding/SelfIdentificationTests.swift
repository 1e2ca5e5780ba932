import FoundationEssentials
import Testing

@testable import CouncilKit

struct SelfIdentificationTests {
    @Test(arguments: [
        ("As Claude, I cannot browse.", "As [withheld], I cannot browse."),
        ("As ChatGPT I would say no.", "As [withheld] I would say no."),
        ("I'm ChatGPT, a model trained by OpenAI.", "I'm [withheld], a model trained by [withheld]."),
        ("I’m **Claude Sonnet 4.5**, an AI assistant.", "I’m **[withheld]**, an AI assistant."),
        ("As an AI model made by OpenAI, there are limits.", "As an AI model made by [withheld], there are limits."),
        ("I am Qwen2.5-Coder, created by Alibaba Cloud.", "I am [withheld], created by [withheld]."),
        ("My name is Gemini and I think so.", "My name is [withheld] and I think so."),
        (
            "I am a language model based on the GPT-4 architecture.",
            "I am a language model based on the [withheld] architecture."
        ),
        ("My developers at Anthropic say no.", "My developers at [withheld] say no."),
        ("OpenAI, the company that created me, says no.", "[withheld], the company that created me, says no."),
        ("I, Claude, think so.", "I, [withheld], think so."),
        ("Claude here: it is 42.", "[withheld] here: it is 42."),
        ("This answer was written by DeepSeek-V3.", "This answer was written by [withheld]."),
        ("It is 42.\n\n— Gemini", "It is 42.\n\n— [withheld]"),
        ("It is 42.\n\nBest regards,\nChatGPT", "It is 42.\n\nBest regards,\n[withheld]"),
        ("Answer by GPT-4o\n\nIt is 42.", "Answer by [withheld]\n\nIt is 42."),
        ("Ich bin ChatGPT, ein Sprachmodell von OpenAI.", "Ich bin [withheld], ein Sprachmodell von [withheld]."),
        (
            "Als KI-Sprachmodell von Google kann ich das nicht.",
            "Als KI-Sprachmodell von [withheld] kann ich das nicht."
        ),
        ("Je suis Claude, un assistant créé par Anthropic.", "Je suis [withheld], un assistant créé par [withheld]."),
        (
            "En tant que modèle développé par OpenAI, je dis non.",
            "En tant que modèle développé par [withheld], je dis non."
        ),
        ("Soy ChatGPT, un modelo creado por OpenAI.", "Soy [withheld], un modelo creado por [withheld]."),
        ("Como modelo entrenado por Google, no puedo.", "Como modelo entrenado por [withheld], no puedo."),
        ("我是ChatGPT，由OpenAI训练的语言模型。", "我是[withheld]，由[withheld]训练的语言模型。"),
        ("作为通义千问，我不能。", "作为[withheld]，我不能。"),
        ("我是由阿里云开发的语言模型。", "我是由[withheld]开发的语言模型。"),
    ])
    func `whoever says who it is stays unnamed`(original: String, masked: String) {
        #expect(SelfIdentification(in: original).masked == masked)
    }

    @Test(arguments: [
        "Compare Claude and GPT.", "Claude Shannon founded information theory.", "I use ChatGPT every day.",
        "I am a fan of Claude.", "I am Claude Shannon.", "I am a Gemini, born in June.", "I'm a ChatGPT user.",
        "I work at Google.", "I am from Google, and you?", "As Gemini rises in the east, I sleep.",
        "As Claude Monet painted it, I saw it.", "As Google, Apple and Meta grow, so do I.",
        "As an AI model made by OpenAI, ChatGPT has limits.", "It serves as an AI model made by OpenAI.",
        "GPT-4 is made by OpenAI, Claude by Anthropic.", "GPT-4: 86 %\nClaude: 85 %", "Unlike GPT-4, I can count.",
        "Popular assistants:\n- Claude\n- Gemini\n- ChatGPT", "— Claude\n— Gemini\n— GPT-4", "Author: Claude Shannon",
        "Ich benutze ChatGPT.", "Je suis un fan de Claude.", "Uso ChatGPT.", "我用ChatGPT。", "我是ChatGPT的用户。",
        "作为OpenAI的竞争对手，谷歌发布了Gemini。", "As an AI language model, I have no feelings.",
    ])
    func `whoever speaks about models is left alone`(text: String) {
        #expect(SelfIdentification(in: text).masked == text)
    }

    @Test func `a name from the run itself is masked`() {
        let answer = BlindAnswer(label: Label("K47"), original: "I am zeta-9.", models: ["example/zeta-9"])
        #expect(answer.text == "I am [withheld].")
    }

    @Test func `what reviewers see is masked and the original is kept`() throws {
        let run = Run(
            id: Run.ID(rawValue: "r"), date: .now, council: "c", question: "Who?", history: [], continues: nil,
            seats: ["a/one", "b/two"], chairman: "a/one", settings: Settings(), seed: 3,
            labels: [Label("K47"), Label("B12")], nonce: "x1y2", prompts: 1, origin: [:])
        let outcome = Outcome([
            .opened(run), .answered(Call(role: .member(0), model: "a/one"), Reply(text: "I'm Claude.")),
            .answered(Call(role: .member(1), model: "b/two"), Reply(text: "Nobody.")),
        ])
        #expect(outcome.blindAnswers(of: [1, 0]).map(\.text) == ["Nobody.", "I'm [withheld]."])
        #expect(outcome.answers[0]?.text == "I'm Claude.")
        let chairman = Prompts.conclusion(of: outcome, in: run).messages.map(\.text).joined()
        #expect(chairman.contains("I'm [withheld].") && !chairman.contains("Claude"))
    }
}

/// What masking does to real answers. They speak of many models and, asked by name, of themselves.
@Suite(.enabled(if: Evidence.hasAnswers, "no recorded answers in \(Evidence.folder.path())"))
struct RecordedNamesTests {
    @Test func `real answers that only mention models stay as they are`() throws {
        let answers = try Evidence.answers()
        let mentions = answers.filter { text in
            let words = Word.all(in: text)
            return words.indices.contains { words.lengthOfName(at: $0, besides: []) > 0 }
        }
        let masked = mentions.filter { SelfIdentification(in: $0).masked != $0 }
        print("Recorded answers: \(answers.count), \(mentions.count) of them name a model, \(masked.count) are masked.")
        #expect(!mentions.isEmpty)
        #expect(masked.isEmpty)
    }

    @Test(arguments: [
        "As an AI language model made by OpenAI, I can say this.", "I am Claude, made by Anthropic.",
        "Ich bin Gemini, ein Sprachmodell von Google.",
    ])
    func `in a real answer that names its author nothing but the names is masked`(introduction: String) throws {
        for answer in try Evidence.answers().prefix(60) {
            let masked = SelfIdentification(in: "\(introduction)\n\n\(answer)\n\n— ChatGPT").masked
            #expect(masked == "\(SelfIdentification(in: introduction).masked)\n\n\(answer)\n\n— [withheld]")
        }
    }
}

extension Evidence {
    private static let answerFiles = [
        "A1_review_texts", "B2_mmlupro_stage1_replay", "B4_council_transcripts", "A1_prd_vicuna80",
    ]

    static var hasAnswers: Bool { answerFiles.allSatisfy { holds("\($0).jsonl") } }

    /// The texts of answers and of reviews, whatever stands around them.
    static func answers() throws -> [String] {
        try answerFiles.flatMap { name -> [String] in
            let text = try String(contentsOf: folder.appending(path: "\(name).jsonl"), encoding: .utf8)
            return try text.split(separator: "\n").flatMap { line in
                try JSONValue(parsing: line).texts.filter { $0.count > 80 }
            }
        }
    }
}

extension JSONValue {
    fileprivate var texts: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let values): values.flatMap(\.texts)
        case .object(let members): members.flatMap(\.value.texts)
        default: []
        }
    }
}
