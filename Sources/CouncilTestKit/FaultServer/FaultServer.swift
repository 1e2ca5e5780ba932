/// A server that follows a script of faults and speaks the protocols of OpenAI, Anthropic and Gemini, to test a council,
/// or any client, against.
///
/// ```swift
/// try await FaultServer.run([.reply(["Hel", "lo"]).cutOff(afterPieces: 1)]) { server in
///     let endpoint = OpenAIEndpoint(name: "fault", baseURL: server.baseURL)
///     await #expect(throws: ModelError.self) {
///         try await OpenAIModel("any", at: endpoint).reply(to: prompt) { _ in }
///     }
/// }
/// ```
///
/// It listens on a free port of the loopback interface for as long as the body of
/// ``run(_:models:clock:_:)`` takes. Chat requests (`POST /v1/chat/completions`, `POST /v1/messages`,
/// `POST /v1beta/models/MODEL:generateContent` and `:streamGenerateContent`) follow the script, each answered in the
/// format of its path, so that one step does for every ``Dialect``. `GET /v1/models` and `GET /v1beta/models` list
/// `models`, everything else is 404.
public struct FaultServer: Sendable {
    /// The port it listens on.
    public let port: Int
    let log: Watched<Log>

    /// What clients of OpenAI's and Anthropic's protocol call: `http://127.0.0.1:PORT/v1`.
    public var baseURL: String { baseURL(for: .openAI) }

    /// The chat requests so far, in the order of their arrival.
    public var requests: [Request] { log.value.requests }

    /// The most chat requests that were under way at once.
    public var mostAtOnce: Int { log.value.mostAtOnce }

    /// Waits until so many chat requests have come.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func received(_ count: Int) async throws {
        try await log.wait { $0.requests.count >= count }
    }

    /// Waits until a client has left a request before its reply was complete.
    /// - Parameter number: The request, counting from 0.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func clientLeft(_ number: Int) async throws {
        try await log.wait { $0.hasLeft(number) }
    }

    struct Log: Sendable {
        var requests: [Request] = []
        var mostAtOnce = 0
        /// Set when the server stops: no reply may wait any longer.
        var isStopping = false

        func hasLeft(_ number: Int) -> Bool { requests.indices.contains(number) && requests[number].clientLeft }

        mutating func add(_ make: (Int) -> Request) -> Request {
            let request = make(requests.count)
            requests.append(request)
            mostAtOnce = max(mostAtOnce, requests.count { !$0.isOver })
            return request
        }

        /// Only the first end counts: the connection closes after every reply, too.
        mutating func end(_ number: Int, clientLeft: Bool) {
            guard !requests[number].isOver else { return }
            requests[number].isOver = true
            requests[number].clientLeft = clientLeft
        }
    }
}
