/// One reviewer's judgement: an assessment of each answer it read, and a ballot.
public struct Review: Sendable, Hashable, Codable {
    /// What a reviewer thinks of one answer.
    public struct Assessment: Sendable, Hashable, Codable {
        public var label: Label
        /// 1, worst, to 10, best.
        public var accuracy: Int
        /// 1, worst, to 10, best.
        public var insight: Int
        public var critique: String

        public init(label: Label, accuracy: Int, insight: Int, critique: String) {
            self.label = label
            self.accuracy = accuracy
            self.insight = insight
            self.critique = critique
        }
    }

    /// The reviewer's seat.
    public var reviewer: Int
    /// The labels in the order in which the reviewer read the answers.
    public var order: [Label]
    public var assessments: [Assessment]
    public var ballot: Ballot

    public init(reviewer: Int, order: [Label], assessments: [Assessment], ballot: Ballot) {
        self.reviewer = reviewer
        self.order = order
        self.assessments = assessments
        self.ballot = ballot
    }
}
