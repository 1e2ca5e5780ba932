/// Ends a text before the first of some sequences, piece by piece: holds back only what may be the beginning of one.
struct StopFilter: Sendable {
    private let sequences: [String]
    private var held = ""
    /// The sequence that ended the text.
    private(set) var hit: String?

    init(_ sequences: [String]) { self.sequences = sequences }

    /// Takes a piece.
    /// - Returns: What can be shown.
    mutating func pass(_ piece: String) -> String {
        guard hit == nil else { return "" }
        guard !sequences.isEmpty else { return piece }
        held += piece
        let found = sequences.compactMap { sequence in
            held.firstRange(of: sequence).map { (place: $0.lowerBound, sequence: sequence) }
        }
        if let first = found.min(by: { $0.place < $1.place }) {
            hit = first.sequence
            defer { held = "" }
            return String(held[..<first.place])
        }
        let kept = longestBeginning()
        let shown = String(held.dropLast(kept))
        held = String(held.suffix(kept))
        return shown
    }

    /// What was held back when no more pieces come.
    mutating func finish() -> String {
        defer { held = "" }
        return held
    }

    /// How many characters at the end may begin a sequence.
    private func longestBeginning() -> Int {
        let longest = min(held.count, (sequences.map(\.count).max() ?? 1) - 1)
        guard longest > 0 else { return 0 }
        return (1...longest).reversed().first { count in
            let end = held.suffix(count)
            return sequences.contains { $0.hasPrefix(end) }
        } ?? 0
    }
}
