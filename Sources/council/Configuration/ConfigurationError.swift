import CouncilKit

/// What is wrong with the configuration, where, and what was probably meant.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    var file: String?
    /// Counted from 1.
    var line: Int?
    var column: Int?
    var message: String

    init(_ message: String, file: String? = nil, line: Int? = nil, column: Int? = nil) {
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }

    var description: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        return place.isEmpty ? message : "\(place): \(message)"
    }

    /// What is said in place of a name that may be a pasted key, and is therefore not repeated.
    static let keyInPlaceOfVariable =
        "This is not the name of an environment variable: letters, digits and “_”. "
        + "Name the variable that holds the key, not the key."

    /// A sentence that names what was probably meant, or all that could have been.
    static func suggestion(for name: String, among names: some Collection<String>) -> String {
        if let nearest = names.nearest(to: name) { return "Did you mean “\(nearest)”?" }
        return "Known: \(names.sorted().joined(separator: ", "))."
    }
}

extension String {
    /// Whether an environment variable can be called so.
    var isVariableName: Bool {
        wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
    }
}
