/// How answers can be compared as they stand.
public enum AnswerKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A number, `18`: signs of currency, units and thousands do not count, `1/2` is `0.5`.
    case number
    /// The letter of an option, `(C)`.
    case option
    /// Yes or no, also as true or false.
    case yesNo = "yes_no"
    /// A few words, compared without case, articles and punctuation.
    case shortText = "short_text"

    /// The kind of the answers in some replies, as far as they state one outright.
    ///
    /// A kind is found if at least two replies state an answer of it and no more than a third state none. A statement
    /// is what ``StatedAnswer`` finds: never a guess from the reasoning before it.
    /// - Returns: `nil` if the replies are prose to be judged, not answers to be counted.
    public static func detected(in replies: [String]) -> AnswerKind? {
        let statements = replies.map { StatedAnswer($0)?.text }
        return allCases.first { kind in
            let stated = statements.count { statement in
                statement.flatMap { kind.normalized($0, isStrict: true) } != nil
            }
            return stated >= 2 && 3 * stated >= 2 * replies.count
        }
    }

    /// An answer in the form in which answers of this kind are compared.
    /// - Parameters:
    ///   - text: The answer alone, or a reply that contains it.
    /// - Returns: `nil` if the text holds no answer of this kind.
    public func normalized(_ text: String) -> String? {
        if let stated = StatedAnswer(text) {
            // “17 times 23 equals 391”: a line that announces nothing has its result behind the verb.
            let result = self == .number && stated.isWholeReply ? stated.text.result : nil
            if let answer = normalized(result ?? stated.text, isStrict: false) { return answer }
        }
        // A reply that states nothing outright may end in its result.
        return self == .number ? text.numbers.last : nil
    }

    /// - Parameter isStrict: Whether the text must consist of the answer, instead of containing it.
    private func normalized(_ text: String, isStrict: Bool) -> String? {
        switch self {
        case .number:
            let numbers = text.numbers
            if isStrict, numbers.count != 1 || text.letterWords.count > 4 || text.option != nil { return nil }
            return numbers.first
        case .option:
            return isStrict && text.letterWords.count > 8 ? nil : text.option
        case .yesNo:
            let words = text.letterWords
            guard let first = words.first, !isStrict || words.count <= 4 else { return nil }
            return ["yes": "yes", "true": "yes", "no": "no", "false": "no"][first.lowercased()]
        case .shortText:
            let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
                .filter { !["a", "an", "the"].contains($0) }
            return words.isEmpty || words.count > 6 ? nil : words.joined(separator: " ")
        }
    }
}

extension String {
    /// The words that consist of letters.
    fileprivate var letterWords: [Substring] { split { !$0.isLetter && $0 != "'" } }

    /// What stands behind the last “=” or “equals” or, failing that, behind the last “is”; `nil` without any.
    fileprivate var result: String? {
        let end = ranges(of: /=|(?i:\bequals?\b)/).last ?? ranges(of: /(?i:\bis\b)/).last
        return end.map { String(self[$0.upperBound...]) }
    }

    /// The letter of an option: in brackets, or in front of anything else.
    fileprivate var option: String? {
        if let bracketed = firstMatch(of: /\(([A-Z])\)/) { return String(bracketed.1) }
        let leading = prefixMatch(of: /\W*(?:(?i:option|choice|answer)\W+)?([A-Z])(?![\w'’])(?!\s+[a-z])/)
        return leading.map { String($0.1) }
    }

    /// The numbers in the text, each in its shortest form.
    fileprivate var numbers: [String] {
        matches(of: /([-−])?(?:[$€£]\s?)?(\d[\d,]*(?:\.\d+)?|\.\d+)(?:\/(\d+))?/).compactMap { match in
            let previous = self[..<match.range.lowerBound].last
            // Digits behind a letter belong to a name, a dash behind a digit to a range.
            if let previous, previous.isLetter || match.1 == nil && (previous.isNumber || previous == ".") {
                return nil
            }
            let digits = match.2.filter { $0 != "," }
            guard var number = Double(digits.first == "." ? "0" + digits : digits) else { return nil }
            if let divisor = match.3.flatMap({ Double($0) }) {
                guard divisor != 0 else { return nil }
                number /= divisor
            }
            if match.1 != nil, previous?.isNumber != true { number.negate() }
            return number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
        }
    }
}
