import NIOCore
import NIOHTTP1
import NIOPosix

// Usage: DelayedServer [MILLISECONDS [FAULTS-IN-A-THOUSAND [SEED [PIECES MILLISECONDS-BETWEEN]]]] — prints its port, then
// answers every POST after the delay, and every GET with how many there were.
let numbers = CommandLine.arguments.dropFirst().map { Int64($0) ?? 0 }
let delay = TimeAmount.milliseconds(numbers.first ?? 200)
let faults = Faults(
    share: numbers.count > 1 ? UInt64(numbers[1]) : 0, seed: numbers.count > 2 ? UInt64(numbers[2]) : 1)
let pace = numbers.count > 4 ? Pace(pieces: Int(numbers[3]), interval: .milliseconds(numbers[4])) : nil
let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .serverChannelOption(.backlog, value: 4096)
    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
    .childChannelInitializer { channel in
        channel.pipeline.configureHTTPServerPipeline().flatMap {
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(DelayedAnswer(delay: delay, faults: faults, pace: pace))
            }
        }
    }
    .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
    .bind(host: "127.0.0.1", port: 0).get()
print(channel.localAddress?.port ?? 0)
// The parent reads the port from a pipe, which is buffered by default.
flushStandardOutput()
try await channel.closeFuture.get()
