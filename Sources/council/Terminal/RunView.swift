import CouncilKit

/// Shows a run as it happens.
///
/// ```swift
/// let view = presentation.view(on: .standard(environment: environment))
/// do {
///     outcome = try await deliberation.run { try await view.show($0) }
/// } catch {
///     try? await view.finish()
///     throw error
/// }
/// try await view.finish()
/// ```
protocol RunView: Sendable {
    /// Takes the next event.
    func show(_ event: CouncilEvent) async throws

    /// Ends the showing, whether the run came to its end or was interrupted: whatever was drawn is tidied up, and what
    /// is shown after the end follows.
    func finish() async throws
}
