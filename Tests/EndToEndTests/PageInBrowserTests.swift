import AsyncHTTPClient
import CouncilKit
import CouncilTestKit
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

/// The page as a browser shows it.
struct PageInBrowserTests {
    /// What a hostile model would like to bring into the page.
    private static let hostile = """
        **bold** <script>document.title = "taken"</script><img src="https://evil.example/a.png" onerror="alert(1)">

        <style>body { display: none }</style>
        ![map](https://evil.example/b.png) [here](javascript:alert(1)) <iframe src="https://evil.example"></iframe>
        """

    private static let script = FaultServer.Script { request in
        switch StageOfPrompt(request.messages) {
        case .answer: return .reply([hostile])
        case .review(let answers):
            let critique = #"<img src=x onerror=alert(1)><script>document.title = 'taken'</script>"#
            return .reply([ScriptedModel.reviewText(of: answers) { $0 < $1 }.replacing("Sound.", with: critique)])
        case .conclusion: return .reply([hostile])
        case .synthesis(let task): return .reply(ScriptedModel.synthesisText(for: task) { $0 < $1 })
        }
    }

    @Test func `a run that has ended is shown complete, and nothing that models wrote becomes an element`() async throws
    {
        try await FaultServer.run(Self.script) { upstream in
            try await CouncilProgram.withHome { program in
                let arguments = [
                    "--base-url", upstream.baseURL, "--member", "one", "--member", "two", "--member", "three",
                    "--grace", "0",
                ]
                let page = try await program.serve(arguments) { server in
                    let run = try await ask("<b>Why?</b>", at: server.url)
                    // The browser's virtual time may run out on a busy machine before the server has rendered all.
                    var page: String?
                    for attempt in 1...5 {
                        page = try await Browser.elements(
                            of: "\(server.url)/#/runs/\(run)",
                            profile: program.home.appending(path: "browser\(attempt)"))
                        if page?.contains("<strong>bold</strong>") ?? true { break }
                    }
                    return page
                }.value
                guard let page else { return }
                #expect(page.contains("&lt;b&gt;Why?&lt;/b&gt;"))
                #expect(page.matches(of: /<span class="chip good">answered/).count == 3)
                #expect(page.matches(of: /<strong>bold<\/strong>/).count == 4)
                #expect(!page.contains(/>\s*(false|undefined|null|NaN)\s*</))
                #expect(page.contains(/class="score"/) && page.contains(/class="standings"/))
                #expect(page.matches(of: /<(script|style|img|iframe)/).count == 1)
                #expect(!page.contains(/href="javascript/) && !page.contains("<title>taken"))
            }
        }
    }

    /// Asks, and waits for the end.
    private func ask(_ question: String, at url: String) async throws -> String {
        var request = HTTPClientRequest(url: "\(url)/v1/runs")
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: #"{"question": "\#(question)"}"#))
        let created = try await HTTPClient.shared.execute(request, timeout: .seconds(60)).body.collect(upTo: 1 << 20)
        let run = try JSONDecoder().decode(Created.self, from: Data(created.readableBytesView)).id
        let events = HTTPClientRequest(url: "\(url)/v1/runs/\(run)/events")
        _ = try await HTTPClient.shared.execute(events, timeout: .seconds(60)).body.collect(upTo: 10 << 20)
        return run
    }

    private struct Created: Decodable {
        var id: String
    }
}
