import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Subprocess

/// A `council serve` with four members and a chairman at the delayed server.
struct ServedCouncil: Sendable {
    var port: Int
    private var process: Int32
    private var kill: @Sendable () throws -> Void

    /// What is served, and where its journal is kept from one start to the next.
    struct Place: Sendable {
        var program: String
        var folder: URL
        var upstream: String

        var journal: String { folder.appending(path: "journal.sqlite").path() }
        private var configuration: String { folder.appending(path: "council.yaml").path() }

        /// Makes a folder for as long as the body takes.
        static func with(
            _ program: String, upstream: String, _ body: @Sendable (Place) async throws -> Void
        ) async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "council-load-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let place = Place(program: program, folder: folder, upstream: upstream)
            try Data(
                """
                providers:
                  delayed: {base_url: "\(upstream)"}
                councils:
                  load:
                    members: [delayed/model-1, delayed/model-2, delayed/model-3, delayed/model-4]
                    chairman: delayed/model-1
                    synthesis: plain
                    review: {criteria: false}
                """.utf8
            ).write(to: URL(filePath: place.configuration))
            try await body(place)
        }

        /// Serves for as long as the body takes.
        func serve(port: Int = 0, _ body: @escaping @Sendable (ServedCouncil) async throws -> Void) async throws {
            _ = try await Subprocess.run(
                .name("env"),
                arguments: [
                    program, "serve", "--port", "\(port)", "--config", configuration, "--store", journal, "--grace",
                    "0",
                    "--runs-at-once", "1000", "--queue", "4000",
                ], input: .none, output: .sequence, error: .currentStandardError
            ) { execution in
                for try await line in execution.standardOutput.strings() {
                    guard let port = line.split(separator: ":").last.flatMap({ Int($0.filter(\.isNumber)) }) else {
                        continue
                    }
                    defer { try? execution.send(signal: .terminate) }
                    let process = execution.processIdentifier.value
                    return try await body(
                        ServedCouncil(port: port, process: process) { try execution.send(signal: .kill) })
                }
                throw Failed(description: "\(program) did not serve")
            }
        }
    }

    struct Failed: Error, CustomStringConvertible {
        var description: String
    }

    private init(port: Int, process: Int32, kill: @escaping @Sendable () throws -> Void) {
        self.port = port
        self.process = process
        self.kill = kill
    }

    func killNow() throws { try kill() }

    /// Opens a run.
    /// - Returns: Its name.
    func ask(_ question: String) async throws -> String {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/v1/runs")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(ByteBuffer(string: "{\"question\": \"\(question)\"}"))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        guard response.status == .created, let found = text.firstMatch(of: /"id":"([^"]+)"/) else {
            throw Failed(description: "the run was not opened: \(response.status) \(text)")
        }
        return String(found.1)
    }

    /// A number of the server's process in bytes: `VmRSS`, what it has now, or `VmHWM`, the most it had.
    func memory(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
        return (Double(line.filter(\.isNumber)) ?? 0) * 1024
    }

    /// Seconds of processor that the server has used.
    var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / 100
    }
}
