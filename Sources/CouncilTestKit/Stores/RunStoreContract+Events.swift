import CouncilKit
import FoundationEssentials

extension RunStoreContract {
    static let run = Run(
        id: Run.ID(rawValue: "20261123-abcdefgh"), date: Date(timeIntervalSince1970: 1_795_000_000), council: "council",
        question: "为什么天是蓝的？ 🌌 لماذا", history: [], continues: nil, seats: ["a/one", "b/two"], chairman: "a/one",
        settings: Settings(), seed: .max, labels: [Label("K47"), Label("B12")], nonce: "x1y2", prompts: 1, origin: [:])

    static let events: [CouncilEvent] = [
        .opened(run),
        .answered(Call(role: .member(0), model: "a/one"), Reply(text: "散射 ✨\u{2028}\"quoted\"\n")),
        .failed(Call(role: .member(1), model: "b/two"), ModelError(.rateLimited, "b/two: 429", status: 429)),
        .concluded(
            Conclusion(
                text: "散射", source: .soleAnswer, call: Call(role: .member(0), model: "a/one"))),
    ]
}
