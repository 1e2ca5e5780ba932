import CouncilKit
import CouncilTestKit
import FoundationEssentials
import Testing

@Suite(.timeLimit(.minutes(5))) struct CompressionTests {
    @Test func `a stream that is compressed unasked is understood`() async throws {
        // data: {"choices":[{"delta":{"content":"Hello"},"finish_reason":"stop"}]} and [DONE], through gzip.
        let gzip = try #require(
            Data(
                base64Encoded: """
                    H4sIAAAAAAACA0tJLEm0UqhWSs7Iz0xOLVayiq5WSknNKUlUsgIK5ueVpOaVKFkpeaTm5OQr1eoopWXmZRZnxBelJhbn5wElikvy\
                    C5RqY2u5uFLAJkW7+Pu5xnJxAQAJT4MbWAAAAA==
                    """))
        let step = FaultServer.Step.bytes(Array(gzip)).withHeaders(["content-encoding": "gzip"])
        try await FaultServer.run([step]) { server in
            #expect(await server.model().answer().reply?.text == "Hello")
            #expect(server.requests.first?.headers["accept-encoding"] == "identity")
        }
    }
}
