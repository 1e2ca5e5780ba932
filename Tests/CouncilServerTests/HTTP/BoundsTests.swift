import NIOCore
import NIOPosix
import Testing

@testable import CouncilServer

/// Connections that do not behave.
struct BoundsTests {
    /// Sends bytes and nothing more, and listens until the server has answered or closed the connection.
    /// - Returns: What the server said.
    private func say(_ text: String, to server: ServedCouncil) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var said = ""
            do {
                try await outbound.write(ByteBuffer(string: text))
                for try await buffer in inbound {
                    said += String(buffer: buffer)
                    if said.contains("\r\n\r\n") { break }
                }
            } catch is ChannelError, is IOError {
                // It was closed before everything was sent, or heard.
            }
            return said
        }
    }

    @Test func `a connection whose headers never end is closed`() async throws {
        let said = try await ServedCouncil.run(options: ServerOptions(idleTimeout: .milliseconds(200))) {
            try await say("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", to: $0)
        }
        #expect(said.isEmpty)
    }

    @Test func `a body that never comes is answered with 408`() async throws {
        let options = ServerOptions(bodyTimeout: .milliseconds(200))
        let said = try await ServedCouncil.run(options: options) {
            try await say("POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{", to: $0)
        }
        #expect(said.hasPrefix("HTTP/1.1 408"))
    }

    /// Sends the beginning of a request, then one byte after the other for as long as the server takes them.
    /// - Returns: What the server said until it closed the connection.
    private func trickle(_ text: String, to server: ServedCouncil) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            // It does not mind that the server has ended its side.
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: server.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: NIOAsyncChannel.Configuration(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            return try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    do {
                        while true {
                            try await outbound.write(ByteBuffer(string: "x"))
                            try await Task.sleep(for: .milliseconds(20))
                        }
                    } catch is ChannelError, is IOError {
                        return nil
                    }
                }
                group.addTask {
                    var said = ""
                    do {
                        for try await buffer in inbound { said += String(buffer: buffer) }
                    } catch is ChannelError, is IOError {
                        // The server takes no more.
                    }
                    return said
                }
                var said = ""
                for try await words in group { said += words ?? "" }
                return said
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a client that goes on trickling after its 408 is disconnected`() async throws {
        let options = ServerOptions(bodyTimeout: .milliseconds(200), idleTimeout: .seconds(600))
        let said = try await ServedCouncil.run(options: options) {
            try await trickle("POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{", to: $0)
        }
        #expect(said.hasPrefix("HTTP/1.1 408"))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a client that goes on sending what is too large is disconnected`() async throws {
        let options = ServerOptions(maximumBody: 1000, idleTimeout: .seconds(600))
        let said = try await ServedCouncil.run(options: options) {
            try await trickle("POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{", to: $0)
        }
        #expect(said.hasPrefix("HTTP/1.1 413"))
    }

    @Test func `headers over the bound are refused`() async throws {
        let header = String(repeating: "x", count: 40_000)
        let said = try await ServedCouncil.run {
            try await say("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Long: \(header)\r\n\r\n", to: $0)
        }
        #expect(said.hasPrefix("HTTP/1.1 400"))
    }
}
