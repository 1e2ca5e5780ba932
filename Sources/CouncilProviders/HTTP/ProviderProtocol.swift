/// The protocols that are spoken here.
public enum ProviderProtocol: String, Sendable, Hashable, Codable, CaseIterable {
    /// OpenAI's chat completions (`POST /chat/completions`) and everything compatible with them.
    case openAI = "openai"
    /// Anthropic's Messages (`POST /messages`).
    case anthropic
    /// Google's Gemini (`POST /models/MODEL:generateContent`).
    case gemini

    /// What an address that speaks it is called.
    var address: String {
        switch self {
        case .openAI: "an OpenAI-compatible address; most end in /v1"
        case .anthropic: "an address of the Anthropic Messages API; most end in /v1"
        case .gemini: "an address of the Gemini API; most end in /v1beta"
        }
    }

    /// The path that an address without one gets; empty for none.
    var usualPath: String {
        switch self {
        case .openAI: ""
        case .anthropic: "/v1"
        case .gemini: "/v1beta"
        }
    }

    /// An end of an address that belongs to a request and not to the address.
    var action: String {
        switch self {
        case .openAI: "/chat/completions"
        case .anthropic: "/messages"
        case .gemini: "/models"
        }
    }

    /// The header that carries the key as it is; `nil` for `Authorization: Bearer`.
    var keyHeader: String? {
        switch self {
        case .openAI: nil
        case .anthropic: "x-api-key"
        case .gemini: "x-goog-api-key"
        }
    }

    /// Whether a conflict (409) passes when it is asked again. The clients of OpenAI and Anthropic do ask again, and
    /// their documentation says so; Google's does not.
    var repeatsConflicts: Bool { self != .gemini }

    /// Headers of every request.
    var headers: [String: String] {
        self == .anthropic ? ["anthropic-version": "2023-06-01"] : [:]
    }
}
