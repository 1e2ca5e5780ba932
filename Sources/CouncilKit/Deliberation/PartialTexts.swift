/// What has come of the texts that are being written, so that a call that fails does not take along what was paid for.
///
/// Of members and chairs only: half a form is of no use, and one reviewer may write several at once.
struct PartialTexts {
    private var texts: [Role: String] = [:]
    private var calls: [Role: Call] = [:]

    /// Takes note of an event.
    /// - Returns: The event; if a call has failed, with what had come of its text.
    mutating func follow(_ event: CouncilEvent) -> CouncilEvent {
        switch event {
        case .piece(let role, .text(let text)) where role.writesProse: texts[role, default: ""] += text
        case .started(let call):
            texts[call.role] = nil
            calls[call.role] = call
        case .setback(let call, var setback) where setback.error != nil:
            if let text = take(call) { setback.error?.partial = text }
            return .setback(call, setback)
        case .failed(let call, var error):
            if let text = take(call) { error.partial = text }
            return .failed(call, error)
        case .answered(let call, _), .revised(let call, _), .drafted(let call, _): texts[call.role] = nil
        case .concluded: texts = [:]
        default: break
        }
        return event
    }

    /// One of the calls under way of whose text something has come, and that text, which is told as its own from now on;
    /// `nil` if there is none left.
    /// - Parameter role: Whose text is passed over.
    mutating func takeNext(except role: Role?) -> (call: Call, text: String)? {
        for next in texts.keys.sorted(by: { $0.description < $1.description }) where next != role {
            if let call = calls[next], let text = take(call) { return (call, text) }
        }
        return nil
    }

    private mutating func take(_ call: Call) -> String? {
        guard let text = texts.removeValue(forKey: call.role), !text.allSatisfy(\.isWhitespace) else { return nil }
        return text
    }
}

extension Role {
    fileprivate var writesProse: Bool {
        switch self {
        case .member, .reviser, .chairman: true
        default: false
        }
    }
}
