import CouncilKit
import CouncilProviders
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
                reasoning_effort: low
            """)
        let council = try #require(configuration.councils["mine"])
        #expect(configuration.defaultCouncil == "mine")
        #expect(council.members == ["openai/gpt-5.6-luna", "openrouter/anthropic/claude-sonnet-5"])
        #expect(council.chairman == "ollama/llama3.2")
        #expect(
            council.settings
                == Settings(guidance: "Be brief. 简短。", maximumAnswerTokens: 300, temperature: 0.5, reasoning: .low))
    }

    @Test func `the synthesis of a council is read`() throws {
        func synthesis(_ text: String) throws -> SynthesisSettings? {
            try read("councils: {one: {members: [ollama/a], synthesis: \(text)}}").councils["one"]?.settings.synthesis
        }
        #expect(try synthesis("plain") == .plain)
        #expect(
            try synthesis("{do_no_harm: false, depth: auto, answer_type: yes-no, threshold: 3}")
                == SynthesisSettings(doNoHarm: false, answerType: .yesNo, depth: .automatic, threshold: 3))
        #expect(complaint("councils: {one: {members: [ollama/a], synthesis: {depth: depe}}}").contains("“deep”"))
        #expect(complaint("councils: {one: {members: [ollama/a], synthesis: plan}}").contains("is “plain”, or"))
    }

    @Test func `a council's way to review is read`() throws {
        let text = """
            councils:
              mine:
                members: [openai/a, ollama/b]
                review: {passes: 2, criteria: false, reviewers: [openai/a, ollama/b]}
            """
        let review = try read(text).councils["mine"]?.settings.review
        #expect(review == ReviewSettings(passes: 2, criteria: false, reviewers: ["openai/a", "ollama/b"]))
    }

    @Test(arguments: [
        ("{critiques: false}", "leave “critiques” out"), ("{passes: 3}", "must be a whole number from 1 to 2"),
        ("{mode: pairwize}", "pairwise"),
        ("{mode: logprobs, passes: 2}", "both orders anyway"), ("{reviewers: [openai/c]}", "is not a member"),
        ("{reviewers: [openai/a]}", "two seats at least"),
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

    @Test func `a provider's protocol, limits and habits are read`() throws {
        let configuration = try read(
            """
            providers:
              custom: {base_url: "https://example.org", protocol: anthropic, images: false, connect_timeout: 3,
                requests_in_flight: 4, requests_per_minute: 50, tokens_per_minute: 30000,
                models: {claude-opus-5: {requests_per_minute: 5}}}
            councils: {one: {members: [custom/a]}}
            """)
        #expect(
            configuration.providers["custom"]
                == Configuration.ProviderEntry(
                    baseURL: "https://example.org", speaks: .anthropic, images: false,
                    limits: RateLimits(requestsInFlight: 4, requestsPerMinute: 50, tokensPerMinute: 30_000),
                    modelLimits: ["claude-opus-5": RateLimits(requestsPerMinute: 5)], connectTimeout: 3))
    }

    @Test func `a known provider keeps what its entry does not change`() throws {
        let configuration = try read(
            """
            providers:
              anthropic: {requests_per_minute: 50}
              azure-openai: {base_url: "https://mine.openai.azure.com/openai/v1"}
            councils: {one: {members: [anthropic/a, azure-openai/b]}}
            """)
        let anthropic = try #require(configuration.providers["anthropic"])
        #expect(anthropic.baseURL == "https://api.anthropic.com/v1")
        #expect(anthropic.apiKeyEnvironment == "ANTHROPIC_API_KEY")
        #expect(anthropic.speaks == .anthropic)
        let azure = try #require(configuration.providers["azure-openai"])
        #expect(azure.apiKeyEnvironment == "AZURE_OPENAI_API_KEY")
        #expect(azure.keyHeader == "api-key")
    }

    @Test(arguments: [
        "openai", "anthropic", "gemini", "openrouter", "mistral", "deepseek", "xai", "groq", "together", "ollama",
        "lmstudio", "llama.cpp", "vllm",
    ])
    func `a ready-made provider needs no entry`(_ name: String) throws {
        #expect(try read("councils: {one: {members: ['\(name)/a']}}").councils["one"]?.chairman.model == "\(name)/a")
    }

    @Test func `a list in place of a member names those who stand in for it`() throws {
        let council = try #require(
            try read("councils: {one: {members: [[ollama/a, openai/b], ollama/c], chairman: [openai/b, ollama/a]}}")
                .councils["one"])
        #expect(council.members == [MemberChain("ollama/a", fallbacks: ["openai/b"]), "ollama/c"])
        #expect(council.chairman == MemberChain("openai/b", fallbacks: ["ollama/a"]))
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
        ("councils:\n  a: {members: [ollama/x], reasoning_effort: hi}", "cannot be “hi”."),
        ("councils:\n  a: {members: [ollama/x], max_answer_tokens: 0}", "from 1 to 1000000"),
        ("councils:\n  a: {members: [ollama/x], hedge: maybe}", "must be true, false or a number from 0 to 3600"),
        ("councils:\n  a: {members: ollama/x}", "must be a list"),
        ("default: b\ncouncils:\n  a: {members: [ollama/x]}", "There is no council “b”."),
        ("providers:\n  mine: {base_url: example.org}", "begins with http"),
        ("providers:\n  mine: {}", "needs a “base_url”"),
        ("providers:\n  local: {base_url: 'http://x'}", "under the key “local”"),
        ("providers:\n  mine: {base_url: 'http://x', protocol: openia}", "Did you mean “openai”?"),
        (
            "providers:\n  mine: {base_url: 'http://x', models: {m: {rpm: 3}}}",
            "“providers.mine.models.m” has no key “rpm”"
        ),
        ("councils:\n  a: {members: [azure-openai/x]}", "“azure-openai” needs a base_url under “providers”"),
        ("councils:\n  a: {members: [[]]}", "A list in place of a member is not empty."),
        ("councils:\n  a:\n    members:\n      - [ollama/x, olama/y]", "council.yaml:4:20: “olama/y”"),
        ("councils: {a: {members: [ollama/x]}, b: {members: [ollama/x]}}", "default: NAME"),
        ("councils: [", "not valid YAML"),
        ("councils:\n  a: {members: [ollama/x]}\n  a: {members: [ollama/y]}", "council.yaml:3:3: “a” stands twice"),
        ("councils:\n  a: {members: [ollama/\u{7}]}", "council.yaml:2:24: This is not valid YAML"),
        ("", "empty"),
    ])
    func `a mistake is reported with its place and what was meant`(text: String, expected: String) {
        #expect(complaint(text).contains(expected), "\(complaint(text))")
    }

    @Test func `a provider that nobody set up is named alone`() throws {
        let configuration = try read("councils:\n  a: {members: [ollama/x]}")
        let error = #expect(throws: ConfigurationError.self) { _ = try configuration.provider(named: "ollamma") }
        #expect(error.map(\.description)?.contains("There is no provider “ollamma”. Did you mean “ollama”?") == true)
    }
}
