import FoundationEssentials

@testable import LocalModels

/// A small program that behaves like `llama-server` as far as the supervision goes.
struct StandInServer {
    /// What it does wrong, each once: files of these names are found, removed and obeyed.
    enum Fault: String {
        /// Ends when it is started.
        case dieAtStart = "die-at-start"
        /// Says for a while that it is still loading.
        case loadSlowly = "load-slowly"
        /// Ends when a request comes, without a word.
        case dieBeforeReply = "die-before-reply"
        /// Ends after the first piece of a reply.
        case dieInReply = "die-in-reply"
        /// Answers as the router does when a model's process has died.
        case loseModel = "lose-model"
    }

    let folder: String
    var path: String { folder + "/llama-server" }

    init(in folder: String, faults: [Fault] = []) throws {
        self.folder = folder
        try Self.script.write(toFile: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        for fault in faults { try commit(fault) }
    }

    func commit(_ fault: Fault) throws { try "".write(toFile: "\(folder)/\(fault.rawValue)") }

    /// A store with one small model, and the runtime.
    func store() async throws -> ModelStore {
        let store = try ModelStore(folder: DataFolder(folder + "/data"), machine: .ample)
        try "GGUF".write(toFile: folder + "/tiny.gguf")
        try await store.add(folder + "/tiny.gguf")
        return store
    }

    private static let script = #"""
        #!/usr/bin/env python3
        import http.server, json, os, sys
        if "--help" in sys.argv:
            print("--models-preset --models-max --cors-origins --offline --no-ui")
            sys.exit(0)
        folder = os.path.dirname(os.path.abspath(sys.argv[0]))
        def fault(name):
            try:
                os.remove(os.path.join(folder, name))
                return True
            except FileNotFoundError:
                return False
        if fault("die-at-start"):
            sys.exit("error: the model is broken")
        loading = 3 if fault("load-slowly") else 0
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def answer(self, status, body, kind="application/json"):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())
            def do_GET(self):
                global loading
                if loading:
                    loading -= 1
                    self.answer(503, '{"error": {"message": "Loading model"}}')
                else:
                    self.answer(200, '{"data": [{"id": "tiny"}]}')
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                if fault("die-before-reply"):
                    os._exit(1)
                if fault("lose-model"):
                    return self.answer(500, "proxy error: Failed to read connection", "text/plain")
                def piece(text):
                    return "data: " + json.dumps({"choices": [{"delta": {"content": text}}]}) + "\n\n"
                if fault("die-in-reply"):
                    self.send_response(200)
                    self.send_header("Content-Type", "text/event-stream")
                    self.send_header("Content-Length", "1000")
                    self.end_headers()
                    self.wfile.write(piece("Hel").encode())
                    self.wfile.flush()
                    os._exit(1)
                done = 'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
                self.answer(200, piece("Hello") + piece(" there") + done, "text/event-stream")
            def log_message(self, *arguments):
                pass
        port = int(sys.argv[sys.argv.index("--port") + 1])
        http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
        """#
}
