/// A model whose replies are kept and given again to the same request, at no cost.
///
/// Only complete replies with a text are kept. A cache that fails is as good as none: the model is asked.
public struct CachedModel: LanguageModel {
    private let model: any LanguageModel
    private let cache: any ReplyCache

    public init(_ model: any LanguageModel, cache: any ReplyCache) {
        self.model = model
        self.cache = cache
    }

    public var name: String { model.name }
    public var endpoint: String { model.endpoint }

    public func reply(
        to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        let request = CachedRequest(prompt, to: model)
        if let known = try? await cache.reply(to: request) { return try await replay(known, emit: emit) }
        let reply = try await model.reply(to: prompt, emit: emit)
        if reply.isWorthKeeping { try? await cache.store(reply, to: request) }
        return reply
    }

    private func replay(
        _ known: Reply, emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        do {
            if !known.reasoning.isEmpty { try await emit(.reasoning(known.reasoning)) }
            try await emit(.text(known.text))
        } catch {
            throw ModelError(.cancelled, "\(name): cancelled")
        }
        var reply = known
        reply.isCached = true
        // No token was counted this time.
        reply.usage = nil
        reply.timing = nil
        return reply
    }
}

extension Reply {
    fileprivate var isWorthKeeping: Bool {
        (stopReason == .finished || stopReason == .length) && !text.allSatisfy(\.isWhitespace)
    }
}

extension Council {
    /// The council with every model, fallbacks among them, behind a cache.
    public func keepingReplies(in cache: any ReplyCache) -> Council {
        func kept(_ member: Member) -> Member {
            Member(
                CachedModel(member.model, cache: cache),
                fallbacks: member.fallbacks.map { CachedModel($0, cache: cache) })
        }
        var council = self
        council.members = members.map(kept)
        council.chairman = kept(chairman)
        return council
    }
}
