import FoundationEssentials
import Testing

@testable import LocalModels

@Suite(.timeLimit(.minutes(5)))
struct FileDownloadTests {
    /// A server of one file that knows ranges and writes down which were asked for.
    private static let server = """
        import http.server, os, sys
        folder = sys.argv[1]
        whole = b"0123456789"
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked = self.headers["Range"]
                with open(os.path.join(folder, "ranges"), "a") as log:
                    log.write(f"{asked};")
                start = int(asked[6:-1]) if asked else 0
                self.send_response(206 if asked else 200)
                self.send_header("Content-Length", str(len(whole) - start))
                self.end_headers()
                self.wfile.write(whole[start:])
            def log_message(self, *arguments):
                pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """
    private static let sha256 = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"

    /// Runs the body with a store that knows the file of a small server as model `file`.
    private func withServer(sha256: String = sha256, _ body: @Sendable (ModelStore) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let (ports, port) = AsyncStream<Int>.makeStream()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await Command("python3", ["-c", Self.server, folder]).run { (line: String) in
                        if let number = Int(line) { port.yield(number) }
                    }
                }
                let number = try #require(await ports.first { _ in true })
                let store = try ModelStore(folder: DataFolder(folder), machine: .ample)
                try await store.add("http://127.0.0.1:\(number)/file.gguf", sha256: sha256)
                try await body(store)
                group.cancelAll()
            }
        }
    }

    @Test func `a model is fetched from its address`() async throws {
        try await withServer { store in
            try await store.pull("file")
            #expect(try await store.file(of: "file").fileText == "0123456789")
        }
    }

    @Test func `a download goes on where it broke off`() async throws {
        try await withServer { store in
            try "0123".write(toFile: store.folder.folder("downloads/file") + "/model.partial")
            try await store.pull("file")
            #expect("\(store.folder.path)/ranges".fileText == "bytes=4-;")
        }
    }

    @Test func `a download that began with another file is refused`() async throws {
        try await withServer { store in
            try "abcd".write(toFile: store.folder.folder("downloads/file") + "/model.partial")
            let error = try await #require(throws: LocalModelError.self) { try await store.pull("file") }
            #expect(error.code == .checksumMismatch)
        }
    }

    @Test func `an address that nobody answers at is named`() async throws {
        try await withTemporaryFolder { folder in
            let store = try ModelStore(folder: DataFolder(folder), machine: .ample)
            // A free port may be taken by another test a moment later; nobody listens at this one.
            let address = "http://127.0.0.1:1/file.gguf"
            try await store.add(address, sha256: Self.sha256)
            let error = try await #require(throws: LocalModelError.self) { try await store.pull("file") }
            #expect(error.message == "file could not be fetched from \(address): [Errno 111] Connection refused")
        }
    }
}
