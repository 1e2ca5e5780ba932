/// A model whose replies are kept and given again to the same request, at no cost.
///
/// Only replies with a text are kept that came to an end, their own or that of their limit, and that saw all images. A
/// reply that came to its own end is given again whatever the limit is, if it fits: a budget sets other limits every
/// time. A cache that fails is as good as none: the model is asked.
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
        let exact = CachedRequest(prompt, to: model)
        let anyLimit = CachedRequest(prompt, to: model, ignoresLimit: true)
        // How much a model may think depends on its limit.
        let whole = prompt.reasoning == nil ? try? await cache.reply(to: anyLimit) : nil
        if let whole, whole.fits(prompt.maximumTokens) { return try await replay(whole, emit: emit) }
        if let known = try? await cache.reply(to: exact) { return try await replay(known, emit: emit) }
        let reply = try await model.reply(to: prompt, emit: emit)
        if reply.isWorthKeeping {
            let isWhole =
                reply.stopReason == .finished && reply.usage != nil && whole == nil && prompt.reasoning == nil
            try? await cache.store(reply, to: isWhole ? anyLimit : exact)
        }
        return reply
    }

    public var requestOptions: String { model.requestOptions }

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
    /// Whether the reply would have been the same under a limit.
    fileprivate func fits(_ limit: Int?) -> Bool {
        guard let limit else { return true }
        return stopReason == .finished && (usage?.output ?? .max) <= limit
    }

    fileprivate var isWorthKeeping: Bool {
        omissions == nil && (stopReason == .finished || stopReason == .length) && !text.allSatisfy(\.isWhitespace)
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
