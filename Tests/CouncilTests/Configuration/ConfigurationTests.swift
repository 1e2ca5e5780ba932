import CouncilKit
import FoundationEssentials
import Testing

@testable import council

struct ConfigurationTests {
    private func read(_ text: String) throws -> Configuration { try Configuration(yaml: text, file: "council.yaml") }

    private func complaint(_ text: String) -> String {
        do {
            _ = try read(text)
            return "no complaint"
        } catch {
            return "\(error)"
        }
    }

    @Test func `a council is read with its settings`() throws {
        let configuration = try read(
            """
            councils:
              mine:
                members: [openai/gpt-5.6-luna, openrouter/anthropic/claude-sonnet-5]
                chairman: ollama/llama3.2
                guidance: Be brief. 简短。
                max_answer_tokens: 300
                temperature: 0.5
            """)
        let council = try #require(configuration.councils["mine"])
        #expect(configuration.defaultCouncil == "mine")
        #expect(council.members == ["openai/gpt-5.6-luna", "openrouter/anthropic/claude-sonnet-5"])
        #expect(council.chairman == "ollama/llama3.2")
        #expect(
            council.settings == Settings(guidance: "Be brief. 简短。", maximumAnswerTokens: 300, temperature: 0.5))
    }

    @Test func `a council's way to review is read`() throws {
        let text = """
            councils:
              mine:
                members: [openai/a, ollama/b]
                review: {passes: 2, criteria: false, reviewers: [openai/a]}
            """
        let review = try read(text).councils["mine"]?.settings.review
        #expect(review == ReviewSettings(passes: 2, criteria: false, reviewers: ["openai/a"]))
    }

    @Test(arguments: [
        ("{passes: 3}", "must be a whole number from 1 to 2"), ("{mode: pairwize}", "pairwise"),
        ("{mode: logprobs, passes: 2}", "both orders anyway"), ("{reviewers: [openai/c]}", "is not a member"),
        ("{prompt: nowhere.md}", "cannot be read"), ("{criteria: perhaps}", "true or false"), ("{pases: 2}", "passes"),
    ])
    func `a mistake in the way to review is reported`(review: String, expected: String) {
        let text = "councils:\n  mine:\n    members: [openai/a, ollama/b]\n    review: \(review)\n"
        #expect(complaint(text).contains(expected))
        #expect(complaint(text).contains("council.yaml:4"))
    }

    @Test func `a provider of one's own is read`() throws {
        let configuration = try read(
            """
            providers:
              mine: {base_url: "https://example.org/v1", api_key_env: MINE, headers: {X-Team: a}, stream: false}
            councils: {one: {members: [mine/a]}}
            """)
        #expect(
            configuration.providers["mine"]
                == Configuration.ProviderEntry(
                    baseURL: "https://example.org/v1", apiKeyEnvironment: "MINE", headers: ["X-Team": "a"],
                    streams: false))
    }

    @Test func `without a chairman the first member takes the chair`() throws {
        #expect(try read("councils: {one: {members: [ollama/a, ollama/b]}}").councils["one"]?.chairman == "ollama/a")
    }

    @Test func `the built-in example is valid and says what is built in`() throws {
        let text = String(decoding: PackageResources.council_example_yaml, as: UTF8.self)
        #expect(try read(text).councils == Configuration.builtIn.councils)
    }

    @Test(arguments: [
        ("councils:\n  a:\n    membres: [ollama/x]", "council.yaml:3:5: “councils.a” has no key “membres”."),
        ("councils:\n  a:\n    membres: [ollama/x]", "Did you mean “members”?"),
        ("councils:\n  a:\n    members: [olama/x]", "Did you mean “ollama”?"),
        ("councils:\n  a:\n    members:\n      - ollama/x\n      - gpt", "council.yaml:5:9: A member is written"),
        ("councils:\n  a: {members: []}", "at least one member"),
        ("councils:\n  a: {chairman: ollama/x}", "needs “members”"),
        ("councils:\n  a: {members: [ollama/x], temperature: hot}", "must be a number"),
        ("councils:\n  a: {members: [ollama/x], max_answer_tokens: 0}", "at least 1"),
        ("councils:\n  a: {members: ollama/x}", "must be a list"),
        ("default: b\ncouncils:\n  a: {members: [ollama/x]}", "There is no council “b”."),
        ("providers:\n  mine: {base_url: example.org}", "begins with http"),
        ("providers:\n  mine: {}", "needs a “base_url”"),
        ("providers:\n  local: {base_url: 'http://x'}", "under the key “local”"),
        ("councils: {a: {members: [ollama/x]}, b: {members: [ollama/x]}}", "default: NAME"),
        ("councils: [", "not valid YAML"),
        ("councils:\n  a: {members: [ollama/x]}\n  a: {members: [ollama/y]}", "twice"),
        ("", "empty"),
    ])
    func `a mistake is reported with its place and what was meant`(text: String, expected: String) {
        #expect(complaint(text).contains(expected), "\(complaint(text))")
    }
}
