import CouncilKit
import LocalModels
import Testing

@testable import council

/// What others say while a run is shown.
@Suite struct NoticesTests {
    private let script = Script()
    private let restart = LocalProgress(.restarting, "llama-server", label: "llama-server is being started again")

    /// The screen after a run in which the local server was started again after some of the events.
    private func screen(restartAfter count: Int, form: Presentation.Form = .automatic) async throws -> Screen {
        let fake = FakeConsole(columns: 100, height: 40, isColoured: false)
        let progress = ProgressView(on: fake.console, uptime: { fake.now.now })
        progress.finish()
        let view = Presentation(form: form).view(on: fake.console, environment: fake.environment)
        try await fake.show(Array(script.all.prefix(count)), in: view)
        progress.show(restart)
        try await fake.show(Array(script.all.dropFirst(count)), in: view)
        try await view.finish()
        return fake.screen
    }

    @Test func `a restart of the local server is told above the picture, which stays single`() async throws {
        let screen = try await screen(restartAfter: 6)
        #expect(screen.lines.filter { $0 == restart.label }.count == 1, "\(screen.text)")
        #expect(screen.lines.filter { $0.hasPrefix("B12 local/学习") }.count == 2, "\(screen.text)")
    }

    @Test func `a restart while the answer is written is told after it`() async throws {
        let screen = try await screen(restartAfter: script.all.count - 2)
        #expect(screen.text.contains("\nNobody knows.\n\(restart.label)\n"), "\(screen.text)")
    }

    @Test func `among plain lines a restart is one of them`() async throws {
        let screen = try await screen(restartAfter: 6, form: .plain)
        #expect(screen.lines.filter { $0 == restart.label }.count == 1, "\(screen.text)")
    }
}
