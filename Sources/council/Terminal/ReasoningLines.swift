import CouncilKit

/// Reasoning that several models think at once, sorted into whole lines.
struct ReasoningLines {
    private var begun: [Role: String] = [:]

    /// Takes a piece.
    /// - Returns: The lines that it completes, harmless.
    mutating func add(_ piece: String, of role: Role) -> [String] {
        var lines = (begun.removeValue(forKey: role) ?? "").appending(piece).lines
        begun[role] = lines.removeLast()
        return lines.map(\.harmlessLine).filter { !$0.isEmpty }
    }

    /// Takes the last line of a role, which no line break ended.
    mutating func end(of role: Role) -> [String] {
        [begun.removeValue(forKey: role)?.harmlessLine].compactMap { $0 }.filter { !$0.isEmpty }
    }
}

extension String {
    fileprivate func appending(_ piece: String) -> String { self + piece }

    fileprivate var lines: [String] {
        split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }
}
