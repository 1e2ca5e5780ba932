public import CouncilKit

/// Speaks the Model Context Protocol over any transport: one JSON-RPC 2.0 message in, at most one out, notifications
/// meanwhile.
///
/// Source: Model Context Protocol specification, version 2025-06-18. Earlier versions are spoken to clients that ask
/// for them; what is used here is the same in all of them.
public struct MCPServer: Sendable {
    /// Takes a notification for the client.
    public typealias Notify = @Sendable (JSONValue) async throws -> Void

    static let versions = ["2025-06-18", "2025-03-26", "2024-11-05"]

    let service: RunService
    let markdown: @Sendable (Outcome) -> String
    let calls = MCPCalls()

    /// - Parameter markdown: Writes a run as Markdown.
    public init(_ service: RunService, markdown: @escaping @Sendable (Outcome) -> String) {
        self.service = service
        self.markdown = markdown
    }

    /// Answers a message.
    /// - Returns: The response; `nil` for notifications, and for responses, which nobody here asks for.
    public func answer(_ message: JSONValue, for caller: Caller, notify: @escaping Notify) async -> JSONValue? {
        guard let fields = try? Fields(message), let method = try? fields.string("method") else {
            return isResponse(message) ? nil : Self.failure(.null, -32600, "This is no JSON-RPC 2.0 request.")
        }
        guard let id = fields["id"] else {
            if method == "notifications/cancelled", let request = try? fields.object("params")?["requestId"] {
                await stop(request, for: caller)
            }
            return nil
        }
        do {
            let parameters = try fields.object("params") ?? Fields(.object([]))
            let result = try await result(of: method, parameters, id: id, for: caller, notify: notify)
            return ["jsonrpc": "2.0", "id": id, "result": result]
        } catch let error as UnknownMethod {
            return Self.failure(id, -32601, "There is no method “\(error.name)”.")
        } catch {
            let known = ServiceError(error)
            return Self.failure(id, known.code == .invalidRequest ? -32602 : -32000, known.message)
        }
    }

    private struct UnknownMethod: Error {
        var name: String
    }

    private func isResponse(_ message: JSONValue) -> Bool {
        guard let names = try? Fields(message).names else { return false }
        return names.contains("result") || names.contains("error")
    }

    /// What a message that is no JSON is answered with.
    public static let parseError = failure(.null, -32700, "The message is no JSON.")

    private static func failure(_ id: JSONValue, _ code: Int, _ words: String) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "error": ["code": .integer(code), "message": .string(words)]]
    }

    private func stop(_ request: JSONValue, for caller: Caller) async {
        guard let run = await calls.run(of: request, for: caller) else { return }
        try? await service.stop(run, for: caller)
    }

    private func result(
        of method: String, _ parameters: Fields, id: JSONValue, for caller: Caller, notify: @escaping Notify
    ) async throws -> JSONValue {
        switch method {
        case "initialize": return try initialize(parameters)
        case "ping": return [:]
        case "tools/list": return ["tools": .array(MCPTool.allCases.map { $0.description(councils: councils(caller)) })]
        case "tools/call":
            let token = try parameters.object("_meta")?["progressToken"]
            return try await call(parameters, id: id, token: token, for: caller, notify: notify)
        case "resources/list": return try await resources(for: caller)
        case "resources/templates/list":
            return [
                "resourceTemplates": [
                    ["uriTemplate": "council://runs/{id}", "name": "A run", "mimeType": "text/markdown"]
                ]
            ]
        case "resources/read": return try await read(try parameters.required("uri"), for: caller)
        default: throw UnknownMethod(name: method)
        }
    }

    private func initialize(_ parameters: Fields) throws(ServiceError) -> JSONValue {
        let wanted = try parameters.required("protocolVersion")
        let version = Self.versions.contains(wanted) ? wanted : Self.versions[0]
        return [
            "protocolVersion": .string(version), "capabilities": ["tools": [:], "resources": [:]],
            "serverInfo": ["name": "swift-council", "title": "Council", "version": "0.1.0"],
            "instructions":
                "Several language models answer, review each other blindly, and a chairman writes one final answer.",
        ]
    }

    private func councils(_ caller: Caller) -> [String] { service.councils.names.filter(caller.allows) }
}

/// Which runs the requests under way have opened, so that they can be stopped.
actor MCPCalls {
    private struct Key: Hashable {
        var owner: String
        var request: JSONValue
    }

    /// Clients of one owner number their requests alike, so that a key may stand for several.
    private var runs: [Key: [Run.ID]] = [:]

    func begin(_ request: JSONValue, for caller: Caller, _ run: Run.ID) {
        runs[Key(owner: caller.owner, request: request), default: []].append(run)
    }

    func end(_ request: JSONValue, for caller: Caller, _ run: Run.ID) {
        let key = Key(owner: caller.owner, request: request)
        runs[key]?.removeAll { $0 == run }
        if runs[key]?.isEmpty == true { runs[key] = nil }
    }

    /// The run that a request has opened; `nil` if there is none, or if it may be one of several.
    func run(of request: JSONValue, for caller: Caller) -> Run.ID? {
        let all = runs[Key(owner: caller.owner, request: request)] ?? []
        return all.count == 1 ? all.first : nil
    }
}
