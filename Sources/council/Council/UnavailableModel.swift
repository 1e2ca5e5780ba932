import CouncilKit
import LocalModels

/// A model that could not be made ready: it holds its seat and says why, so that the others can go on without it.
struct UnavailableModel: LanguageModel {
    let name: String
    /// What kept it from being ready.
    let cause: any Error

    func reply(
        to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        let suggestion = (cause as? LocalModelError)?.suggestion
        let message = (cause as? LocalModelError)?.message ?? "\(cause)"
        throw ModelError(.unavailable, "\(name): \(message)", suggestion: suggestion)
    }
}

extension ModelError.Code {
    /// The model could not be made ready on this machine, so nobody was asked.
    static let unavailable = ModelError.Code(rawValue: "unavailable")
}

extension Council {
    /// Those who hold a seat, or stand in for one, without being ready.
    var unavailable: [UnavailableModel] {
        var models: [UnavailableModel] = []
        for case let model as UnavailableModel in (members + [chairman]).flatMap(\.chain)
        where !models.contains(where: { $0.name == model.name }) {
            models.append(model)
        }
        return models
    }

    /// Whether any member could answer.
    var canAnswer: Bool { members.contains { $0.chain.contains { !($0 is UnavailableModel) } } }
}

extension Member {
    fileprivate var chain: [any LanguageModel] { [model] + fallbacks }
}

extension [Council] {
    /// Says before anybody asks which models will not answer.
    func tellUnavailable(on console: Console) throws {
        var told: Set<String> = []
        for model in flatMap(\.unavailable) where told.insert(model.name).inserted {
            try console.tell("\(model.name) cannot be asked: \(model.cause)".harmlessLine)
        }
    }
}
