import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Synchronization
import Testing

struct CachedModelTests {
    private let prompt = Prompt(messages: [Prompt.Message(.user, "Why?")], seed: 1)

    @Test(arguments: ReplyCacheContract.checks)
    func `the cache in memory keeps the contract of caches`(check: ReplyCacheContract.Check) async throws {
        #expect(try await check.isKept { InMemoryReplyCache() })
    }

    private func model(_ step: ScriptedModel.Step) -> ScriptedModel { ScriptedModel("a/one") { _ in step } }

    @Test func `the same request is sent once`() async throws {
        let model = model(.text("Because."))
        let cached = CachedModel(model, cache: InMemoryReplyCache())
        for _ in 0..<3 { _ = try await cached.reply(to: prompt) { _ in } }
        #expect(model.prompts.count == 1)
    }

    @Test func `a cached reply says so and counts no tokens`() async throws {
        let cached = CachedModel(
            model(.pieces([.text("Because.")], usage: Usage(input: 1, output: 2))), cache: InMemoryReplyCache())
        let first = try await cached.reply(to: prompt) { _ in }
        let second = try await cached.reply(to: prompt) { _ in }
        #expect(first.isCached == nil && first.usage != nil)
        #expect(second.isCached == true && second.usage == nil)
        #expect(second.text == "Because.")
    }

    @Test func `a cached reply comes as one piece, its reasoning before it`() async throws {
        let pieces = Mutex<[Reply.Piece]>([])
        let cached = CachedModel(
            model(.pieces([.reasoning("H"), .reasoning("m."), .text("Be"), .text("cause.")])),
            cache: InMemoryReplyCache())
        _ = try await cached.reply(to: prompt) { _ in }
        _ = try await cached.reply(to: prompt) { piece in pieces.withLock { $0.append(piece) } }
        #expect(pieces.withLock { $0 } == [.reasoning("Hm."), .text("Because.")])
    }

    @Test(arguments: [
        ScriptedModel.Step.pieces([.text("Half")], stopReason: .filtered),
        .pieces([.text("No.")], stopReason: .refused),
        .text("  "),
    ])
    func `a reply that is not complete is not kept`(step: ScriptedModel.Step) async throws {
        let model = model(step)
        let cached = CachedModel(model, cache: InMemoryReplyCache())
        for _ in 0..<2 { _ = try await cached.reply(to: prompt) { _ in } }
        #expect(model.prompts.count == 2)
    }

    private func counted(_ output: Int, _ stop: Reply.StopReason = .finished) -> ScriptedModel {
        model(.pieces([.text("Because.")], usage: Usage(input: 1, output: output), stopReason: stop))
    }

    /// How often a model is asked when its limit changes from one to another.
    private func asked(_ model: ScriptedModel, _ limits: [Int?]) async throws -> Int {
        let cached = CachedModel(model, cache: InMemoryReplyCache())
        for limit in limits {
            var prompt = prompt
            prompt.maximumTokens = limit
            _ = try await cached.reply(to: prompt) { _ in }
        }
        return model.prompts.count
    }

    @Test func `a reply that came to its own end is given again under every limit that it fits`() async throws {
        #expect(try await asked(counted(50), [100, 60, nil, 8000, 50]) == 1)
    }

    @Test func `a reply that another limit would cut is asked for again, once for each`() async throws {
        #expect(try await asked(counted(50), [100, 40, 40]) == 2)
    }

    @Test func `a reply that was cut is only given again under the same limit`() async throws {
        #expect(try await asked(counted(100, .length), [100, 100, 200]) == 2)
    }

    @Test func `a reply that was told of images in words is not kept`() async throws {
        let model = counted(1)
        struct Blind: LanguageModel {
            var model: ScriptedModel
            var name: String { model.name }
            func reply(
                to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
            ) async throws(ModelError) -> Reply {
                var reply = try await model.reply(to: prompt, emit: emit)
                reply.omissions = ["photo.png"]
                return reply
            }
        }
        let cached = CachedModel(Blind(model: model), cache: InMemoryReplyCache())
        for _ in 0..<2 { _ = try await cached.reply(to: prompt) { _ in } }
        #expect(model.prompts.count == 2)
    }

    @Test func `a failure is not kept`() async {
        let model = model(.failure(ModelError(.server, "500"), after: [.text("Half")]))
        let cached = CachedModel(model, cache: InMemoryReplyCache())
        for _ in 0..<2 { _ = try? await cached.reply(to: prompt) { _ in } }
        #expect(model.prompts.count == 2)
    }

