import CouncilKit
import FoundationEssentials

extension ReviewSettings {
    /// Reads `review:` of a council.
    /// - Throws: ``ConfigurationError`` with file and line; also if the prompt's file cannot be read or used.
    init(_ reader: YAMLReader) throws(ConfigurationError) {
        let fields = try reader.fields(["passes", "mode", "critiques", "criteria", "reviewers", "prompt"])
        self.init()
        if let place = fields["passes"] { passes = try place.integer(from: 1, to: 2) }
        if let place = fields["mode"] {
            let name = try place.string()
            guard let known = Mode(rawValue: name) else {
                let names = Mode.allCases.map(\.rawValue)
                throw place.error(
                    "There is no way to review called “\(name)”. \(ConfigurationError.suggestion(for: name, among: names))"
                )
            }
            mode = known
        }
        if let place = fields["critiques"] { critiques = try place.bool() }
        if let place = fields["criteria"] { criteria = try place.bool() }
        if let place = fields["reviewers"] { reviewers = try place.strings().map(\.value) }
        if let place = fields["prompt"] { prompt = try Self.prompt(at: place) }
        guard passes == 1 || mode == .listwise else {
            throw (fields["passes"] ?? reader).error("Pairs are compared in both orders anyway: leave “passes” out.")
        }
        guard critiques == nil || mode != .listwise else {
            throw (fields["critiques"] ?? reader).error(
                "Who reads all answers at once criticises them anyway: leave “critiques” out.")
        }
        guard prompt == nil || mode == .listwise else {
            throw (fields["prompt"] ?? reader).error("A prompt of your own is for “mode: listwise” only.")
        }
    }

    /// Checks that every reviewer is a member, and that there are two.
    func check(among members: [String], at reader: YAMLReader) throws(ConfigurationError) {
        for name in reviewers ?? [] where !members.contains(name) {
            throw reader.error(
                "The reviewer “\(name)” is not a member. \(ConfigurationError.suggestion(for: name, among: members))")
        }
        if let reviewers, members.count > 1, members.count(where: reviewers.contains) < 2 {
            throw reader.error(
                "Name reviewers on two seats at least, or leave the key out: a reviewer never reads its own answer, "
                    + "so nobody would rank that of a lone one.")
        }
    }

    private static func prompt(at place: YAMLReader) throws(ConfigurationError) -> CustomPrompt {
        let name = try place.string()
        let folder = URL(filePath: place.file).deletingLastPathComponent()
        let file = name.hasPrefix("/") ? URL(filePath: name) : folder.appending(path: name)
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw place.error("The prompt \(file.path(percentEncoded: false)) cannot be read as UTF-8 text.")
        }
        do {
            return try CustomPrompt(reviewing: text, name: file.lastPathComponent)
        } catch {
            throw place.error("The prompt \(file.path(percentEncoded: false)) cannot be used. \(error.message)")
        }
    }
}
