import CouncilProviders

/// Starts `llama-server`, watches it, and starts it again when it dies, until its task is cancelled.
struct ServerSupervisor: Sendable {
    /// How often the server is started anew before it is given up.
    static let maximumRestarts = 5
    /// After so long a life a death counts as the first again.
    static let longLife = Duration.seconds(60)

    var executable: String
    var preset: String
    /// The models that the server must know before it counts as started.
    var models: [String]
    /// The port to use; `nil` picks a free one.
    var port: Int?
    var requestsInFlight: Int
    var log: ServerLog
    var startTimeout = Duration.seconds(120)
    var report: LocalProgress.Report

    private static let subject = LocalRuntime.program

    /// How one life of the server ended.
    private struct Death {
        var ending: Command.Ending?
        /// How long the server answered; `nil` if it never did.
        var uptime: Duration?

        var portWasTaken: Bool { ending?.lastLines.contains { $0.contains("couldn't bind") } == true }
    }

    /// Runs until the task is cancelled or the server is given up; tells `status` what happens.
    func run(_ status: ServerStatus) async {
        do {
            var number = 0
            var port = try firstPort()
            var restarts = 0
            while true {
                number += 1
                let death = try await live(number, on: port, status)
                status.fall()
                if let uptime = death.uptime, uptime > Self.longLife { restarts = 0 }
                restarts += 1
                let givesUp = number == 1 && death.uptime == nil && !(death.portWasTaken && self.port == nil)
                if givesUp || restarts > Self.maximumRestarts { throw error(for: death, port: port) }
                report(
                    LocalProgress(
                        .restarting, Self.subject,
                        label: "llama-server ended (\(Self.reason(death))) and is being started again"))
                try await Task.sleep(for: Self.delay(before: restarts))
                if self.port == nil, death.portWasTaken || !LoopbackPort.isFree(port) { port = try LoopbackPort.free() }
            }
        } catch let error as LocalModelError {
            status.end(error)
        } catch is CancellationError {
            status.end(LocalModelError(.serverFailed, "llama-server has been stopped"))
        } catch {
            status.end(LocalModelError(.serverFailed, "llama-server cannot be run: \(error)"))
        }
    }

    /// The first restart comes at once, the later ones more and more slowly.
    static func delay(before restart: Int) -> Duration {
        restart <= 1 ? .zero : .milliseconds(250 << min(restart - 2, 5))
    }

    private func firstPort() throws -> Int {
        guard let port else { return try LoopbackPort.free() }
        guard LoopbackPort.isFree(port) else { throw Self.portInUse(port) }
        return port
    }

    private enum Happening {
        case answers
        case ended(Command.Ending)
        case tooSlow
    }

    private func live(_ number: Int, on port: Int, _ status: ServerStatus) async throws -> Death {
        let endpoint = OpenAIEndpoint(
            name: "local", baseURL: "http://127.0.0.1:\(port)/v1", requestsInFlight: requestsInFlight)
        let command = command(port: port)
        return try await withThrowingTaskGroup(of: Happening.self) { group in
            group.addTask { .ended(try await command.run { (bytes: [UInt8]) in log.append(bytes) }) }
            group.addTask { try await waitForAnswer(of: endpoint) }
            group.addTask {
                try await Task.sleep(for: startTimeout)
                return .tooSlow
            }
            defer { group.cancelAll() }
            var birth: ContinuousClock.Instant?
            while let happening = try await group.next() {
                switch happening {
                case .answers:
                    birth = .now
                    status.rise(ServerStatus.Life(number: number, endpoint: endpoint))
                case .ended(let ending): return Death(ending: ending, uptime: birth.map { .now - $0 })
                case .tooSlow where birth == nil: return Death()
                case .tooSlow: break
                }
            }
            return Death()
        }
    }

    private func command(port: Int) -> Command {
        let arguments = [
            "--models-preset", preset, "--models-max", String(models.count), "--host", "127.0.0.1",
            "--port", String(port), "--no-ui", "--cors-origins", "localhost", "--offline", "--metrics",
        ]
        // Without a limit on spinning, threads of models that work at the same time hold each other up for minutes.
        return Command(
            executable, arguments,
            environment: ["GOMP_SPINCOUNT": "2000", "LLAMA_API_KEY": nil, "LLAMA_ARG_API_KEY": nil])
    }

    private func waitForAnswer(of endpoint: OpenAIEndpoint) async throws -> Happening {
        while true {
            // Its list of models tells the server that was started from a stranger at the same port.
            if let known = try? await endpoint.models(), Set(models).isSubset(of: known) { return .answers }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension ServerSupervisor {
    private func error(for death: Death, port: Int) -> LocalModelError {
        if death.portWasTaken { return Self.portInUse(port) }
        guard let ending = death.ending else {
            return LocalModelError(
                .serverFailed, "llama-server did not answer within \(startTimeout.components.seconds) s",
                suggestion: "its log is in \(log.path)")
        }
        if ending.status == LocalRuntime.illegalInstruction {
            return LocalModelError(
                .oldProcessor, "llama-server uses an instruction that this processor does not have",
                suggestion: "choose a llama-server that was built for this processor")
        }
        if ending.status == 137 {
            return LocalModelError(
                .serverFailed, "llama-server was killed, as the system does when memory runs out",
                suggestion: "choose fewer or smaller local models; its log is in \(log.path)")
        }
        return LocalModelError(
            .serverFailed,
            "llama-server ended (\(Self.reason(death))): \(ending.lastLines.suffix(5).joined(separator: "\n"))",
            suggestion: "its log is in \(log.path)")
    }

    private static func reason(_ death: Death) -> String {
        guard let status = death.ending?.status else { return "no answer" }
        return status > 128 ? "signal \(status - 128)" : "status \(status)"
    }

    private static func portInUse(_ port: Int) -> LocalModelError {
        LocalModelError(
            .portInUse, "another program listens on port \(port) of 127.0.0.1",
            suggestion: "name another port, or none to have a free one picked")
    }
}
