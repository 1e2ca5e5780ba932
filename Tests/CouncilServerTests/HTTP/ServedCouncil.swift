import AsyncHTTPClient
import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

@testable import CouncilServer

/// A council behind a real port of the loopback interface, and a client for it.
struct ServedCouncil: Sendable {
    let port: Int
    let service: RunService
    let keys: KeyRing
    /// Sent with every request.
    var headers: [String: String] = [:]
    private let group: ServiceGroup

    /// Serves councils for as long as the body takes.
    static func run<Result: Sendable>(
        _ councils: [Council] = [.scripted()], store: any RunStore = InMemoryStore(),
        limits: ServiceLimits = ServiceLimits(grace: .zero), options: ServerOptions = ServerOptions(),
        hooks: ServerHooks = ServerHooks(), keys: KeyRing = KeyRing(path: nil),
        links: ShareLinks = ShareLinks(path: nil),
        _ body: (ServedCouncil) async throws -> Result
    ) async throws -> Result {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var options = options
        options.port = 0
        let service = RunService(
            CouncilRoster(councils.map { CouncilRoster.Entry($0) }), store: store, limits: limits,
            environment: RunEnvironment(clock: ContinuousClock()), logger: logger)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = try CouncilApplication(
            service, keys: keys, links: links, options: options, hooks: hooks, logger: logger
        ) { port.yield($0) }
        var configuration = ServiceGroupConfiguration(services: [application, service], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        let group = ServiceGroup(configuration: configuration)
        return try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            guard let number = await iterator.next() else { throw CancellationError() }
            let served = ServedCouncil(port: number, service: service, keys: keys, group: group)
            do {
                let result = try await body(served)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return result
            } catch {
                await group.triggerGracefulShutdown()
                try? await tasks.waitForAll()
                throw error
            }
        }
    }

    func shutDown() async { await group.triggerGracefulShutdown() }

    /// A client that sends a key.
    func with(key: String) -> ServedCouncil {
        var client = self
        client.headers["authorization"] = "Bearer \(key)"
        return client
    }

    enum Method: String {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
        case options = "OPTIONS"
    }

    /// A response, read whole.
    struct Reply: Sendable {
        var status: Int
        var headers: [String: String]
        var text: String

        var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }

        /// The data of a stream's events.
        var data: [String] {
            text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
        }

        /// The same as JSON, leaving out what is none.
        var events: [JSONValue] {
            data.compactMap { try? JSONValue(parsing: $0) }
        }
    }

    private func request(
        _ method: Method, _ path: String, _ body: String?, _ headers: [String: String]
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = HTTPMethod(rawValue: method.rawValue)
        for (name, value) in self.headers.merging(headers, uniquingKeysWith: { $1 }) {
            request.headers.replaceOrAdd(name: name, value: value)
        }
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        return request
    }

    func send(
        _ method: Method, _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:]
    ) async throws -> Reply {
        try await send(method, path, text: body?.text, headers: headers)
    }

    func send(
        _ method: Method, _ path: String, text: String?, headers: [String: String] = [:]
    ) async throws -> Reply {
        let response = try await HTTPClient.shared.execute(
            request(method, path, text, headers), timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 10_000_000)
        return Reply(
            status: Int(response.status.code),
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { "\($0), \($1)" }),
            text: String(buffer: body))
    }

    /// Reads a stream until a line makes the body say that it is enough.
    func read(
        _ method: Method = .get, _ path: String, _ body: JSONValue? = nil, headers: [String: String] = [:],
        until isEnough: (String) async throws -> Bool
    ) async throws {
        let response = try await HTTPClient.shared.execute(
            request(method, path, body?.text, headers), timeout: .seconds(60))
        var line = ""
        for try await buffer in response.body {
            for character in String(buffer: buffer) {
                guard character == "\n" else {
                    line.append(character)
                    continue
                }
                if try await isEnough(line) { return }
                line = ""
            }
        }
    }
}

extension JSONValue {
    subscript(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self as JSONValue?) { value, key in
            switch value {
            case .object(let members): members.first { $0.key == key }?.value
            case .array(let elements):
                Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            default: nil
            }
        }
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}
