/// A text with places to fill, written `{{name}}`.
///
/// Cut into pieces once. What is filled in is never searched for places, so a question or an answer that contains
/// `{{answers}}` stays as it is.
struct Template: Sendable {
    private enum Piece {
        case text(String)
        case place(String)
    }

    private let pieces: [Piece]

    init(_ bytes: [UInt8]) {
        var pieces: [Piece] = []
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{"), let closing = rest[opening.upperBound...].firstRange(of: "}}") {
            pieces.append(.text(String(rest[..<opening.lowerBound])))
            pieces.append(.place(String(rest[opening.upperBound..<closing.lowerBound])))
            rest = rest[closing.upperBound...]
        }
        pieces.append(.text(String(rest)))
        self.pieces = pieces
    }

    /// The names of the places, in order.
    var places: [String] { pieces.compactMap { if case .place(let name) = $0 { name } else { nil } } }

    func filled(_ values: [String: String]) -> String {
        let parts = pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .place(let name): values[name] ?? ""
            }
        }
        var result = ""
        // Prompts wait as long as their calls take: no spare room.
        result.reserveCapacity(parts.reduce(0) { $0 + $1.utf8.count })
        for part in parts { result += part }
        return result
    }
}

extension Template {
    static let answers = Template(PackageResources.answers_md)
    static let review = Template(PackageResources.review_md)
    static let assessment = Template(PackageResources.assessment_md)
    static let reviewCriteria = Template(PackageResources.review_criteria_md)
    static let preference = Template(PackageResources.preference_md)
    static let preferenceLetter = Template(PackageResources.preference_letter_md)
    static let reviewAgain = Template(PackageResources.review_again_md)
    static let preferenceAgain = Template(PackageResources.preference_again_md)
    static let conclusion = Template(PackageResources.conclusion_md)
}
