/// Why a council cannot sit.
public struct CouncilError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. An open set.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The council has no members.
        public static let noMembers = Code(rawValue: "no_members")
        /// The question is empty.
        public static let emptyQuestion = Code(rawValue: "empty_question")
        /// The run to resume was held with other models.
        public static let otherSeats = Code(rawValue: "other_seats")
        /// The run may cost more than its budget allows.
        public static let overBudget = Code(rawValue: "over_budget")
        /// There is a budget, but the price of a model is unknown.
        public static let unknownPrice = Code(rawValue: "unknown_price")
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
