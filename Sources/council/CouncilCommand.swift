import ArgumentParser
import Glibc

/// The root of the command line.
@main
struct CouncilCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "council",
        abstract: "Ask several language models, let them review each other blindly, get one answer.",
        discussion: """
            EXAMPLES
              council ask "Why is the sky blue?"
              council ask --member openai/gpt-5.6-luna --member ollama/llama3.2 "Is P equal to NP?"
              council ask --base-url http://127.0.0.1:8080/v1 --member a --member b < question.txt
              council show 20261123-k7q2mz4t --show reviews,tally
              council resume 20261123-k7q2mz4t
              council serve

            EXIT CODES
              0    answered, or done
              1    no answer
              2    wrong usage or configuration
              130  interrupted; the run can be resumed
              141  whoever read the output has left
            """,
        version: "0.1.0",
        subcommands: [
            AskCommand.self, ResumeCommand.self, RunsCommand.self, ShowCommand.self, DoctorCommand.self,
            ModelsCommand.self, InitCommand.self, StatsCommand.self, ServeCommand.self, KeysCommand.self,
            MCPCommand.self,
        ]
    )

    static func main() async {
        // A reader that went away is an error of `write`, not a reason to die on the spot.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        let code = Failure.exitCode(of: error, usage: exitCode(for: error).rawValue)
        switch error {
        case is ExitCode: break
        case let error as WriteError where error.isOfClosedPipe: break
        case is CancellationError: complain("Interrupted.")
        case let failure as any CustomStringConvertible where Failure.isOwn(error):
            complain(failure.description)
        default:
            let message = fullMessage(for: error)
            if code == 0 { print(message) } else { complain(message, isBare: true) }
        }
        Glibc.exit(code)
    }

    private static func complain(_ message: String, isBare: Bool = false) {
        let console = Console.standard(environment: Environment.current)
        try? console.error((isBare ? "" : "council: ") + message.harmless + "\n")
    }
}
