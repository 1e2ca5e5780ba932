import Measuring

/// A thousand readers of runs in which nothing happens.
struct IdleStreams {
    var place: ServedCouncil.Place

    private static let streams = 1000
    private static let runs = 10
    /// Bytes.
    private static let limit = 150e6

    func print() async throws {
        try await place.serve { server in
            var names: [String] = []
            for number in 0..<Self.runs { names.append(try await server.ask("Number \(number)?")) }
            let before = server.memory("VmRSS")
            let (openings, opened) = AsyncStream<Void>.makeStream()
            await withTaskGroup { group in
                for number in 0..<Self.streams {
                    let follower = RunFollower(names[number % names.count])
                    group.addTask { try? await follower.read(port: server.port) { opened.yield() } }
                }
                var count = 0
                for await _ in openings {
                    count += 1
                    if count == Self.streams { break }
                }
                // Past the first sign of life, so that what is written once has been written.
                try? await Task.sleep(for: .seconds(16))
                let memory = server.memory("VmRSS")
                Figure.line("idle_streams", Double(count), "streams", Double(count) / Double(Self.streams))
                Figure.line("idle_server_memory", memory / 1e6, "MB", memory / Self.limit)
                Figure.line(
                    "idle_memory_per_stream", (memory - before) / Double(count) / 1000, "kB", before / memory)
                group.cancelAll()
            }
        }
    }
}
