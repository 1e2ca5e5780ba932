/// Takes the power over a terminal from text that a model wrote.
///
/// Control codes are shown as their pictures (`␛`), so that nothing is hidden and nothing is obeyed. Bidirectional
/// overrides, embeddings and isolates end at the latest where their line ends, so that they cannot reorder the text
/// after it; ordinary right-to-left text needs none and passes untouched. Works on pieces: what a line has opened is
/// remembered until ``close()``.
struct ControlFilter {
    private enum Opening {
        case embedding, isolate

        var closer: Unicode.Scalar { self == .isolate ? "\u{2069}" : "\u{202C}" }
    }

    /// The bidirectional algorithm ignores deeper nesting, and nobody writes it in earnest.
    private static let maximumDepth = 60

    private var openings: [Opening] = []

    /// The next piece of a text, harmless.
    mutating func pass(_ piece: some StringProtocol) -> String {
        var passed = String.UnicodeScalarView()
        for scalar in piece.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x2028, 0x2029:
                closeAll(into: &passed)
                passed.append("\n")
            case 0x09: passed.append(scalar)
            case 0x0D: continue
            case 0x00...0x1F: passed.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: passed.append("\u{2421}")
            case 0x80...0x9F: passed.append("\u{FFFD}")
            case 0x202A, 0x202B, 0x202D, 0x202E: open(.embedding, with: scalar, into: &passed)
            case 0x2066...0x2068: open(.isolate, with: scalar, into: &passed)
            case 0x202C: closeEmbedding(into: &passed)
            case 0x2069: closeIsolate(into: &passed)
            default: passed.append(scalar)
            }
        }
        return String(passed)
    }

    /// Ends what is still open, at the end of the text.
    mutating func close() -> String {
        var passed = String.UnicodeScalarView()
        closeAll(into: &passed)
        return String(passed)
    }

    private mutating func open(
        _ opening: Opening, with scalar: Unicode.Scalar, into passed: inout String.UnicodeScalarView
    ) {
        guard openings.count < Self.maximumDepth else { return }
        openings.append(opening)
        passed.append(scalar)
    }

    /// An embedding is not closed through the isolate around its end.
    private mutating func closeEmbedding(into passed: inout String.UnicodeScalarView) {
        guard openings.last == .embedding else { return }
        openings.removeLast()
        passed.append(Opening.embedding.closer)
    }

    /// An isolate takes the embeddings inside it along.
    private mutating func closeIsolate(into passed: inout String.UnicodeScalarView) {
        guard let index = openings.lastIndex(of: .isolate) else { return }
        openings.removeSubrange(index...)
        passed.append(Opening.isolate.closer)
    }

    private mutating func closeAll(into passed: inout String.UnicodeScalarView) {
        for opening in openings.reversed() { passed.append(opening.closer) }
        openings = []
    }
}

extension String {
    /// The text without power over a terminal, lines kept.
    var harmless: String {
        var filter = ControlFilter()
        return filter.pass(self) + filter.close()
    }

    /// The text as part of one line: harmless, white space in place of line breaks and tabs, and without any
    /// bidirectional control, so that it can be cut anywhere.
    var harmlessLine: String {
        let isBidirectionalControl: (Unicode.Scalar) -> Bool = {
            (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
        }
        let plain = String(String.UnicodeScalarView(unicodeScalars.filter { !isBidirectionalControl($0) })).harmless
        return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
