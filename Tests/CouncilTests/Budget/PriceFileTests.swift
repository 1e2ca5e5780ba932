import CouncilKit
import FoundationEssentials
import Testing

@testable import council

struct PriceFileTests {
    private let nowhere = ["HOME": "/nonexistent"]

    @Test func `the built-in prices are valid, dated and sourced`() throws {
        let text = String(decoding: PackageResources.prices_yaml, as: UTF8.self)
        #expect(try PriceTable(yaml: text, file: "prices.yaml").price(of: "openai/gpt-5.6-luna") != nil)
        let entries = text.split(separator: "\n").filter { $0.contains("{input:") && !$0.contains("input: 0,") }
        #expect(entries.count > 20)
        #expect(entries.allSatisfy { $0.contains("date: 2026-") && $0.contains("source: ") })
    }

    @Test(arguments: ["local/qwen2.5-coder-1.5b", "ollama/llama3.2"])
    func `models of one's own machine are free`(model: String) throws {
        #expect(try PriceTable.standard(environment: nowhere).price(of: model) == .free)
    }

    @Test func `an unknown model has no price`() throws {
        #expect(try PriceTable.standard(environment: nowhere).price(of: "custom/one") == nil)
    }

    @Test func `the user's file adds prices and wins`() throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "council-\(UUID())")
        let folder = home.appending(path: ".config/swift-council")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let text = "prices:\n  custom/one: {input: 1, output: 2, cached_input: 0.5, cache_write: 3, date: 2026-11-25}\n"
        try Data(text.utf8).write(to: folder.appending(path: "prices.yaml"))
        let price = try PriceTable.standard(environment: ["HOME": home.path()]).price(of: "custom/one")
        #expect(price == Price(input: 1, output: 2, cachedInput: 0.5, cacheWrites: 3, date: "2026-11-25"))
    }

    @Test(arguments: [
        ("prices:\n  a/b: {input: 1}", "needs “input” and “output”"),
        ("prices:\n  a/b: {input: 1, output: -1}", "must be a number from 0"),
        ("prices:\n  a/b: {inptu: 1, output: 1}", "Did you mean “input”?"),
        ("budget: {run: 1, on_overrun: shrnk}", "Did you mean “shrink”?"),
        ("budget: {on_overrun: shrink}", "needs “run” or “day”"),
        ("budget: {run: -1}", "must be a number from 0"),
        ("councils: {a: {members: [ollama/x], max_reviewers: 1}}", "at least 2"),
    ])
    func `a mistake is reported with what was meant`(text: String, words: String) {
        let error = #expect(throws: ConfigurationError.self) { try Configuration(yaml: text, file: "council.yaml") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        #expect(error?.line != nil)
    }

    @Test func `budget, prices and reviewers are read from council.yaml`() throws {
        let configuration = try Configuration(
            yaml: """
                councils: {a: {members: [ollama/x], max_reviewers: 3}}
                budget: {run: 0.5, day: 5, on_overrun: shrink}
                prices: {custom/one: {input: 1, output: 2}}
                """, file: "council.yaml")
        #expect(configuration.budget == Budget(run: 0.5, day: 5, onOverrun: .shrink))
        #expect(configuration.prices.price(of: "custom/one") == Price(input: 1, output: 2))
        #expect(configuration.councils["a"]?.settings.maximumReviewers == 3)
    }
}
