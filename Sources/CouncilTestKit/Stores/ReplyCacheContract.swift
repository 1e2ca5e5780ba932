public import CouncilKit

/// What every ``ReplyCache`` must do: run the same checks against each of them.
public enum ReplyCacheContract {
    /// One promise of a cache.
    public struct Check: Sendable, CustomStringConvertible {
        public let description: String
        private let body: @Sendable (any ReplyCache) async throws -> Bool

        init(_ description: String, body: @escaping @Sendable (any ReplyCache) async throws -> Bool) {
            self.description = description
            self.body = body
        }

        /// Whether the cache keeps the promise.
        /// - Parameter cache: Makes an empty cache.
        public func isKept(by cache: () async throws -> any ReplyCache) async throws -> Bool {
            try await body(try await cache())
        }
    }

    private static let model = ScriptedModel("a/one") { _ in .text("") }

    private static func request(_ text: String, seed: UInt64 = 1) -> CachedRequest {
        CachedRequest(Prompt(messages: [Prompt.Message(.user, text)], seed: seed), to: model)
    }

    private static let reply = Reply(
        text: "散射 ✨\u{2028}\"quoted\"\n", reasoning: "Hm.", stopReason: .length, usage: Usage(input: 3, output: 4))

    public static let checks: [Check] = [
        Check("an unknown request has no reply") { try await $0.reply(to: request("Why?")) == nil },
        Check("a reply comes back as it was stored") { cache in
            try await cache.store(reply, to: request("Why?"))
            return try await cache.reply(to: request("Why?")) == reply
        },
        Check("another seed is another request") { cache in
            try await cache.store(reply, to: request("Why?"))
            return try await cache.reply(to: request("Why?", seed: 2)) == nil
        },
        Check("the first reply stays") { cache in
            try await cache.store(reply, to: request("Why?"))
            try await cache.store(Reply(text: "Other."), to: request("Why?"))
            return try await cache.reply(to: request("Why?")) == reply
        },
    ]
}
