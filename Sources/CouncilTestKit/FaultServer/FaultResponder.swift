import CouncilKit
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers the requests of a fault server, one connection at a time.
struct FaultResponder: Sendable {
    /// Closes the connection at once, whatever is still to come.
    private struct CutOff: Error {}

    private static let longestRequest = 64 << 20

    let script: FaultServer.Script
    let models: [String]
    let clock: any Clock<Duration>
    let log: Watched<FaultServer.Log>

    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter) async throws {
        let head = request.head
        var request = request
        let bytes = Array(try await request.collectBody(upTo: Self.longestRequest).readableBytesView)
        switch (request.method, request.uri.path, FaultServer.Dialect(path: request.uri.path)) {
        case (.post, _, let dialect?):
            let headers = Dictionary(
                head.headerFields.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { "\($0), \($1)" })
            let recorded = log.update { log in
                log.add { number in
                    FaultServer.Request(
                        number: number, method: "\(head.method)", path: head.path ?? "", dialect: dialect,
                        headers: headers, bytes: bytes)
                }
            }
            try await follow(script.step(recorded), recorded, request.body, writer)
        case (.get, "/v1/models", _):
            let list = models.map { JSONValue.object([.init("id", .string($0)), .init("object", "model")]) }
            try await send(.json(["object": "list", "data": .array(list)]), nil, writer)
        case (.get, "/v1beta/models", _):
            let list = models.map { model -> JSONValue in
                ["name": .string("models/\(model)"), "supportedGenerationMethods": ["generateContent"]]
            }
            try await send(.json(["models": .array(list)]), nil, writer)
        default:
            let nothing = FaultServer.Step.Response(status: 404, parts: [.bytes(Array("404 page not found".utf8))])
            try await send(nothing, nil, writer)
        }
    }

    @concurrent
    private func follow(
        _ step: FaultServer.Step, _ request: FaultServer.Request, _ body: RequestBody,
        _ writer: consuming ResponseWriter
    ) async throws {
        var response = step.respond(request)
        let number = request.number
        do {
            if response.pauses {
                // Watching for the client's leave uses up the connection.
                response.headers["connection"] = "close"
                async let _: Void = watch(body, number)
                try await send(response, number, writer)
            } else {
                try await send(response, number, writer)
            }
        } catch {
            log.update { $0.end(number, clientLeft: true) }
            throw error
        }
    }

    /// Notes when the client leaves.
    private func watch(_ body: RequestBody, _ number: Int) async {
        try? await body.consumeWithInboundCloseHandler { _ in
            try await log.wait { _ in false }
        } onInboundClosed: {
            log.update { $0.end(number, clientLeft: true) }
        }
    }

    @concurrent
    private func send(
        _ response: FaultServer.Step.Response, _ number: Int?, _ writer: consuming ResponseWriter
    ) async throws {
        for pause in response.before { try await wait(pause, number) }
        var fields = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        var body = try await writer.writeHead(HTTPResponse(status: .init(code: response.status), headerFields: fields))
        for part in response.parts {
            switch part {
            case .bytes(let bytes): try await body.write(ByteBuffer(bytes: bytes))
            case .pause(let pause): try await wait(pause, number)
            case .cutOff:
                if let number { log.update { $0.end(number, clientLeft: false) } }
                throw CutOff()
            }
        }
        try await body.finish(nil)
        if let number { log.update { $0.end(number, clientLeft: false) } }
    }

    /// Waits, but no longer than the client stays.
    private func wait(_ pause: FaultServer.Step.Pause, _ number: Int?) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask {
                switch pause {
                case .gate(let gate): try await gate.pass()
                case .time(let duration): try await clock.sleep(for: duration)
                case .forever: try await log.wait { _ in false }
                }
            }
            group.addTask {
                try await log.wait { log in log.isStopping || number.map(log.hasLeft) ?? false }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
