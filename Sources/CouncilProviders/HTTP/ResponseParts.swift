import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Takes a response from the event loop and keeps it until its one reader asks for it.
final class ResponseParts: HTTPClientResponseDelegate {
    private struct State {
        var task: HTTPClient.Task<Void>?
        var head: HTTPResponseHead?
        var parts = CircularBuffer<ByteBuffer>()
        /// The bytes of those parts.
        var size = 0
        /// How the response ended.
        var end: Result<Void, any Error>?
        /// Whether nobody reads on.
        var isLeft = false
        /// The reader, if it waits.
        var reader: CheckedContinuation<Void, Never>?
        /// Keeps the server back while the reader has enough to read.
        var demand: EventLoopPromise<Void>?
    }

    /// The most bytes that wait for the reader before the server is kept back.
    private static let enough = 64 << 10

    private let state = Mutex(State())

    /// Makes the request one that can be cancelled.
    func attach(_ task: HTTPClient.Task<Void>) {
        let isOver = state.withLock { state in
            // Kept beyond its end, the task would keep this response, and this response the task.
            if state.end == nil { state.task = task }
            return state.end != nil
        }
        if isOver { task.cancel() }
    }

    /// Waits for the head.
    /// - Throws: Why there is none.
    func head() async throws -> HTTPResponseHead {
        while true {
            let (head, end) = state.withLock { ($0.head, $0.end) }
            if let head { return head }
            try end?.get()
            await news { $0.head != nil }
        }
    }

    /// Waits for the next part.
    /// - Returns: `nil` at the end of the response.
    /// - Throws: Why the response broke off.
    func next() async throws -> ByteBuffer? {
        while true {
            let (part, end, demand) = state.withLock { state in
                let part = state.parts.popFirst()
                state.size -= part?.readableBytes ?? 0
                return (part, state.end, state.size < Self.enough ? state.demand.take() : nil)
            }
            demand?.succeed()
            if let part { return part }
            if let end {
                try end.get()
                return nil
            }
            await news { !$0.parts.isEmpty }
        }
    }

    /// Closes the connection, unless the response has ended or was left to end by itself.
    func cancel() {
        if !state.withLock({ $0.isLeft }) { end(.failure(CancellationError()))?.cancel() }
    }

    /// Lets the rest of the response pass; closes the connection if that takes longer.
    func leave(within patience: TimeAmount) {
        let (task, demand) = state.withLock { state in
            state.isLeft = true
            state.parts.removeAll()
            return (state.end == nil ? state.task : nil, state.demand.take())
        }
        demand?.succeed()
        guard let task else { return }
        let timer = task.eventLoop.scheduleTask(in: patience) { task.cancel() }
        task.futureResult.whenComplete { _ in timer.cancel() }
    }

    func didReceiveHead(task: HTTPClient.Task<Void>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let reader = state.withLock { state in
            state.head = head
            return state.reader.take()
        }
        reader?.resume()
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Void>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let (reader, demand) = state.withLock { state in
            guard !state.isLeft, state.end == nil else {
                return (nil, nil) as (CheckedContinuation<Void, Never>?, EventLoopPromise<Void>?)
            }
            state.parts.append(part)
            state.size += part.readableBytes
            if state.size >= Self.enough { state.demand = task.eventLoop.makePromise() }
            return (state.reader.take(), state.demand)
        }
        reader?.resume()
        return demand?.futureResult ?? task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Void>) { end(.success(())) }

    func didReceiveError(task: HTTPClient.Task<Void>, _ error: any Error) { end(.failure(error)) }

    /// Notes the end, once, and tells the reader.
    /// - Returns: The request, if it had not ended before.
    @discardableResult
    private func end(_ end: Result<Void, any Error>) -> HTTPClient.Task<Void>? {
        let (task, reader, demand) = state.withLock { state in
            if state.end == nil { state.end = end }
            return (state.task.take(), state.reader.take(), state.demand.take())
        }
        demand?.succeed()
        reader?.resume()
        return task
    }

    /// Suspends the reader until something has come or the response has ended.
    private func news(_ isThere: (borrowing State) -> Bool) async {
        await withCheckedContinuation { reader in
            let isLate = state.withLock { state in
                if state.end != nil || isThere(state) { return true }
                state.reader = reader
                return false
            }
            if isLate { reader.resume() }
        }
    }
}
