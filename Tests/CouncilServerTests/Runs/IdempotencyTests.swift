import CouncilKit
import CouncilTestKit
import Testing

@testable import CouncilServer

struct IdempotencyTests {
    @Test func `the same idempotency key is the same run`() async throws {
        try await Hub.run([.scripted()]) { hub in
            var request = RunRequest("Why?")
            request.idempotencyKey = "once"
            let first = try await hub.service.open(request, for: .local)
            #expect(try await hub.service.open(request, for: .local).id == first.id)
            #expect(try await hub.service.open(request, for: Caller(key: "other")).id != first.id)
            request.question = "Why not?"
            await #expect(throws: ServiceError.self) { try await hub.service.open(request, for: .local) }
        }
    }

    @Test func `an idempotency key with another attachment stands for another request`() async throws {
        try await Hub.run([.scripted()]) { hub in
            var request = RunRequest("What is this?")
            request.idempotencyKey = "once"
            request.attachments = [Attachment(name: "a.txt", content: .text("One."))]
            _ = try await hub.service.open(request, for: .local)
            request.attachments = [Attachment(name: "a.txt", content: .text("Two."))]
            let error = await #expect(throws: ServiceError.self) {
                try await hub.service.open(request, for: .local)
            }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test func `an idempotency key outlives the server`() async throws {
        let store = InMemoryStore()
        var request = RunRequest("Why?")
        request.idempotencyKey = "once"
        let asked = request
        let first = try await Hub.run([.scripted()], store: store) { hub in
            let run = try await hub.service.open(asked, for: .local)
            _ = try await hub.read(run.id)
            return run
        }
        try await Hub.run([.scripted()], store: store) { hub in
            let second = try await hub.service.open(asked, for: .local)
            #expect(second.id == first.id)
        }
    }
}
