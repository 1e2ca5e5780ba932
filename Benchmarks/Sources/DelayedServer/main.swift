import NIOCore
import NIOHTTP1
import NIOPosix

// Usage: DelayedServer MILLISECONDS — prints its port, then answers every request after the delay.
let delay = TimeAmount.milliseconds(CommandLine.arguments.dropFirst().first.flatMap { Int64($0) } ?? 200)
let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .serverChannelOption(.backlog, value: 1024)
    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMap {
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(DelayedAnswer(delay: delay))
            }
        }
    }
    .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
    .bind(host: "127.0.0.1", port: 0).get()
print(channel.localAddress?.port ?? 0)
// The parent reads the port from a pipe, which is buffered by default.
flushStandardOutput()
try await channel.closeFuture.get()
