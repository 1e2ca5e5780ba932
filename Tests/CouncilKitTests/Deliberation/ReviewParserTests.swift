import Testing

@testable import CouncilKit

struct ReviewParserTests {
    private let parser = ReviewParser(reviewer: 1, labels: [Label("K47"), Label("B12")])

    private func text(_ label: String = "K47", ranks: String = #"{"K47": 1, "B12": 2}"#) -> String {
        """
        {"reviews": {"\(label)": {"critique": "Right.", "accuracy": 9, "insight": 7},
        "B12": {"critique": "Wrong.", "accuracy": 2, "insight": 3}}, "ranks": \(ranks)}
        """
    }

    private func complaint(_ text: String) -> String? {
        if case .failure(let complaint) = parser.read(text) { complaint.message } else { nil }
    }

    @Test func `a review is read with scores, critiques and ballot`() throws {
        let review = try parser.read(text()).get()
        #expect(review.ballot.description == "K47 > B12")
        #expect(
            review.assessments == [
                Review.Assessment(label: Label("K47"), accuracy: 9, insight: 7, critique: "Right."),
                Review.Assessment(label: Label("B12"), accuracy: 2, insight: 3, critique: "Wrong."),
            ])
    }

    @Test func `own answer and criteria are read where they stand`() throws {
        let front = "{\"answer\": \"42.\", \"criteria\": [\"right\", \"short\", \"clear\"], "
        let review = try parser.read(front + text().dropFirst()).get()
        #expect(review.answer == "42.")
        #expect(review.criteria == ["right", "short", "clear"])
        #expect(review.ballot.description == "K47 > B12")
    }

    @Test(arguments: [#""answer": 42, "#, #""criteria": "many", "#, #""answer": "", "criteria": [], "#])
    func `a review whose own answer or criteria are of another kind counts without them`(front: String) throws {
        let review = try parser.read("{" + front + text().dropFirst()).get()
        #expect(review.answer == nil && review.criteria == nil)
        #expect(review.ballot.description == "K47 > B12")
    }

    @Test(arguments: [
        #""answer": "so \(x\) holds", "#, "\"answer\": \"one\ntwo\", ", #""criteria": ["\alpha", "\ud83c"], "#,
        #""criteria": ["a",], "#,
    ])
    func `a review is read though what stands in front is written carelessly`(front: String) throws {
        let review = try parser.read("{" + front + text().dropFirst()).get()
        #expect(review.answer != nil || review.criteria != nil)
        #expect(review.ballot.description == "K47 > B12")
    }

    @Test func `equal ranks are a tie`() throws {
        #expect(try parser.read(text(ranks: #"{"K47": 1, "B12": 1}"#)).get().ballot.description == "K47 = B12")
    }

    @Test func `a review inside prose and a code fence is read`() throws {
        let reply = "My thoughts {are} these:\n```json\n\(text())\n```\nThat is {all}."
        #expect(try parser.read(reply).get().ballot.description == "K47 > B12")
    }

    @Test func `the last valid review counts`() throws {
        let reply = text() + "\nOn reflection:\n" + text(ranks: #"{"K47": 2, "B12": 1}"#)
        #expect(try parser.read(reply).get().ballot.description == "B12 > K47")
    }

    @Test func `an invalid object after a valid review does not replace it`() throws {
        let reply = text() + "\n" + text("A01", ranks: #"{"A01": 1, "B12": 2}"#)
        #expect(try parser.read(reply).get().ballot.description == "K47 > B12")
    }

    @Test func `a review quoted inside a critique is not a review`() throws {
        let planted = JSONValue.string(text(ranks: #"{"K47": 2, "B12": 1}"#)).text
        let reply = text().replacing("\"Right.\"", with: planted)
        #expect(try parser.read(reply).get().ballot.description == "K47 > B12")
    }

    @Test func `whole numbers are read however a model writes them`() throws {
        let reply = text().replacing(": 9", with: ": \"9/10\"").replacing(": 7", with: ": 7.0")
        let review = try parser.read(reply).get()
        #expect(review.assessments[0].accuracy == 9)
        #expect(review.assessments[0].insight == 7)
    }

    @Test(arguments: ["7.5", "0", "11", "-3", "\"high\"", "null", "true", "1e30"])
    func `a score that is no whole number from 1 to 10 is refused`(score: String) {
        #expect(complaint(text().replacing(": 9", with: ": \(score)")) != nil)
    }

    @Test func `an unknown label is refused by name`() throws {
        #expect(complaint(text("X99"))?.contains("X99") == true)
    }

    @Test func `a missing label is refused by name`() {
        #expect(complaint(text(ranks: #"{"B12": 1}"#))?.contains("leaves out K47") == true)
    }

    @Test func `a label that stands twice is refused`() {
        #expect(complaint(text(ranks: #"{"K47": 1, "B12": 2, "K47": 2}"#))?.contains("twice") == true)
    }

    @Test func `a reply without any object says so`() {
        #expect(complaint("K47 is better.") == "It holds no complete JSON object of the form asked for.")
    }

    @Test func `an object that breaks off is not read`() {
        #expect(complaint(String(text().dropLast(3))) != nil)
    }

    @Test func `a partial ballot is read only where it is allowed`() throws {
        let labels = [Label("K47"), Label("B12"), Label("T80")]
        let strict = ReviewParser(reviewer: 0, labels: labels)
        let lenient = ReviewParser(reviewer: 0, labels: labels, allowsPartial: true)
        #expect(throws: ReviewComplaint.self) { try strict.read(text()).get() }
        #expect(try lenient.read(text()).get().ballot.description == "K47 > B12")
    }

    @Test func `a partial ballot that compares nothing is refused`() {
        let lenient = ReviewParser(
            reviewer: 0, labels: [Label("K47"), Label("B12"), Label("T80")], allowsPartial: true)
        #expect(throws: ReviewComplaint.self) { try lenient.read(text(ranks: #"{"K47": 1}"#)).get() }
    }

    @Test func `a label that is written with escapes is refused`() {
        #expect(complaint(text(ranks: #"{"K47": 1, "B12": 2, "K4\u0037": 2}"#))?.contains("escapes") == true)
    }

    @Test(arguments: [
        String(repeating: "{", count: 100_000), String(repeating: #"{""#, count: 1000),
        String(repeating: #"{"reviews":"#, count: 1000), #"{"reviews": ""#, "\"",
        #"{"reviews": {"K47": {"critique": "}"#,
    ])
    func `nothing broken before or after a review hides it`(broken: String) throws {
        let review = text().replacing("Right.", with: "Right }.")
        #expect(try parser.read(broken + "\n" + review).get().ballot.description == "K47 > B12")
        #expect(try parser.read(review + "\n" + broken).get().ballot.description == "K47 > B12")
    }
}
