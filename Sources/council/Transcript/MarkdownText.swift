extension String {
    /// The text as one line of Markdown in which nothing is markup.
    var markdownInline: String {
        var escaped = ""
        for character in harmlessLine {
            if "\\`*_[]<>|~#&".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }

    /// The text, itself Markdown, as a block quotation that ends where it should.
    ///
    /// Everything a text opens, such as a list or a code fence, ends with its quotation. HTML could reach beyond it,
    /// so outside of code a `<` that begins a tag is escaped.
    var markdownQuotation: String {
        var fence: Substring?
        let lines = harmless.trimmingBlankLines.map { line -> String in
            let run = line.fence
            if let open = fence {
                if let run, run.hasPrefix(open), line.drop(while: \.isWhitespace).dropFirst(run.count).isBlank {
                    fence = nil
                }
                return String(line)
            }
            if let run {
                fence = run
                return String(line)
            }
            return line.escapingTags
        }
        return lines.map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
    }

    /// The lines of the text without the blank ones around it.
    var trimmingBlankLines: [Substring] {
        let lines = split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { !$0.isBlank }), let last = lines.lastIndex(where: { !$0.isBlank })
        else { return [] }
        return Array(lines[first...last])
    }
}

extension Substring {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// The backticks or tildes of a code fence that begins or ends in this line.
    fileprivate var fence: Substring? {
        let indentation = prefix { $0 == " " }
        guard indentation.count < 4, let mark = dropFirst(indentation.count).first, mark == "`" || mark == "~" else {
            return nil
        }
        let run = dropFirst(indentation.count).prefix { $0 == mark }
        let isCodeInLine = mark == "`" && dropFirst(indentation.count + run.count).contains("`")
        return run.count >= 3 && !isCodeInLine ? run : nil
    }

    /// The line with `\<` for every `<` that begins a tag or a comment outside of code.
    fileprivate var escapingTags: String {
        var escaped = ""
        var isCode = false
        for index in indices {
            if self[index] == "`" { isCode.toggle() }
            let next = self.index(after: index)
            let beginsTag =
                self[index] == "<" && next < endIndex && (self[next].isLetter || "/!?".contains(self[next]))
            if beginsTag, !isCode || !self[next...].contains("`") { escaped += "\\" }
            escaped.append(self[index])
        }
        return escaped
    }
}
