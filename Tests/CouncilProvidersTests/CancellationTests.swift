import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct CancellationTests {
    private struct Enough: Error {}

    @Test func `cancelling before the head closes the connection`() async throws {
        try await FaultServer.run([.hang]) { server in
            let call = Task { await server.model().answer() }
            try await server.received(1)
            call.cancel()
            try await server.clientLeft(0)
            #expect(await call.value.error?.code == .cancelled)
        }
    }

    @Test func `cancelling in the middle of a stream closes the connection`() async throws {
        let begun = Gate()
        try await FaultServer.run([.reply(["one", "two"]).hanging(afterPieces: 1)]) { server in
            let call = Task { await server.model().answer { _ in try await begun.pass() } }
            try await begun.reached()
            begun.open()
            call.cancel()
            try await server.clientLeft(0)
            #expect(await call.value.error?.code == .cancelled)
        }
    }

    @Test func `an error of the reader closes the connection`() async throws {
        try await FaultServer.run([.reply(["one", "two"]).hanging(afterPieces: 1)]) { server in
            let error = await server.model().answer { _ in throw Enough() }.error
            #expect(error == ModelError(.cancelled, "openai/gpt-x: cancelled"))
            try await server.clientLeft(0)
        }
    }

    @Test func `a call in a cancelled task is cancelled`() async throws {
        try await FaultServer.run(.always(.hang)) { server in
            let gate = Gate()
            let call = Task {
                try? await gate.pass()
                return await server.model().answer()
            }
            call.cancel()
            #expect(await call.value.error?.code == .cancelled)
        }
    }
}
