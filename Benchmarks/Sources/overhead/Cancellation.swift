import CouncilKit
import CouncilProviders
import CouncilTestKit
import Measuring
import Synchronization

/// How long it takes from the cancellation of a run until the server sees its connections closed and the run is over: at
/// every moment of a call, in every stage.
struct Cancellation {
    private static let rounds = 5
    /// The limit in seconds.
    private static let limit = 0.1

    private enum Moment: String, CaseIterable {
        case beforeHead = "before_head"
        case amongPieces = "among_pieces"
        /// The request waits in the rate limiter.
        case beforeTurn = "before_turn"
        case beforeRetry = "before_retry"

        /// Whether an event says that a call has come to the moment. Nothing but the server tells of a request without a head.
        func hasCome(with event: CouncilEvent) -> Role? {
            switch (self, event) {
            case (.amongPieces, .piece(let role, .text)), (.beforeTurn, .piece(let role, .waiting)): role
            case (.beforeRetry, .setback(let call, _)): call.role
            default: nil
            }
        }
    }

    private enum Stage: Int, CaseIterable {
        case answers, reviews, conclusion

        init(_ stage: StageOfPrompt) {
            self =
                switch stage {
                case .answer: .answers
                case .review: .reviews
                default: .conclusion
                }
        }

        func holds(_ role: Role) -> Bool {
            switch role {
            case .member: self == .answers
            case .reviewer: self == .reviews
            default: self == .conclusion
            }
        }

        var calls: Int { self == .conclusion ? 1 : 4 }
        /// How many requests of a minute let a run come to this stage, but not through it.
        var allowance: Int { [1, 5, 8][rawValue] }
        /// How many calls wait then.
        var waiting: Int { self == .conclusion ? 1 : 3 }
    }

    func print() async throws {
        var all: [Double] = []
        for moment in Moment.allCases {
            var times: [Double] = []
            for stage in Stage.allCases {
                for _ in 0..<Self.rounds { times.append(try await time(moment, in: stage)) }
            }
            let worst = times.max() ?? 0
            Figure.line("cancellation_\(moment.rawValue)_worst", worst * 1000, "ms", worst / Self.limit)
            all += times
        }
        let unused = try await stayOfUnusedConnection()
        Figure.line("cancellation_before_connection", unused * 1000, "ms", unused / Self.limit)
        Figure.line("cancellation_median", all.median * 1000, "ms", all.median / Self.limit)
    }

    private func time(_ moment: Moment, in stage: Stage) async throws -> Double {
        let script = FaultServer.Script { request in
            let prompt = StageOfPrompt(request.messages)
            let good = FaultServer.Step.reply([Self.reply(to: prompt)])
            guard Stage(prompt) == stage else { return good }
            return switch moment {
            case .beforeHead: .hang
            case .amongPieces: .reply(["Hel", "lo"]).hanging(afterPieces: 1)
            case .beforeTurn: good
            case .beforeRetry: .rateLimited(retryAfter: 30)
            }
        }
        return try await FaultServer.run(script) { server in
            let limits = RateLimits(requestsPerMinute: moment == .beforeTurn ? stage.allowance : nil)
            let endpoint = HTTPEndpoint(name: "fault", baseURL: server.baseURL, limits: limits)
            let council = Bench.council(at: OpenAIEndpoint(endpoint))
            let (moments, hasCome) = AsyncStream<Void>.makeStream()
            let seen = Mutex<Set<Role>>([])
            let run = Task {
                try await council.deliberate(on: "What is it?").run { event in
                    guard let role = moment.hasCome(with: event), stage.holds(role),
                        seen.withLock({ $0.insert(role).inserted })
                    else { return }
                    hasCome.yield()
                }
            }
            if moment == .beforeHead {
                try await server.received(stage.rawValue * 4 + stage.calls)
            } else {
                var left = moment == .beforeTurn ? stage.waiting : stage.calls
                for await _ in moments {
                    left -= 1
                    if left == 0 { break }
                }
            }
            let clock = ContinuousClock()
            let start = clock.now
            run.cancel()
            if moment == .beforeHead || moment == .amongPieces {
                for number in 0..<stage.calls { try await server.clientLeft(stage.rawValue * 4 + number) }
            }
            _ = await run.result
            return start.duration(to: clock.now).seconds
        }
    }

    /// How long a connection stays that opens when its call has been cancelled.
    private func stayOfUnusedConnection() async throws -> Double {
        try await DeafServer.run { server in
            let model = OpenAIModel("x", at: OpenAIEndpoint(name: "deaf", baseURL: server.baseURL))
            let call = Task { try await model.reply(to: Prompt(messages: [])) { _ in } }
            try await Task.sleep(for: .milliseconds(100))
            call.cancel()
            return try await server.admitOne().stay.seconds
        }
    }

    private static func reply(to prompt: StageOfPrompt) -> String {
        if case .review(let answers) = prompt { ScriptedModel.reviewText(of: answers) } else { "An answer." }
    }
}
