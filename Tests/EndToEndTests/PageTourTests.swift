import AsyncHTTPClient
import CouncilKit
import CouncilTestKit
import FoundationEssentials
import NIOCore
import NIOHTTP1
import Testing

/// A tour of the page with a browser, on a phone and on a wide screen, in light and dark.
struct PageTourTests {
    @Test func `every view can be seen, read out and used by keyboard, and so can a shared run without a key`()
        async throws
    {
        let gate = Gate()
        try await FaultServer.run(Self.script(holding: gate)) { upstream in
            try await CouncilProgram.withHome { program in
                let key = try await program.run("keys", "create", "Ada").output
                let said = try await program.serve(try Self.arguments(program, upstream)) { server in
                    let client = Client(url: server.url, key: String(key.filter { !$0.isNewline }))
                    _ = try await client.ask(Self.questions[1])
                    _ = try await client.ask(Self.questions[2])
                    let run = try await client.ask(Self.questions[0])
                    let live = try await client.open("Is P equal to NP?")
                    try await gate.reached()
                    defer { gate.open() }
                    return try await Browser.run(
                        "page_client.py",
                        [
                            server.url, client.key, run, live, try await client.share(run),
                            Browser.artefacts.path(),
                        ], home: program.home)
                }.value
                guard let said else { return }
                print("Screenshots of the page: \(Browser.artefacts.path())")
                #expect(said == "ok\n", "\(said)")
            }
        }
    }

    private static func arguments(_ program: CouncilProgram, _ upstream: FaultServer) throws -> [String] {
        let path = program.home.appending(path: "served.yaml")
        let text = """
            default: everyday
            providers:
              upstream: {base_url: "\(upstream.baseURL)"}
            councils:
              everyday:
                members: [upstream/aurora-large, upstream/borealis-9b, upstream/cirrus, upstream/dusk-mini]
              small:
                members: [upstream/borealis-9b, upstream/cirrus]
            """
        try Data(text.utf8).write(to: path)
        return ["--config", path.path(), "--grace", "0"]
    }

    private static let questions = [
        "Why is the sky blue, and why is it red at sunset?", "What does a lock-free queue cost when nobody contends?",
        "Which three books explain the fall of the Western Roman Empire best, and where do they disagree?",
    ]

    /// One member is broken, one stands still in the middle of the last question.
    private static func script(holding gate: Gate) -> FaultServer.Script {
        FaultServer.Script { request in
            let model = request.model ?? "?"
            if model == "dusk-mini" {
                return .error(400, "The model dusk-mini has been retired.", code: "model_not_found")
            }
            let isLive = request.messages.contains { $0.text.contains("P equal to NP") }
            switch StageOfPrompt(request.messages) {
            case .answer:
                let step = FaultServer.Step.reply(pieces(of: answers[model] ?? "Well."))
                return isLive && model == "cirrus" ? step.pausing(at: gate, after: 12) : step
            case .review(let answers): return .reply(review(of: answers, by: model))
            case .conclusion: return .reply(pieces(of: conclusion))
            case .synthesis(let task): return .reply(ScriptedModel.synthesisText(for: task) { $0.count > $1.count })
            }
        }
    }

    private static func pieces(of text: String) -> [String] {
        text.split(separator: " ", omittingEmptySubsequences: false).map { "\($0) " }
    }

    private static func review(of answers: [BlindAnswer], by model: String) -> String {
        let reviews = answers.map { answer in
            let isLong = answer.text.contains("| ")
            return JSONValue.Member(
                answer.label.rawValue,
                [
                    "critique": isLong
                        ? "Names the law, gives figures and says where the path through the air matters."
                        : "Right in the main, but “bounces off” hides that it is scattering by molecules, not reflection.",
                    "accuracy": .integer(isLong ? 9 : model.count % 3 + 5),
                    "insight": .integer(isLong ? 8 : model.count % 4 + 3),
                ])
        }
        let ranks = answers.map { answer in
            JSONValue.Member(
                answer.label.rawValue, .integer(1 + answers.count { $0.text.count > answer.text.count }))
        }
        return JSONValue.object([.init("reviews", .object(reviews)), .init("ranks", .object(ranks))]).text
    }

    private static let answers = [
        "aurora-large": """
        Air molecules scatter light in all directions, **short waves far more than long ones**: Rayleigh's law says \
        by the fourth power of the frequency.

        | light | wavelength | scattered, red = 1 |
        |---|--:|--:|
        | red | 650 nm | 1.0 |
        | green | 530 nm | 2.3 |
        | blue | 450 nm | 4.4 |

        At sunset the light has crossed up to forty times as much air. What is left of it is red:

        ```python
        def left(wavelength, air):
            return math.exp(-air * (450 / wavelength) ** 4)
        ```
        """,
        "borealis-9b": """
        Blue light is scattered more strongly by the air than red light, so it reaches your eye from all over the \
        sky. In the evening the sun stands low, the path through the air is long, and most of the blue has been \
        scattered away before the light arrives.

        - [x] blue by day
        - [x] red at sunset
        - [ ] violet: the sun sends less of it, and our eyes see it badly
        """,
        "cirrus": "Sunlight bounces off the molecules of the air. Blue bounces most. In the evening only red is left.",
    ]

    private static let conclusion = """
        The sky is blue because **air molecules scatter short waves much more than long ones**, by the fourth power of \
        the frequency (Rayleigh scattering): blue comes to you from everywhere, red mostly straight from the sun.

        At sunset the light crosses up to forty times as much air. The blue is scattered out of the way, and what \
        arrives is orange and red. Dust and smoke deepen it.

        1. Violet is scattered even more, yet the sky is not violet: the sun sends less of it, and eyes are less \
        sensitive to it.
        2. Clouds are white because their droplets are large and scatter all colours alike.
        """
}

/// Asks over the run API.
private struct Client: Sendable {
    var url: String
    var key: String

    /// Asks, and waits for the end.
    func ask(_ question: String) async throws -> String {
        let run = try await open(question)
        _ = try await send(.GET, "/v1/runs/\(run)/events")
        return run
    }

    func open(_ question: String) async throws -> String {
        let body = JSONValue.object([.init("question", .string(question))]).text
        return try JSONDecoder().decode(Opened.self, from: try await send(.POST, "/v1/runs", body)).id
    }

    /// - Returns: The path of a link.
    func share(_ run: String) async throws -> String {
        try JSONDecoder().decode(Shared.self, from: try await send(.POST, "/v1/runs/\(run)/share")).path
    }

    private func send(_ method: HTTPMethod, _ path: String, _ body: String? = nil) async throws -> Data {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        return Data(try await response.body.collect(upTo: 10 << 20).readableBytesView)
    }

    private struct Opened: Decodable {
        var id: String
    }

    private struct Shared: Decodable {
        var path: String
    }
}
