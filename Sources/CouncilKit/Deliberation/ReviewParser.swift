import FoundationEssentials

/// Why a review could not be read, in words that can be put to the reviewer.
struct ReviewComplaint: Error, Hashable {
    var message: String
}

/// Reads a review from a reviewer's reply: the last JSON object in it that is a complete review of the right answers.
///
/// Nothing is guessed. Labels are drawn per run and unknown to the authors, so an object that an author planted in an
/// answer cannot name the right labels and is passed over even if the reviewer repeats it.
struct ReviewParser {
    var reviewer: Int
    /// The labels in the order in which the reviewer read the answers.
    var labels: [Label]
    /// Whether a ballot may leave answers out, as long as it compares two.
    var allowsPartial = false
    /// Whether the review holds a ranking. Without one the ballot is empty, or says the obvious of a single answer.
    var asksForRanks = true

    func read(_ text: String) -> Result<Review, ReviewComplaint> {
        do throws(ReviewComplaint) { return .success(try parse(text)) } catch { return .failure(error) }
    }

    private func parse(_ text: String) throws(ReviewComplaint) -> Review {
        let blocks = JSONBlocks(in: text, beginningWith: ["answer", "criteria", "reviews", "ranks"]).blocks
        guard !blocks.isEmpty else {
            throw ReviewComplaint(message: "It holds no complete JSON object of the form asked for.")
        }
        var complaint: ReviewComplaint?
        for block in blocks {
            do throws(ReviewComplaint) {
                return try review(from: block)
            } catch {
                complaint = complaint ?? error
            }
        }
        throw complaint ?? ReviewComplaint(message: "It holds no review.")
    }

    private func review(from block: JSONBlocks.Block) throws(ReviewComplaint) -> Review {
        if let key = block.ambiguousKey {
            throw ReviewComplaint(
                message: "The key “\(key.prefix(40))” stands twice in one object, or is written with escapes.")
        }
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: Data(block.bytes))
        } catch {
            throw ReviewComplaint(message: Self.complaint(about: error))
        }
        try check(Set(content.reviews.keys), in: "reviews")
        if asksForRanks {
            guard let ranks = content.ranks else { throw ReviewComplaint(message: "The key “ranks” is missing.") }
            try check(Set(ranks.keys), in: "ranks")
        }
        var assessments: [Review.Assessment] = []
        for label in labels {
            guard let item = content.reviews[label.rawValue] else { continue }
            guard (1...10).contains(item.accuracy.value), (1...10).contains(item.insight.value) else {
                throw ReviewComplaint(message: "The scores of \(label) must be whole numbers from 1 to 10.")
            }
            assessments.append(
                Review.Assessment(
                    label: label, accuracy: item.accuracy.value, insight: item.insight.value,
                    critique: item.critique ?? ""))
        }
        return Review(
            reviewer: reviewer, order: labels, assessments: assessments, ballot: try ballot(of: content.ranks ?? [:]),
            answer: content.answer, criteria: content.criteria)
    }

    private func ballot(of ranks: [String: WholeNumber]) throws(ReviewComplaint) -> Ballot {
        guard asksForRanks else { return Ballot(ranking: labels.count == 1 ? [labels] : []) }
        var groups: [Int: [Label]] = [:]
        for label in labels {
            guard let rank = ranks[label.rawValue]?.value else { continue }
            guard rank >= 1 else { throw ReviewComplaint(message: "The rank of \(label) must be 1 or above.") }
            groups[rank, default: []].append(label)
        }
        return Ballot(ranking: groups.sorted { $0.key < $1.key }.map(\.value))
    }

    private func check(_ keys: Set<String>, in part: String) throws(ReviewComplaint) {
        let known = Set(labels.map(\.rawValue))
        let list = labels.map(\.rawValue).joined(separator: ", ")
        if let unknown = keys.subtracting(known).min() {
            throw ReviewComplaint(message: "“\(part)” names “\(unknown.prefix(40))”; the labels are \(list).")
        }
        let missing = known.subtracting(keys)
        guard !missing.isEmpty else { return }
        guard allowsPartial, keys.count >= min(2, labels.count) else {
            throw ReviewComplaint(
                message: "“\(part)” leaves out \(missing.sorted().joined(separator: ", ")); the labels are \(list).")
        }
    }

    private static func complaint(about error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "The key “\(key.stringValue)” is missing."
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "The value at “\(context.codingPath.map(\.stringValue).joined(separator: "."))” is of the wrong kind."
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            "The value at “\(context.codingPath.map(\.stringValue).joined(separator: "."))” is of the wrong kind."
        default: "The last object in it is not valid JSON."
        }
    }
}

extension ReviewParser {
    private struct Content: Decodable {
        struct Item: Decodable {
            var critique: String?
            var accuracy: WholeNumber
            var insight: WholeNumber
        }

        var reviews: [String: Item]
        var ranks: [String: WholeNumber]?
        var answer: String?
        var criteria: [String]?

        private enum Key: String, CodingKey {
            case reviews, ranks, answer, criteria
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            reviews = try fields.decode([String: Item].self, forKey: .reviews)
            ranks = try fields.decodeIfPresent([String: WholeNumber].self, forKey: .ranks)
            // What stands in front is welcome, but no review fails for it.
            answer = (try? fields.decodeIfPresent(String.self, forKey: .answer))?.nonEmpty
            let list = (try? fields.decodeIfPresent([String].self, forKey: .criteria))?.compactMap(\.nonEmpty)
            criteria = list?.isEmpty == false ? list : nil
        }
    }

    /// A whole number, however a model writes it: `7`, `7.0`, `"7"` or `"7/10"`.
    private struct WholeNumber: Decodable {
        var value: Int

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self), let whole = Int(exactly: number) {
                value = whole
            } else if let text = try? container.decode(String.self),
                let whole = Int(text.hasSuffix("/10") ? text.dropLast(3) : text[...])
            {
                value = whole
            } else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a whole number")
            }
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { allSatisfy(\.isWhitespace) ? nil : self }
}
