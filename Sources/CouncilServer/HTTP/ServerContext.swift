import FoundationEssentials
import Hummingbird
import Logging

/// What is known of a request beside the request itself.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The name of the request in the log and in the client's hands.
    let requestID: String
    /// Who asks.
    var caller = Caller.local

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = "req_\(RandomName.make(24))"
    }
}

/// Names that nobody can guess.
enum RandomName {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")

    /// A name of so many letters and digits, from the system's source of randomness; each is worth 5.2 bits.
    static func make(_ count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<count).compactMap { _ in alphabet.randomElement(using: &generator) })
    }
}
