public import CouncilKit

/// Which stage a prompt belongs to, and what it shows: lets a script answer as a model would.
public enum StageOfPrompt: Sendable, Hashable {
    case answer
    /// A review; the answers as the reviewer sees them, in its order. If one letter is asked for, the letters are the
    /// labels.
    case review([BlindAnswer])
    /// The conclusion; the answers as the chairman sees them.
    case conclusion([BlindAnswer])
    /// What comes beside these: analysis, comparison, audit, revision.
    case synthesis(SynthesisTask)

    public init(_ prompt: Prompt) { self.init(prompt.messages) }

    public init(_ messages: [Prompt.Message]) {
        if messages.last == Prompt.Message(.assistant, "Better answer:") {
            let lines = messages.dropLast().last?.text.split(separator: "\n") ?? []
            self = .review(
                ["A", "B"].map { letter in
                    let line = lines.last { $0.hasPrefix("Answer \(letter): ") } ?? ""
                    return BlindAnswer(label: Label(letter), text: String(line.dropFirst("Answer A: ".count)))
                })
            return
        }
        let request = messages.last { $0.role == .user && $0.text.contains("\n>>> ") }?.text ?? ""
        // The task stands outside of all markers, where no answer reaches.
        let task = Self.withoutMaterial(request)
        if let synthesis = Self.synthesis(in: request, task: task) {
            self = .synthesis(synthesis)
        } else if task.contains("\n\nYou are a reviewer. ") {
            self = .review(Self.answers(in: request))
        } else if task.contains("\n\nYou are the chairman ") {
            self = .conclusion(Self.answers(in: request))
        } else {
            self = .answer
        }
    }

    private static func synthesis(in request: String, task: String) -> SynthesisTask? {
        if task.contains("\n\nYou are the chairman of the council of these authors, and you prepare ") {
            return .analysis(answers(in: request), code: code(in: request))
        }
        if task.contains("\n\nYou are a judge. ") {
            return .comparison(answers(in: request), code: code(in: request))
        }
        if task.contains("\n\nYou are an auditor. ") {
            let points = text(of: "points", in: request).split(separator: "\n").count
            return .audit(answer: text(of: "answer", in: request), points: points, code: code(in: request))
        }
        if task.contains("\n\nYou may revise your answer. ") {
            return .revision(own: text(of: "yours", in: request), others: answers(in: request))
        }
        return nil
    }

    /// A prompt without what stands between markers.
    private static func withoutMaterial(_ request: String) -> String {
        var result = ""
        var rest = request[...]
        while let opening = rest.firstRange(of: "<<< ") {
            let header = rest[opening.upperBound...].prefix { $0 != "\n" }
            guard let closing = rest[header.endIndex...].firstRange(of: "\n>>> \(header)\n") else {
                result += rest[..<header.endIndex]
                rest = rest[header.endIndex...]
                continue
            }
            result += rest[..<opening.lowerBound]
            rest = rest[rest.index(before: closing.upperBound)...]
        }
        return result + rest
    }

    /// The code that the form at the end of a prompt begins with.
    private static func code(in request: String) -> String {
        let opening = request.ranges(of: "{\"code\": \"").last
        return opening.map { String(request[$0.upperBound...].prefix { $0 != "\"" }) } ?? ""
    }

    /// The text between the markers of something that is no answer.
    private static func text(of name: String, in request: String) -> String {
        guard let opening = request.firstRange(of: "<<< \(name) ") else { return "" }
        let header = request[request.index(opening.lowerBound, offsetBy: 4)...].prefix { $0 != "\n" }
        let rest = request[header.endIndex...]
        guard let closing = rest.firstRange(of: "\n>>> \(header)\n") else { return "" }
        return String(rest[..<closing.lowerBound].dropFirst())
    }

    /// What stands between markers without being an answer.
    private static let otherNames: Set<Substring> = [
        "reviews", "file", "analysis", "points", "answer", "yours", "reviewers",
    ]

    /// Reads the answers between their markers.
    private static func answers(in text: String) -> [BlindAnswer] {
        var answers: [BlindAnswer] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: "<<< ") {
            rest = rest[opening.upperBound...]
            let header = rest.prefix { $0 != "\n" }
            guard let label = header.split(separator: " ").first, !otherNames.contains(label),
                let closing = rest.firstRange(of: "\n>>> \(header)\n")
            else { continue }
            let body = rest[header.endIndex..<closing.lowerBound].dropFirst()
            answers.append(BlindAnswer(label: Label(String(label)), text: String(body)))
            rest = rest[closing.upperBound...]
        }
        return answers
    }
}
