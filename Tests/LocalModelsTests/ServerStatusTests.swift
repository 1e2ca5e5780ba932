import CouncilProviders
import Testing

@testable import LocalModels

struct ServerStatusTests {
    private func life(_ number: Int) -> ServerStatus.Life {
        ServerStatus.Life(number: number, endpoint: OpenAIEndpoint(name: "local", baseURL: "http://127.0.0.1:1/v1"))
    }

    @Test func `one who lost a life waits for the next`() async throws {
        let status = ServerStatus()
        status.rise(life(1))
        async let next = status.life(after: 1)
        status.fall()
        status.rise(life(2))
        #expect(try await next.number == 2)
    }

    @Test func `whoever waits is told of the end`() async throws {
        let status = ServerStatus()
        let waiting = Task { try await status.life() }
        status.end(LocalModelError(.serverFailed, "gone"))
        await #expect(throws: LocalModelError.self) { try await waiting.value }
    }

    @Test func `waiting ends with the task`() async throws {
        let status = ServerStatus()
        let waiting = Task { try await status.life() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
