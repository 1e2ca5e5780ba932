import NIOCore
import NIOEmbedded
import Testing

@testable import CouncilProviders

struct UnusedConnectionTests {
    private func openChannel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 80), promise: nil)
        try channel.pipeline.syncOperations.addHandler(UnusedConnection())
        return channel
    }

    @Test func `a connection without a request is closed`() throws {
        let channel = try openChannel()
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(50))
        #expect(!channel.isActive)
    }

    @Test func `a connection with a request stays, and passes it on`() throws {
        let channel = try openChannel()
        try channel.writeOutbound(ByteBuffer(string: "POST"))
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(channel.isActive)
        #expect(try channel.readOutbound(as: ByteBuffer.self) == ByteBuffer(string: "POST"))
        _ = try channel.finish()
    }
}
