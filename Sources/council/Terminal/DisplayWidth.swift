/// The columns that text takes on a terminal, counted by grapheme cluster.
///
/// The standard library knows what combines and what is an emoji, but not which scripts are drawn two columns wide; C's
/// `wcwidth` is not visible from Swift and depends on the process's locale. So the wide blocks are named here: those
/// of Unicode's East Asian Width that are not emoji anyway.
enum DisplayWidth {
    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul leading consonants
        0x2329...0x232A,  // angle brackets
        0x2E80...0x303E,  // radicals, ideographic punctuation
        0x3041...0x4DBF,  // kana, bopomofo, compatibility, extension A
        0x4E00...0xA4CF,  // unified ideographs, Yi
        0xA960...0xA97F,  // Hangul extended A
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // compatibility ideographs
        0xFE10...0xFE19,  // vertical forms
        0xFE30...0xFE6F,  // compatibility and small forms
        0xFF01...0xFF60,  // fullwidth forms
        0xFFE0...0xFFE6,  // fullwidth signs
        0x16FE0...0x18D8F,  // Tangut, Khitan
        0x1AFF0...0x1B2FF,  // kana extensions, Nüshu
        0x1F200...0x1F265,  // enclosed ideographs
        0x20000...0x3FFFD,  // further ideographs
    ]

    /// The columns of one grapheme cluster: 0, 1 or 2; more only for clusters that terminals lay out side by side.
    static func of(_ cluster: Character) -> Int {
        if let ascii = cluster.asciiValue { return (0x20...0x7E).contains(ascii) ? 1 : 0 }
        let scalars = cluster.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.contains("\u{FE0F}") { return 2 }
        if first.properties.isEmojiPresentation { return scalars.contains("\u{FE0E}") ? 1 : 2 }
        return scalars.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .lineSeparator, .paragraphSeparator: return 0
        case .format: return scalar == "\u{AD}" ? 1 : 0
        default: break
        }
        if joinsASyllable(scalar) { return 0 }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wideBlocks.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// Hangul vowels and final consonants are drawn inside the syllable that a leading consonant began.
    private static func joinsASyllable(_ scalar: Unicode.Scalar) -> Bool {
        (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FB).contains(scalar.value)
    }
}
