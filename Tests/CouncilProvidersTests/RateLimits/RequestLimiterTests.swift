import CouncilKit
import CouncilProviders
import CouncilTestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct RequestLimiterTests {
    @Test func `no more requests are under way than allowed`() async throws {
        let gate = Gate()
        try await FaultServer.run(.always(.reply("yes").delayed(.gate(gate)))) { server in
            let model = server.model(requestsInFlight: 2)
            try await withThrowingTaskGroup { group in
                for _ in 0..<6 { group.addTask { await model.answer().reply?.text } }
                try await gate.reached(by: 2)
                gate.open()
                for try await text in group { #expect(text == "yes") }
            }
            #expect(server.mostAtOnce <= 2)
        }
    }

    @Test func `models of one endpoint share its limit`() async throws {
        let gate = Gate()
        try await FaultServer.run(.always(.reply("yes").delayed(.gate(gate)))) { server in
            let endpoint = OpenAIEndpoint(name: "local", baseURL: server.baseURL, requestsInFlight: 1)
            await withTaskGroup { group in
                for id in ["a", "b", "c"] {
                    group.addTask { _ = await OpenAIModel(id, at: endpoint).answer() }
                }
                try? await gate.reached()
                gate.open()
            }
            #expect(server.mostAtOnce == 1)
        }
    }

    @Test func `a cancelled request in the line gives its turn to the next`() async throws {
        let gate = Gate()
        try await FaultServer.run(.always(.reply("yes").delayed(.gate(gate)))) { server in
            let model = server.model(requestsInFlight: 1)
            async let first = model.answer()
            try await server.received(1)
            let second = Task { await model.answer() }
            second.cancel()
            #expect(await second.value.error?.code == .cancelled)
            gate.open()
            _ = await first
            #expect(await model.answer().reply?.text == "yes")
        }
    }
}