    private struct Broken: ReplyCache {
        func reply(to request: CachedRequest) throws -> Reply? { throw StoreError(.unavailable, "gone") }
        func store(_ reply: Reply, to request: CachedRequest) throws { throw StoreError(.unavailable, "gone") }
    }

    @Test func `a cache that fails is as good as none`() async throws {
        let cached = CachedModel(model(.text("Because.")), cache: Broken())
        let reply = try await cached.reply(to: prompt) { _ in }
        #expect(reply.text == "Because.")
    }

    @Test func `everything that reaches the provider belongs to the request`() {
        let image = Attachment.Image(name: "a.png", mediaType: "image/png", data: Data([1]))
        let one = ScriptedModel("a/one") { _ in .text("") }
        let two = ScriptedModel("b/two") { _ in .text("") }
        func changed(_ change: (inout Prompt) -> Void) -> CachedRequest {
            var prompt = prompt
            change(&prompt)
            return CachedRequest(prompt, to: one)
        }
        let requests = [
            CachedRequest(prompt, to: one), CachedRequest(prompt, to: two), changed { $0.maximumTokens = 1 },
            changed { $0.temperature = 0 }, changed { $0.reasoning = .low }, changed { $0.seed = 2 },
            changed { $0.messages[0].text = "How?" },
            changed { $0.messages[0].role = .system }, changed { $0.messages[0].images = [image] },
            changed { $0.form = Prompt.Form(name: "f", schema: ["type": "object"]) },
            changed { $0.form = Prompt.Form(name: "f", schema: ["type": "array"]) },
        ]
        #expect(Set(requests).count == requests.count)
        #expect(changed { $0.isRepeatable = true } == requests[0])
        struct Sighted: LanguageModel {
            let name = "a/one"
            let requestOptions = "images: true"
            func reply(
                to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
            ) async throws(ModelError) -> Reply { Reply(text: "") }
        }
        #expect(!requests.contains(CachedRequest(prompt, to: Sighted())))
    }

    /// Members and their council with a cache. Asked “Who?”, the last member gives an answer that all reviewers prefer.
    private func cachedCouncil() -> (members: [ScriptedModel], council: Council) {
        let usage = Usage(input: 100, output: 10)
        let members = ["a/one", "b/two", "c/three"].map { name in
            ScriptedModel(name) { prompt in
                switch StageOfPrompt(prompt) {
                case .answer where name == "c/three" && prompt.messages.contains { $0.text.contains("Who?") }:
                    .pieces([.text("Best")], usage: usage)
                case .answer: .pieces([.text("Good")], usage: usage)
                case .review(let answers):
                    .pieces([.text(ScriptedModel.reviewText(of: answers) { $0 < $1 })], usage: usage)
                case .conclusion, .synthesis: .pieces([.text("In conclusion.")], usage: usage)
                }
            }
        }
        let council = Council(
            members: members.map { Member($0) }, chairman: Member(members[0]), settings: Settings(synthesis: .plain),
            prices: PriceTable(["*": Price(input: 1, output: 10)])
        ).keepingReplies(in: InMemoryReplyCache())
        return (members, council)
    }

    @Test func `a question repeated with its seed costs nothing`() async throws {
        let (members, council) = cachedCouncil()
        let first = try await council.deliberate(on: Inquiry("Why?", seed: 3)).outcome
        let asked = members.map { $0.prompts.count }
        let second = try await council.deliberate(on: Inquiry("Why?", seed: 3)).outcome
        #expect(Costs(of: first).total > 0)
        #expect(Costs(of: second).total == 0)
        #expect(members.map { $0.prompts.count } == asked)
        #expect(second.conclusion?.text == "In conclusion.")
    }

    @Test func `a question repeated with its seed costs nothing though its members have shown their strengths since`()
        async throws
    {
        let (_, council) = cachedCouncil()
        let store = InMemoryStore()
        let first = try await council.deliberate(on: Inquiry("Why?", seed: 3), store: store).outcome
        for seed in UInt64(4)..<7 {
            _ = try await council.deliberate(on: Inquiry("Who?", seed: seed), store: store).outcome
        }
        let second = try await council.deliberate(on: Inquiry("Why?", seed: 3), store: store).outcome
        let learnt = try await council.strengths(for: Inquiry("Why?", seed: 8), in: store)
        #expect(learnt?.models["c/three"].map { $0 > 0 } == true)
        #expect(second.run?.strengths == first.run?.strengths)
        #expect(Costs(of: second).total == 0)
    }
}
