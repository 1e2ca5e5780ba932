/// A part of a run that can be shown.
enum Part: String, CaseIterable, Sendable {
    case answers
    case reviews
    case tally
    case depth
    case vote
    case analysis
    case comparison
    case conclusion = "final"
    case dropped

    /// All names, for people.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Reads a list such as `answers,final`; the parts come back in the order of the run.
    static func list(_ text: String) throws(UnknownPart) -> [Part] {
        var named: Set<Part> = []
        for word in text.split(separator: ",") {
            let name = word.filter { !$0.isWhitespace }.lowercased()
            guard let part = Part(rawValue: name) else { throw UnknownPart(name: name) }
            named.insert(part)
        }
        guard !named.isEmpty else { throw UnknownPart(name: text) }
        return allCases.filter(named.contains)
    }
}

/// A part was named that does not exist.
struct UnknownPart: Error, CustomStringConvertible {
    var name: String

    var description: String {
        "There is no part “\(name)”; the parts are \(Part.names)."
    }
}
