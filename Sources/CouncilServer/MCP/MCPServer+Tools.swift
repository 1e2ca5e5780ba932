import CouncilKit

extension MCPServer {
    /// `tools/call`. What goes wrong in a tool is a result that says so, as the protocol wants it.
    func call(
        _ parameters: Fields, id: JSONValue, token: JSONValue?, for caller: Caller, notify: @escaping Notify
    ) async throws -> JSONValue {
        let name = try parameters.required("name")
        guard let tool = MCPTool(rawValue: name) else {
            throw ServiceError(.invalidRequest, "There is no tool “\(name)”.")
        }
        let arguments = try parameters.object("arguments") ?? Fields(.object([]))
        do {
            guard let request = try tool.request(arguments) else {
                return try await run(try arguments.required("id"), for: caller)
            }
            return try await ask(request, id: id, token: token, for: caller, notify: notify)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return ["content": [["type": "text", "text": .string(ServiceError(error).message)]], "isError": true]
        }
    }

    private func ask(
        _ request: RunRequest, id: JSONValue, token: JSONValue?, for caller: Caller, notify: @escaping Notify
    ) async throws -> JSONValue {
        let (run, subscription) = try await service.openAndFollow(request, for: caller)
        await calls.begin(id, for: caller, run.id)
        do {
            let result = try await follow(run, subscription, token: token, notify: notify)
            await calls.end(id, for: caller, run.id)
            return result
        } catch {
            await calls.end(id, for: caller, run.id)
            throw error
        }
    }

    private func follow(
        _ run: Run, _ subscription: RunSubscription, token: JSONValue?, notify: Notify
    ) async throws -> JSONValue {
        let reader = AnswerReader(subscription)
        var steps = 0
        while let step = try await reader.next() {
            switch step {
            case .progress(let line):
                steps += 1
                guard let token else { continue }
                try await notify([
                    "jsonrpc": "2.0", "method": "notifications/progress",
                    "params": [
                        "progressToken": token, "progress": .integer(steps),
                        "message": .string(String(line.dropLast())),
                    ],
                ])
            case .text, .heartbeat: continue
            case .done(let answer):
                return [
                    "content": [["type": "text", "text": .string(answer.text)]],
                    "structuredContent": ["answer": .string(answer.text), "run": .string(run.id.rawValue)],
                    "isError": false,
                ]
            }
        }
        throw ServiceError(.failed, "The run ended without a word.", run: run.id.rawValue)
    }

    private func run(_ name: String, for caller: Caller) async throws -> JSONValue {
        let outcome = try await service.outcome(of: Run.ID(rawValue: name), for: caller)
        return ["content": [["type": "text", "text": .string(markdown(outcome))]], "isError": false]
    }

    private static let mostListed = 50
    private static let scheme = "council://runs/"

    /// `resources/list`: the newest runs.
    func resources(for caller: Caller) async throws -> JSONValue {
        let runs = try await service.store.runs(RunQuery(origin: caller.scope, limit: Self.mostListed))
        return [
            "resources": .array(
                runs.map { summary in
                    [
                        "uri": .string(Self.scheme + summary.id.rawValue),
                        "name": .string(summary.title ?? String(summary.run.question.prefix(80))),
                        "mimeType": "text/markdown",
                    ]
                })
        ]
    }

    /// `resources/read`
    func read(_ uri: String, for caller: Caller) async throws -> JSONValue {
        guard uri.hasPrefix(Self.scheme) else {
            throw ServiceError(.invalidRequest, "There is no resource “\(uri)”.")
        }
        let id = Run.ID(rawValue: String(uri.dropFirst(Self.scheme.count)))
        let text = markdown(try await service.outcome(of: id, for: caller))
        return ["contents": [["uri": .string(uri), "mimeType": "text/markdown", "text": .string(text)]]]
    }
}
