/// Takes the names out of what a model says about itself, so that reviewers and the chairman cannot tell who wrote an
/// answer: "As Claude, I…", "I'm ChatGPT", "a model trained by OpenAI", a signature.
///
/// Only the names go, in a first person sense alone; whoever writes *about* models is left as they are. A rule of
/// thumb in English, German, French, Spanish and Chinese: a lead such as "I am", then nothing but the words by which
/// models introduce themselves, then a name. Style still betrays authors, and so does what no rule foresees.
struct SelfIdentification {
    /// What stands in the place of a name.
    static let mask = "[withheld]"

    /// The most words between a lead and the name.
    private static let patience = 14

    private let text: String
    private let words: [Word]
    /// Names beside those that everybody knows, in lower case.
    private let names: Set<String>

    /// - Parameters:
    ///   - text: An answer.
    ///   - names: The names of the run's models, such as `qwen2.5-coder-1.5b`.
    init(in text: String, names: Set<String> = []) {
        self.text = text
        self.names = names
        words = text.mayHoldName(besides: names) ? Word.all(in: text) : []
    }

    /// The text without them.
    var masked: String {
        let ranges = self.ranges
        guard !ranges.isEmpty else { return text }
        var result = ""
        var end = text.startIndex
        for range in ranges where range.lowerBound >= end {
            result += text[end..<range.lowerBound] + Self.mask
            end = range.upperBound
        }
        return result + text[end...]
    }

    /// Where the names stand, in order.
    private var ranges: [Range<String.Index>] {
        var found: Set<Range<Int>> = []
        let hasNames = words.indices.contains { name(at: $0) != nil }
        guard hasNames else { return [] }
        for place in words.indices {
            found.formUnion(introductions(at: place))
            if let name = name(at: place), makesMe(after: name) || isSpeaker(name) { found.insert(name) }
        }
        found.formUnion(signatures)
        return found.sorted { $0.lowerBound < $1.lowerBound }.map {
            words[$0.lowerBound].range.lowerBound..<words[$0.upperBound - 1].range.upperBound
        }
    }

    /// The names that follow a lead at a word.
    private func introductions(at place: Int) -> [Range<Int>] {
        guard let lead = Lead.all.first(where: { words.hasPhrase($0.words, at: place) && joins($0, at: place) }) else {
            return interjection(at: place).map { [$0] } ?? []
        }
        var found: [Range<Int>] = []
        var next = place + lead.words.count
        var fillers: [String] = []
        while next < words.count, fillers.count <= Self.patience {
            let gap = gap(before: next)
            guard gap.isSpace || (!found.isEmpty && gap.isComma) else { break }
            let isIntroduced = fillers.suffix(3).contains { SelfIdentification.origins.contains($0) }
            if let name = name(at: next) {
                let isFirst = found.isEmpty
                guard isFirst ? fits(name, after: lead, fillers, at: place) : isIntroduced else { break }
                found.append(name)
                next = name.upperBound
                fillers = []
            } else if SelfIdentification.fillers.contains(words[next].lower) || words[next].lower == "'s" {
                fillers.append(words[next].lower)
                next += 1
            } else {
                break
            }
        }
        return found
    }

    private func fits(_ name: Range<Int>, after lead: Lead, _ fillers: [String], at place: Int) -> Bool {
        guard lead.kind == .origin || goesOn(after: name) else { return false }
        let kinds = fillers.filter { SelfIdentification.kinds.contains($0) }
        let isIntroduced = fillers.contains { SelfIdentification.origins.contains($0) }
        switch lead.kind {
        case .identity:
            // "I am a Gemini" is about stars, "I am from Google" about work.
            return fillers.isEmpty || !kinds.isEmpty || !words[name.lowerBound].isAmbiguous
                || fillers.contains { SelfIdentification.making.contains($0) }
        case .role:
            let isFirstPerson = words[name.upperBound...].prefix(kinds.isEmpty ? 2 : 10).contains {
                SelfIdentification.firstPerson.contains($0.lower)
            }
            let beginsSentence = words[place].isCapital && !kinds.isEmpty && isIntroduced
            let isAboutAnother = self.name(at: name.upperBound) != nil
            return isFirstPerson || (beginsSentence && !isAboutAnother)
        case .origin:
            let isOwnWord = lead.words.count > 1
            return isIntroduced && (isOwnWord || !words[name.lowerBound].isAmbiguous)
        }
    }

