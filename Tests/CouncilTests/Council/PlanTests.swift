import CouncilKit
import FoundationEssentials
import Testing

@testable import council

struct PlanTests {
    /// An environment whose home holds no configuration.
    private let environment = ["HOME": "/nonexistent"]

    @Test func `without a configuration the local council sits`() throws {
        let plan = try Plan(Plan.Options(), environment: environment)
        #expect(plan.localModels == ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m"])
        #expect(plan.chairman.model == "qwen2.5-coder-1.5b")
    }

    @Test func `members that are named replace the configured ones`() throws {
        let plan = try Plan(
            Plan.Options(members: ["ollama/a", "ollama/a", "openai/b"], chairman: "openai/b"),
            environment: environment)
        #expect(plan.members.map(\.model) == ["a", "a", "b"])
        #expect(plan.chairman.provider == "openai")
    }

    @Test func `local models that stand in for others are fetched, too`() throws {
        let plan = try Plan(
            Plan.Options(members: [MemberChain("openai/b", fallbacks: ["local/smollm2-135m"])]),
            environment: environment)
        #expect(plan.localModels == ["smollm2-135m"])
    }

    @Test func `keys that are not set are named, those of stand-ins among them, and no others`() throws {
        let plan = try Plan(
            Plan.Options(members: [
                "mistral/a", MemberChain("openai/b", fallbacks: ["groq/c"]), "deepseek/d", "ollama/e",
            ]),
            environment: environment)
        let set = ["OPENAI_API_KEY": "sk", "GROQ_API_KEY": " ", "DEEPSEEK_API_KEY": ""]
        #expect(plan.missingKeys(in: set) == ["MISTRAL_API_KEY", "GROQ_API_KEY", "DEEPSEEK_API_KEY"])
    }

    @Test func `at a base URL every member is asked there`() throws {
        let plan = try Plan(
            Plan.Options(
                members: ["meta/llama", "b"], baseURL: "http://127.0.0.1:1/v1", apiKeyEnvironment: "KEY"),
            environment: environment)
        #expect(plan.members.map(\.model) == ["meta/llama", "b"])
        #expect(plan.providers[plan.members[0].provider]?.baseURL == "http://127.0.0.1:1/v1")
        #expect(plan.providers[plan.members[0].provider]?.apiKeyEnvironment == "KEY")
    }

    @Test func `a base URL without members is refused`() {
        #expect(throws: ConfigurationError.self) {
            try Plan(Plan.Options(baseURL: "http://127.0.0.1:1/v1"), environment: environment)
        }
    }

    @Test func `a misspelt provider is refused with the one that was meant`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Plan(Plan.Options(members: ["opena/gpt"]), environment: environment)
        }
        #expect(error?.message.contains("Did you mean “openai”?") == true)
    }

    @Test(arguments: [
        Plan.Options(), Plan.Options(members: ["ollama/a", "openai/b"], chairman: "ollama/a"),
        Plan.Options(
            members: [MemberChain("ollama/a", fallbacks: ["openai/b", "gemini/c"]), "openai/b"],
            chairman: MemberChain("openai/b", fallbacks: ["ollama/a"])),
        Plan.Options(members: ["x/y", "z"], baseURL: "http://127.0.0.1:1/v1", apiKeyEnvironment: "KEY"),
    ])
    func `the plan of a run is the plan it was opened with`(options: Plan.Options) throws {
        let plan = try Plan(options, environment: environment)
        func name(_ member: MemberName) -> String { "\(member.provider)/\(member.model)" }
        let run = Run(
            id: Run.ID(rawValue: "r"), date: .now, council: plan.name, question: "Why?", history: [], continues: nil,
            seats: plan.members.map(name), chairman: name(plan.chairman),
            fallbacks: plan.fallbacks, settings: plan.settings, seed: 1, labels: [], nonce: "", prompts: 1,
            origin: plan.origin)
        #expect(try Plan(of: run, environment: environment) == plan)
    }
}
