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
        guard let json = JSONValue(repairing: block.bytes) else {
            throw ReviewComplaint(message: "The last object in it is not valid JSON.")
        }
        let content = try ReviewContent(json)
        try check(Set(content.reviews.keys), in: "reviews")
        if asksForRanks {
            guard let ranks = content.ranks else { throw ReviewComplaint(message: "The key “ranks” is missing.") }
            try check(Set(ranks.keys), in: "ranks")
        }
        var assessments: [Review.Assessment] = []
        for label in labels {
            guard let item = content.reviews[label.rawValue] else { continue }
            guard (1...10).contains(item.accuracy), (1...10).contains(item.insight) else {
                throw ReviewComplaint(message: "The scores of \(label) must be whole numbers from 1 to 10.")
            }
            assessments.append(
                Review.Assessment(
                    label: label, accuracy: item.accuracy, insight: item.insight, critique: item.critique))
        }
        return Review(
            reviewer: reviewer, order: labels, assessments: assessments, ballot: try ballot(of: content.ranks ?? [:]),
            answer: content.answer, criteria: content.criteria)
    }

    private func ballot(of ranks: [String: Int]) throws(ReviewComplaint) -> Ballot {
        guard asksForRanks else { return Ballot(ranking: labels.count == 1 ? [labels] : []) }
        var groups: [Int: [Label]] = [:]
        for label in labels {
            guard let rank = ranks[label.rawValue] else { continue }
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
}
