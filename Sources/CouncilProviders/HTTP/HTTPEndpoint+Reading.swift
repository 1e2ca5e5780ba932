import AsyncHTTPClient
import CouncilKit
import NIOCore

extension HTTPEndpoint {
    /// How long the end of a body may take after the reply before the connection is given up.
    private static let patienceAfterDone = Duration.seconds(1)

    /// Reads the reply out of a response. Leaving early, for whatever reason, closes the connection.
    /// - Parameter subject: The model's full name.
    func reply<Chunk: ReplyChunk>(
        in response: HTTPClientResponse, of chunk: Chunk.Type, from subject: String,
        _ emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        let reader = ReplyReader<Chunk>()
        var body = response.body.makeAsyncIterator()
        while !reader.isDone {
            let buffer: ByteBuffer?
            do { buffer = try await body.next() } catch {
                if error is CancellationError || !reader.hasWholeStream {
                    throw wording(for: subject).brokenConnection(error, after: reader.reply.text.count)
                }
                // Some proxies close without the body's end. The reply is there, and paid for.
                buffer = nil
            }
            // A cancelled body ends as if it were complete.
            if Task.isCancelled { throw wording(for: subject).cancelled }
            guard let buffer else { break }
            let pieces: [Reply.Piece]
            do { pieces = try reader.read(Array(buffer.readableBytesView)) } catch {
                throw wording(for: subject).failure(error, after: reader.reply.text)
            }
            try await pass(pieces, from: subject, to: emit)
        }
        let pieces: [Reply.Piece]
        do { pieces = try reader.finish() } catch {
            throw wording(for: subject).failure(error, after: reader.reply.text)
        }
        try await pass(pieces, from: subject, to: emit)
        if reader.isDone { await Self.readToEnd(body, patience: Self.patienceAfterDone) }
        return reader.reply
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

    /// Reads what is left after the reply, normally nothing but the body's end, so that the connection can serve the
    /// next request. A server that keeps the body open is not waited for.
    private static func readToEnd(
        _ body: sending HTTPClientResponse.Body.AsyncIterator, patience: Duration
    ) async {
        let (end, signal) = AsyncStream<Never>.makeStream()
        async let _: Void = {
            var body = body
            while (try? await body.next()) != nil {}
            signal.finish()
        }()
        async let _: Void = {
            _ = await Deadlines.live.pass(patience)
            signal.finish()
        }()
        // Whoever is left is cancelled on the way out.
        for await _ in end {}
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
