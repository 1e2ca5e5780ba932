public import CouncilKit
import CouncilProviders
import Synchronization

/// A model of the local server. It waits until the server answers, and outlives a death of the server.
public struct LocalModel: LanguageModel {
    /// The model's entry in the catalogue.
    public let model: CatalogueModel
    let status: ServerStatus

    /// `local/` and the model's id.
    public var name: String { "local/\(model.id)" }

    /// Asks the model. If the server dies before the first piece of the reply, the call is sent once more to the
    /// server that comes after it: nothing was seen of the first, and nothing is paid for it.
    public func reply(
        to prompt: Prompt, emit: @Sendable (Reply.Piece) async throws -> Void
    ) async throws(ModelError) -> Reply {
        let life = try await life(after: 0)
        let hasBegun = Mutex(false)
        do {
            return try await OpenAIModel(model.id, at: life.endpoint).reply(to: prompt) { piece in
                if case .waiting = piece {} else { hasBegun.withLock { $0 = true } }
                try await emit(piece)
            }
        } catch {
            guard Self.mayBeDeath(error) else { throw error }
            if hasBegun.withLock({ $0 }) { throw Self.afterDeath(error) }
        }
        let next = try await nextLife(after: life)
        do {
            return try await OpenAIModel(model.id, at: next.endpoint).reply(to: prompt, emit: emit)
        } catch {
            throw Self.mayBeDeath(error) ? Self.afterDeath(error) : error
        }
    }

    /// The router passes on the death of one model's process as a server error.
    private static func mayBeDeath(_ error: ModelError) -> Bool {
        [.connection, .truncated, .server].contains(error.code)
    }

    private static func afterDeath(_ error: ModelError) -> ModelError {
        var error = error
        error.suggestion = "If llama-server died it is started again: ask again. Its log is in the data folder."
        return error
    }

    /// The same life if the server still answers, else the next one.
    private func nextLife(after life: ServerStatus.Life) async throws(ModelError) -> ServerStatus.Life {
        do {
            _ = try await life.endpoint.models()
            return life
        } catch  where error.code == .cancelled {
            throw error
        } catch {
            return try await self.life(after: life.number)
        }
    }

    private func life(after number: Int) async throws(ModelError) -> ServerStatus.Life {
        do {
            return try await status.life(after: number)
        } catch let error as LocalModelError {
            throw ModelError(.server, "\(name): \(error.message)", suggestion: error.suggestion)
        } catch {
            throw ModelError(.cancelled, "\(name): the call was cancelled")
        }
    }
}
