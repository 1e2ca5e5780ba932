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

    /// The calls that are under way and what has come of their texts, which is told as theirs from now on.
    mutating func takeAll() -> [(call: Call, text: String)] {
        texts.keys.sorted { $0.description < $1.description }.compactMap { role in
            guard let call = calls[role], let text = take(call) else { return nil }
            return (call, text)
        }
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
