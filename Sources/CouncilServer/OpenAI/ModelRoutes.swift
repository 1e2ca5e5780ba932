import CouncilKit
import Hummingbird

/// `GET /v1/models`: the default council as `council`, every council as `council:NAME`.
struct ModelRoutes: Sendable {
    let service: RunService

    private func model(_ id: String) -> JSONValue {
        ["id": .string(id), "object": "model", "created": 0, "owned_by": "swift-council"]
    }

    private func names(for caller: Caller) -> [String] {
        let councils = service.councils
        let base = caller.allows(council: councils.defaultName) ? [ModelName.base] : []
        return base + councils.names.filter(caller.allows).map { "\(ModelName.base):\($0)" }
    }

    func list(_ request: Request, _ context: ServerContext) -> Response {
        .json(["object": "list", "data": .array(names(for: context.caller).map(model))])
    }

    func get(_ request: Request, _ context: ServerContext) throws -> Response {
        let name = try context.parameter("model")
        guard names(for: context.caller).contains(name) else {
            throw ServiceError(.unknownCouncil, "There is no model “\(name)”.", field: "model")
        }
        return .json(model(name))
    }
}

extension ServerContext {
    /// A part of the path, decoded.
    func parameter(_ name: String) throws(ServiceError) -> String {
        guard let text = parameters.get(name), !text.isEmpty else {
            throw ServiceError(.notFound, "The path misses “\(name)”.")
        }
        return text
    }
}
