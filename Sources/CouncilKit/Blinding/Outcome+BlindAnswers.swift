extension Outcome {
    /// Answers as reviewers and the chairman see them, in the order given: without their authors' names and without
    /// what could be taken for a part of the prompt. ``answers`` keeps the originals.
    func blindAnswers(of seats: [Int]) -> [BlindAnswer] {
        guard let run else { return [] }
        let names = BlindAnswer.telltaleNames(of: run.seats)
        return seats.compactMap { seat in
            answers[seat].map { BlindAnswer(label: run.labels[seat], original: $0.text, names: names) }
        }
    }
}

extension BlindAnswer {
    /// - Parameters:
    ///   - original: What the author wrote.
    ///   - models: The names of the run's models, `provider/model`.
    init(label: Label, original: String, models: [String]) {
        self.init(label: label, original: original, names: Self.telltaleNames(of: models))
    }

    fileprivate init(label: Label, original: String, names: Set<String>) {
        self.init(label: label, text: SelfIdentification(in: original.harmlessInPrompt, names: names).masked)
    }

    /// The names that give a model away, in lower case.
    fileprivate static func telltaleNames(of models: [String]) -> Set<String> {
        let names = models.compactMap { $0.split(separator: "/").last?.lowercased() }
        // A name without a digit may be an ordinary word.
        return Set(names.filter { name in name.contains(where: \.isNumber) && name.count > 3 })
    }
}

extension String {
    /// The text without characters that hide or reorder others, and with a bar before every line that imitates the
    /// lines between which a prompt shows answers.
    var harmlessInPrompt: String {
        let visible = unicodeScalars.contains(where: \.isTreacherous) ? withoutTreacherousScalars : self
        guard visible.mayImitateMarkers else { return visible }
        let lines = visible.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.map { $0.imitatesMarker ? "| \($0)" : String($0) }.joined(separator: "\n")
    }

    private var withoutTreacherousScalars: String {
        var scalars = UnicodeScalarView()
        scalars.append(contentsOf: unicodeScalars.lazy.filter { !$0.isTreacherous })
        return String(scalars)
    }

    private var mayImitateMarkers: Bool {
        unicodeScalars.contains(where: \.isBracketOfMarker) || mentionsEndOfQuestion
    }

    /// Looked for byte by byte: long answers are looked through for every reader.
    private var mentionsEndOfQuestion: Bool {
        let words = Array("end of the question".utf8)
        var matched = 0
        for byte in utf8 {
            let lower = (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
            matched = lower == words[matched] ? matched + 1 : lower == words[0] ? 1 : 0
            if matched == words.count { return true }
        }
        return false
    }
}

extension Substring {
    /// Whether the line begins as a marker does, with angle brackets of whatever kind and a label or another name that
    /// markers carry. `>>> print(1)` is code.
    fileprivate var imitatesMarker: Bool {
        let line = drop(while: \.isWhitespace)
        if line.drop(while: { !$0.isLetter }).lowercased().hasPrefix("end of the question") { return true }
        let brackets = line.prefix(while: \.isBracketOfMarker)
        let width = brackets.reduce(0) { $0 + ("≪≫«»《》⟪⟫".contains($1) ? 2 : 1) }
        guard width >= 3 else { return false }
        let word = line.dropFirst(brackets.count).drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
        let isLabel = word.first?.isLetter == true && word.count > 1 && word.dropFirst().allSatisfy(\.isNumber)
        return isLabel
            || ["reviews", "file", "answer", "answers", "analysis", "draft", "question", ""].contains(word.lowercased())
    }
}

extension Character {
    fileprivate var isBracketOfMarker: Bool { unicodeScalars.first?.isBracketOfMarker ?? false }
}

extension Unicode.Scalar {
    /// Angle brackets of whatever kind.
    fileprivate var isBracketOfMarker: Bool {
        switch value {
        case 0x3c, 0x3e, 0xab, 0xbb, 0x2c2, 0x2c3, 0x1433, 0x1438, 0x2039, 0x203a, 0x226a, 0x226b, 0x276e, 0x276f,
            0x27e8, 0x27e9, 0x27ea, 0x27eb, 0x3008, 0x3009, 0x300a, 0x300b, 0xff1c, 0xff1e:
            true
        default: false
        }
    }

    /// Whether the character changes the direction of others, or is invisible and carries hidden text.
    fileprivate var isTreacherous: Bool {
        switch value {
        // Directional marks, embeddings, overrides and isolates; Unicode Standard Annex 9.
        case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
        // Spaces of no width and tags, in which text can be hidden. Joiners stay: scripts and emoji need them.
        case 0x200b, 0x2060...0x2064, 0xfeff, 0xe0000...0xe007f: true
        // Controls beside tab and line breaks.
        case 0x00...0x08, 0x0e...0x1f, 0x7f: true
        default: false
        }
    }
}
