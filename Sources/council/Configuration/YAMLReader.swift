import CouncilKit
import Yams

/// A place in a YAML file: reads values and says where a mistake is.
struct YAMLReader {
    let node: Node
    let file: String
    /// The way to this place, for messages: `councils.default.members`.
    let path: String

    /// Reads a file's text.
    init(_ text: String, file: String) throws(ConfigurationError) {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw ConfigurationError("The file is empty.", file: file)
            }
            self.node = node
        } catch let error as ConfigurationError {
            throw error
        } catch let YamlError.parser(_, problem, mark, _), let YamlError.scanner(_, problem, mark, _),
            let YamlError.composer(_, problem, mark, _)
        {
            throw ConfigurationError(
                "This is not valid YAML: \(problem).", file: file, line: mark.line, column: mark.column)
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            let place = context.mark
            let again = keys.first.flatMap { text.line(of: $0, below: place.line, column: place.column) }
            throw ConfigurationError(
                "“\(keys.joined(separator: "”, “"))” stands twice"
                    + (again.map { _ in ", first in line \(place.line)." } ?? "."),
                file: file, line: again ?? place.line, column: place.column)
        } catch YamlError.reader(let problem, let offset, let value, _) {
            let before = text.prefix(offset ?? 0)
            let line = before.count { $0.isNewline } + 1
            let character = value > 0 ? " (U+\(String(value, radix: 16, uppercase: true)))" : ""
            throw ConfigurationError(
                "This is not valid YAML: \(problem)\(character).", file: file, line: offset.map { _ in line },
                column: offset.map { _ in
                    (before.lastIndex(where: \.isNewline).map { before[$0...].count } ?? before.count + 1)
                })
        } catch {
            throw ConfigurationError("This is not valid YAML: \(error)", file: file)
        }
        self.file = file
        path = ""
    }

    private init(_ node: Node, file: String, path: String) {
        self.node = node
        self.file = file
        self.path = path
    }

    /// An error at this place.
    func error(_ message: String) -> ConfigurationError {
        ConfigurationError(message, file: file, line: node.mark?.line, column: node.mark?.column)
    }

    private var name: String { path.isEmpty ? "the file" : "“\(path)”" }

    /// The entries of a mapping with free keys, in order.
    func entries() throws(ConfigurationError) -> [(key: String, value: YAMLReader)] {
        guard let mapping = node.mapping else { throw error("\(name) must hold “key: value” pairs.") }
        var entries: [(key: String, value: YAMLReader)] = []
        for (key, value) in mapping {
            guard let name = key.string else { throw error("A key in \(self.name) is not a text.") }
            // An empty value has no mark of its own: the key's place is where people look.
            let place = path.isEmpty ? name : "\(path).\(name)"
            entries.append((name, YAMLReader(value, file: file, path: place)))
        }
        return entries
    }

    /// The entries of a mapping whose keys are all known.
    func fields(_ known: [String]) throws(ConfigurationError) -> [String: YAMLReader] {
        guard let mapping = node.mapping else { throw error("\(name) must hold “key: value” pairs.") }
        for key in mapping.keys {
            let text = key.string ?? "\(key)"
            guard known.contains(text) else {
                throw YAMLReader(key, file: file, path: path).error(
                    "\(name) has no key “\(text)”. \(ConfigurationError.suggestion(for: text, among: known))")
            }
        }
        var fields: [String: YAMLReader] = [:]
        for (key, value) in try entries() { fields[key] = value }
        return fields
    }

    func string() throws(ConfigurationError) -> String {
        guard let scalar = node.scalar, !scalar.string.isEmpty else { throw error("\(name) must be a text.") }
        return scalar.string
    }

    /// Whether this is a list.
    var isList: Bool { node.sequence != nil }

    /// The elements of a list.
    func elements() throws(ConfigurationError) -> [YAMLReader] {
        guard let sequence = node.sequence else {
            throw error("\(name) must be a list, one “- item” a line or [item, item].")
        }
        return sequence.enumerated().map { YAMLReader($1, file: file, path: "\(path)[\($0)]") }
    }

    func strings() throws(ConfigurationError) -> [(value: String, reader: YAMLReader)] {
        var strings: [(value: String, reader: YAMLReader)] = []
        for reader in try elements() { strings.append((try reader.string(), reader)) }
        return strings
    }

    func integer(from least: Int, to most: Int = .max) throws(ConfigurationError) -> Int {
        guard let value = node.int, value >= least, value <= most else {
            let range = most == .max ? "of at least \(least)" : "from \(least) to \(most)"
            throw error("\(name) must be a whole number \(range).")
        }
        return value
    }

    /// - Parameter others: What it may be else, in words.
    func number(from least: Int, to most: Int, or others: String = "") throws(ConfigurationError) -> Double {
        guard let value = node.float, value >= Double(least), value <= Double(most) else {
            throw error("\(name) must be \(others)a number from \(least) to \(most).")
        }
        return value
    }

    /// The value that a word stands for.
    func value<Value>(among values: [(word: String, value: Value)]) throws(ConfigurationError) -> Value {
        let word = try string()
        guard let value = values.first(where: { $0.word == word })?.value else {
            throw error(
                "\(name) cannot be “\(word)”. "
                    + ConfigurationError.suggestion(for: word, among: values.map(\.word)))
        }
        return value
    }

    func bool() throws(ConfigurationError) -> Bool {
        guard let value = node.bool else { throw error("\(name) must be true or false.") }
        return value
    }
}

extension String {
    /// The line below another one where a key stands at the same indentation; `nil` where its mapping ends before.
    fileprivate func line(of key: String, below first: Int, column: Int) -> Int? {
        let lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated().dropFirst(first) {
            let content = line.drop { $0 == " " }
            guard !content.isEmpty, !content.hasPrefix("#") else { continue }
            let indentation = line.count - content.count + 1
            if indentation < column { return nil }
            let isKey = [key, "\"\(key)\"", "'\(key)'"].contains { name in
                content.hasPrefix(name) && content.dropFirst(name.count).drop { $0 == " " }.hasPrefix(":")
            }
            if indentation == column, isKey { return index + 1 }
        }
        return nil
    }
}
