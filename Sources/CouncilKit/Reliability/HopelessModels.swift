import Synchronization

/// The models that have failed in a run for a reason that no other prompt changes: a refused key, an unknown name, no
/// credit. They are not asked again before the run is resumed.
final class HopelessModels: Sendable {
    private let errors = Mutex<[String: ModelError]>([:])

    /// Why a model is not asked; `nil` if it may be.
    func refusal(of model: any LanguageModel) -> ModelError? {
        guard let error = errors.withLock({ $0[model.name] }) else { return nil }
        return ModelError(
            .skipped, "\(model.name): not asked again, because it has failed for good: \(error.message)",
            suggestion: error.suggestion, status: error.status)
    }

    /// Notes why a model failed, if that is for good.
    func note(_ error: ModelError, of model: any LanguageModel) {
        guard error.isForGood else { return }
        errors.withLock { $0[model.name] = $0[model.name] ?? error }
    }
}

extension ModelError {
    private static let forGood: Set<Code> = [.unauthorized, .notFound, .noCredit]

    /// Whether every other call to the model will fail as well.
    fileprivate var isForGood: Bool {
        // Some say that what is left of the credit would do for a shorter reply.
        Self.forGood.contains(code) && !(code == .noCredit && message.contains("max_tokens"))
    }
}
