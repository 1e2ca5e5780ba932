import CouncilKit
import Hummingbird

/// `/v1/session`: the page logs in with a key. The key is not kept; a cookie that no script can read stands for it.
struct SessionRoutes: Sendable {
    let keys: KeyRing
    let sessions: Sessions
    let options: ServerOptions

    func begin(_ request: Request, _ context: ServerContext) async throws -> Response {
        var request = request
        let fields = try await request.readFields(options)
        try fields.check(known: ["key"])
        guard let entry = try keys.entry(of: try fields.required("key")) else {
            throw ServiceError(.unauthorized, "This key is not known, or was revoked.")
        }
        var response = Response.json(Self.description(of: entry))
        response.setCookie(cookie(sessions.begin(for: entry.id), age: Int(Sessions.lifetime.seconds)))
        return response
    }

    func get(_ request: Request, _ context: ServerContext) throws -> Response {
        guard let id = context.caller.key, let entry = try keys.entry(id: id) else {
            return .json(["needs_key": false])
        }
        return .json(Self.description(of: entry))
    }

    func end(_ request: Request, _ context: ServerContext) -> Response {
        if let word = request.session { sessions.end(word) }
        var response = Response(status: .noContent)
        response.setCookie(cookie("", age: 0))
        return response
    }

    private func cookie(_ value: String, age: Int) -> Cookie {
        Cookie(
            name: Sessions.cookie, value: value, maxAge: age, path: "/", secure: false, httpOnly: true,
            sameSite: .strict)
    }

    private static func description(of entry: APIKeyEntry) -> JSONValue {
        [
            "needs_key": true, "id": .string(entry.id), "name": .string(entry.name),
            "councils": entry.councils.map { .array($0.map { .string($0) }) } ?? .null,
            "daily_budget": entry.dailyBudget.map { .number($0) } ?? .null,
        ]
    }
}
