import AsyncHTTPClient
import CouncilKit
import NIOCore
import NIOHTTP1

extension HTTPEndpoint {
    /// Asks a model once, in its protocol.
    ///
    /// What the server refuses to take is left out at once and from then on; a refused request generates nothing, so
    /// nothing is paid twice. No request is repeated for any other reason.
    /// - Parameters:
    ///   - model: The model's name at the endpoint.
    ///   - subject: Its full name.
    func reply<Speech: Dialect>(
        in dialect: Speech.Type, to prompt: Prompt, by model: String, called subject: String,
        _ emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        let permit: RateLimiter.Permit
        do {
            permit = try await limiter.admit(model, tokens: prompt.estimatedTokens, emit)
        } catch let pause as RateLimiter.LongPause {
            throw wording(for: subject).leftAlone(for: pause.seconds)
        } catch {
            throw wording(for: subject).cancelled
        }
        do throws(ModelError) {
            let (response, omissions) = try await accepted(prompt, by: model, called: subject, in: dialect)
            var reply = try await reply(in: response, of: Speech.Chunk.self, from: subject, emit)
            limiter.release(permit, used: reply.usage.map { $0.input + $0.output } ?? permit.tokens)
            reply.omissions = omissions
            return reply
        } catch {
            limiter.release(permit, used: error.code == .truncated || error.code == .cancelled ? permit.tokens : 0)
            throw error
        }
    }

    /// Sends the prompt, without what the server refuses to take.
    private func accepted<Speech: Dialect>(
        _ prompt: Prompt, by model: String, called subject: String, in dialect: Speech.Type
    ) async throws(ModelError) -> (HTTPExchange, omissions: [String]?) {
        let known = refusals[model]
        var refused = known
        var passing: RequestParts = []
        while true {
            let (asked, request) = try request(prompt, by: model, called: subject, in: dialect, without: refused)
            if !asked.parts.contains(.stream) { TimeLimit.expectWholeReply() }
            let response = try await send(request, for: subject)
            let limits = limiter.learn(from: response.headers, about: model)
            if response.isSuccess {
                if refused != known { refusals.remember(refused.subtracting(passing), for: model) }
                return (response, asked.omissions)
            }
            let (part, isPassing) = try await partRefused(in: response, to: asked, called: subject, limits)
            refused.insert(part)
            if isPassing { passing.insert(part) }
        }
    }

    /// Built apart from ``accepted(_:by:called:in:)``, so that a call that waits does not keep what it was built from.
    @inline(never)
    private func request<Speech: Dialect>(
        _ prompt: Prompt, by model: String, called subject: String, in dialect: Speech.Type,
        without refused: RequestParts
    ) throws(ModelError) -> (ModelRequest, HTTPClient.Request) {
        let asked = ModelRequest(model: model, prompt: prompt, endpoint: self, in: dialect, without: refused)
        let body = ByteBuffer(bytes: dialect.body(of: asked).bytes)
        return (asked, try request(.POST, dialect.action(for: asked), body: body, for: subject))
    }

    /// What to leave out of a request that was not accepted, and whether for this once only.
    /// - Throws: The provider's refusal, if leaving something out does not help.
    @inline(never)
    private func partRefused(
        in response: HTTPExchange, to asked: ModelRequest, called subject: String,
        _ limits: RateLimitNews
    ) async throws(ModelError) -> (part: RequestParts, isPassing: Bool) {
        let words = await words(of: response)
        let status = Int(response.status.code)
        if let part = asked.partRefused(in: words, status: status), part != .images || images != true {
            switch part {
            case .images: return (part, words.concernSingleImage(status: status))
            // The prompt leaves less room than the model has.
            case .longReply, .maximumTokens: return (part, words.speakOfLength)
            default: return (part, words.concernSingleReply)
            }
        }
        if let means = asked.meansInDoubt(after: words, status: status) {
            return (means, words.concernSingleReply)
        }
        if Task.isCancelled { throw wording(for: subject).cancelled }
        let wait = limits.retryAfter ?? words.retryDelay
        if let wait, [429, 503, 529].contains(status) { limiter.pause(asked.model, for: wait) }
        throw wording(for: subject).refusal(response.status, response.headers, words, retryAfter: wait)
    }
}