    /// Whether what follows a name lets it be the speaker's: not "I am a ChatGPT user", not "I am Claude Shannon".
    private func goesOn(after name: Range<Int>) -> Bool {
        guard name.upperBound < words.count, gap(before: name.upperBound).isSpace else { return true }
        let next = words[name.upperBound].lower
        if next == "的" {
            return words[(name.upperBound + 1)...].prefix(4).contains { SelfIdentification.kinds.contains($0.lower) }
        }
        return SelfIdentification.continuations.contains(next) || SelfIdentification.fillers.contains(next)
            || SelfIdentification.firstPerson.contains(next)
    }

    /// "I, Claude, think…"
    private func interjection(at place: Int) -> Range<Int>? {
        guard ["i", "ich", "je", "yo"].contains(words[place].lower), let name = name(at: place + 1),
            gap(before: place + 1).isComma, name.upperBound < words.count, gap(before: name.upperBound).isComma
        else { return nil }
        return name
    }

    /// "OpenAI, the company that made me"
    private func makesMe(after name: Range<Int>) -> Bool {
        let rest = words[name.upperBound...].prefix(8)
        guard let verb = rest.firstIndex(where: { SelfIdentification.making.contains($0.lower) }) else { return false }
        let between = words[name.upperBound..<verb].allSatisfy { SelfIdentification.makers.contains($0.lower) }
        return between && verb + 1 < words.count && ["me", "mich"].contains(words[verb + 1].lower)
            && (name.upperBound...(verb + 1)).allSatisfy { gap(before: $0).isSpace || gap(before: $0).isComma }
    }

    /// "Claude here: …" at the beginning of a line.
    private func isSpeaker(_ name: Range<Int>) -> Bool {
        guard name.upperBound < words.count, words[name.upperBound].lower == "here",
            gap(before: name.upperBound).isSpace, beginsLine(name.lowerBound)
        else { return false }
        let end = words[name.upperBound].range.upperBound
        return end == text.endIndex || ",.:!\n—–-".contains(text[end])
    }

    /// Names that stand alone on a line behind a dash or a closing formula.
    private var signatures: [Range<Int>] {
        let lines = Word.lines(of: words, in: text)
        return lines.indices.compactMap { index -> Range<Int>? in
            let line = lines[index]
            let formula = words[line.words].prefix { Self.closings.contains($0.lower) }
            let first = line.words.lowerBound + formula.count
            guard first < line.words.upperBound, let name = name(at: first), name.upperBound == line.words.upperBound
            else { return nil }
            if formula.count > 1 || formula.first.map({ Self.authors.contains($0.lower) }) == true { return name }
            let isLast = index == lines.count - 1
            let previous = index > 0 ? lines[index - 1] : nil
            let isClosed = previous.map { words[$0.words].allSatisfy { Self.closings.contains($0.lower) } } ?? false
            let isListed =
                previous?.mark == line.mark || (!isLast && lines[index + 1].mark == line.mark) || previous == nil
            switch line.mark {
            case .dash: return isListed ? nil : name
            case .bullet: return isLast && !isListed ? name : nil
            case .none: return isClosed ? name : nil
            }
        }
    }

    /// The name that begins at a word, with what belongs to it, such as "Claude Sonnet 4.5".
    private func name(at place: Int) -> Range<Int>? {
        guard words.indices.contains(place) else { return nil }
        let length = words.lengthOfName(at: place, besides: names)
        guard length > 0 else { return nil }
        var end = place + length
        while end < words.count, gap(before: end).isSpace, words[end].isPartOfName { end += 1 }
        return place..<end
    }

    private func joins(_ lead: Lead, at place: Int) -> Bool {
        (place + 1..<place + lead.words.count).allSatisfy { gap(before: $0).isSpace }
    }

    private func beginsLine(_ place: Int) -> Bool {
        place == 0
            || text[words[place - 1].range.upperBound..<words[place].range.lowerBound].contains(where: \.isNewline)
    }

    /// What stands between a word and the one before it.
    private func gap(before place: Int) -> Substring {
        guard place > 0, place < words.count else { return "" }
        return text[words[place - 1].range.upperBound..<words[place].range.lowerBound]
    }
}

extension Substring {
    /// Whether words that this separates belong together.
    fileprivate var isSpace: Bool { allSatisfy { $0 == " " || $0 == "\u{a0}" || "*_`\"“”„«»'".contains($0) } }

    fileprivate var isComma: Bool { allSatisfy { $0 == " " || "*_,，、(（–—".contains($0) } }
}
