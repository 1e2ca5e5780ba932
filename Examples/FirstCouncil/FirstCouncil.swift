import CouncilKit
import CouncilProviders

/// Asks a council and prints its final answer as it is written.
///
/// Needs `OPENAI_API_KEY` and an Ollama with the two models; whoever is missing falls silent and the others go on.
@main
struct FirstCouncil {
    static func main() async throws {
        let council = Council(
            members: [.openAI("gpt-5.6-luna"), .ollama("llama3.2"), .ollama("qwen3")],
            chairman: .openAI("gpt-5.6-luna")
        )
        for try await event in council.deliberate(on: "Is P equal to NP?") {
            switch event {
            case .piece(.chairman, .text(let text)): print(text, terminator: "")
            case .concluded(let conclusion) where conclusion.source != .chairman: print("\n\(conclusion.text)")
            case .failed(let call, let error): print("\(call.model) fell silent: \(error.message)")
            default: break
            }
        }
    }
}
