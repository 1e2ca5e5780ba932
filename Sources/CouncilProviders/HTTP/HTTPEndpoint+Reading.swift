import CouncilKit
import NIOCore

extension HTTPEndpoint {
    /// How long the end of a body may take after the reply before the connection is given up.
    private static let patienceAfterDone = TimeAmount.seconds(1)

    /// Reads the reply out of a response. Leaving early, for whatever reason, closes the connection.
    /// - Parameter subject: The model's full name.
    func reply<Chunk: ReplyChunk>(
        in response: HTTPExchange, of chunk: Chunk.Type, from subject: String,
        _ emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        let reader = ReplyReader<Chunk>()
        do throws(ModelError) {
            return try await reply(in: response, by: reader, from: subject, emit)
        } catch {
            // What the provider reports as its own failure it does not bill, unless it says so.
            let isBrokenOff = error.code == .truncated || error.code == .malformed
            throw isBrokenOff || reader.reply.usage?.cost != nil ? error.billed(reader.reply.usage, by: subject) : error
        }
    }

    private func reply<Chunk: ReplyChunk>(
        in response: HTTPExchange, by reader: ReplyReader<Chunk>, from subject: String,
        _ emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        while !reader.isDone {
            let buffer: ByteBuffer?
            do { buffer = try await response.next() } catch {
                if error is CancellationError || !reader.hasWholeStream {
                    throw wording(for: subject).brokenConnection(error, after: reader.reply.text.count)
                }
                // Some proxies close without the body's end. The reply is there, and paid for.
                buffer = nil
            }
            // Parts that had come before are read all the same.
            if Task.isCancelled { throw wording(for: subject).cancelled }
            guard let buffer else { break }
            try await pass(from: reader, of: subject, to: emit) { reader throws(ReplyFailure) in
                try reader.read(Array(buffer.readableBytesView))
            }
            if reader.isDocument { TimeLimit.expectWholeReply() }
        }
        try await pass(from: reader, of: subject, to: emit) { reader throws(ReplyFailure) in try reader.finish() }
        if reader.isDone { response.leave(within: Self.patienceAfterDone) }
        return reader.reply
    }

    /// Passes on what a step of reading brings; also what came before it failed: whoever has seen a part of a reply must
    /// not ask for it again.
    private func pass<Chunk: ReplyChunk>(
        from reader: ReplyReader<Chunk>, of subject: String, to emit: @Sendable (Reply.Piece) async throws -> Void,
        _ step: (ReplyReader<Chunk>) throws(ReplyFailure) -> [Reply.Piece]
    ) async throws(ModelError) {
        let pieces: [Reply.Piece]
        do { pieces = try step(reader) } catch {
            try await pass(reader.takePieces(), from: subject, to: emit)
            throw wording(for: subject).failure(error, after: reader.reply.text)
        }
        try await pass(pieces, from: subject, to: emit)
    }

    private func pass(
        _ pieces: [Reply.Piece], from subject: String, to emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) {
        do {
            for piece in pieces { try await emit(piece) }
        } catch {
            throw wording(for: subject).cancelled
        }
    }
}

extension FailureWording {
    fileprivate func failure(_ failure: ReplyFailure, after text: String) -> ModelError {
        switch failure {
        case .refused(let words): refusal(insideReply: words)
        case .malformed(let what, let excerpt): malformed(what, excerpt)
        case .truncated(let how): truncated(how, after: text.count)
        }
    }
}
