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

    /// A sentence that names what was probably meant, or all that could have been.
    static func suggestion(for name: String, among names: some Collection<String>) -> String {
        if let nearest = names.nearest(to: name) { return "Did you mean “\(nearest)”?" }
        return "Known: \(names.sorted().joined(separator: ", "))."
    }
}
