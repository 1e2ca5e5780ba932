public import FoundationEssentials

/// One deliberation: everything that was fixed when it was opened.
public struct Run: Sendable, Hashable, Codable, Identifiable {
    /// The name of a run: the day it was opened and eight random characters, for example `20261123-k7q2mz4t`.
    public struct ID: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        public var description: String { rawValue }

        /// Draws a new name.
        public init(date: Date, using generator: inout some RandomNumberGenerator) {
            let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
            let suffix = (0..<8).compactMap { _ in alphabet.randomElement(using: &generator) }
            let day = date.formatted(.iso8601.year().month().day().dateSeparator(.omitted))
            rawValue = "\(day)-\(String(suffix))"
        }
    }

    /// A question and the council's final answer to it, earlier in the conversation.
    public struct Exchange: Sendable, Hashable, Codable {
        public var question: String
        public var answer: String

        public init(question: String, answer: String) {
            self.question = question
            self.answer = answer
        }
    }

    /// The names of the models that are asked in place of others, in the order in which they are asked.
    public struct Fallbacks: Sendable, Hashable, Codable {
        /// Those behind each seat, in seat order.
        public var seats: [[String]]
        public var chairman: [String]

        public init(seats: [[String]], chairman: [String] = []) {
            self.seats = seats
            self.chairman = chairman
        }
    }

    public var id: ID
    public var date: Date
    /// The name of the council.
    public var council: String
    public var question: String
    /// The files that belong to the question; `nil` for none.
    public var attachments: [Attachment]?
    /// The conversation so far, oldest first; empty unless the run continues another.
    public var history: [Exchange]
    /// The run that this one continues.
    public var continues: ID?
    /// The names of the members' models in seat order.
    public var seats: [String]
    /// The name of the chairman's model.
    public var chairman: String
    /// Who is asked when one of them fails; `nil` for nobody.
    public var fallbacks: Fallbacks?
    @Boxed public var settings: Settings
    /// The source of every random draw of the run.
    public var seed: UInt64
    /// The blind label of each seat's answer, in seat order.
    public var labels: [Label]
    /// A random word that marks where an answer begins and ends; no author knows it.
    public var nonce: String
    /// The version of the prompts that the run uses.
    public var prompts: Int
    /// What is needed to seat the same models again, such as base addresses and the *names* of environment variables.
    /// Never a secret. Written and read by whoever configures the council.
    public var origin: [String: String]
    /// What the models cost when the run was opened, by name, so that later prices do not rewrite its history; `nil` if
    /// no price was known.
    public var prices: [String: Price]?
    /// What earlier runs say of the members' strength, read when the run was opened; `nil` if they say nothing.
    public var strengths: KnownStrengths?

    public init(
        id: ID, date: Date, council: String, question: String,
        attachments: [Attachment]? = nil, history: [Exchange], continues: ID?, seats: [String],
        chairman: String, fallbacks: Fallbacks? = nil, settings: Settings, seed: UInt64, labels: [Label], nonce: String,
        prompts: Int,
        origin: [String: String], prices: [String: Price]? = nil, strengths: KnownStrengths? = nil
    ) {
        self.id = id
        self.date = date
        self.council = council
        self.question = question
        self.attachments = attachments
        self.history = history
        self.continues = continues
        self.seats = seats
        self.chairman = chairman
        self.fallbacks = fallbacks
        self.settings = settings
        self.seed = seed
        self.labels = labels
        self.nonce = nonce
        self.prompts = prompts
        self.origin = origin
        self.prices = prices
        self.strengths = strengths
    }

    /// The seat behind a label.
    public func seat(of label: Label) -> Int? { labels.firstIndex(of: label) }

    /// The name of the model behind a label.
    public func model(of label: Label) -> String? { seat(of: label).map { seats[$0] } }
}

extension Run.Fallbacks {
    /// - Returns: `nil` if nobody has a fallback.
    fileprivate init?(of council: Council) {
        self.init(
            seats: council.members.map { $0.fallbacks.map(\.name) }, chairman: council.chairman.fallbacks.map(\.name))
        if chairman.isEmpty, seats.allSatisfy(\.isEmpty) { return nil }
    }
}

extension Run {
    /// Who is asked in a role when the model fails, in this order.
    func fallbacks(of role: Role) -> [String] {
        guard let fallbacks else { return [] }
        guard let seat = role.seat else { return fallbacks.chairman }
        return fallbacks.seats.indices.contains(seat) ? fallbacks.seats[seat] : []
    }

    /// Opens a run: draws labels and nonce from the seed.
    init(
        id: ID, date: Date, inquiry: Inquiry, council: Council, seed: UInt64, strengths: KnownStrengths?
    ) {
        var labelGenerator = SeededGenerator(seed: seed, purpose: "labels")
        var nonceGenerator = SeededGenerator(seed: seed, purpose: "nonce")
        self.init(
            id: id, date: date, council: council.name, question: inquiry.question,
            attachments: inquiry.attachments.isEmpty ? nil : inquiry.attachments, history: inquiry.history,
            continues: inquiry.continues, seats: council.members.map(\.name), chairman: council.chairman.name,
            fallbacks: Fallbacks(of: council), settings: council.settings, seed: seed,
            labels: Label.draw(council.members.count, using: &labelGenerator),
            nonce: String(nonceGenerator.next() & 0xffff_ffff, radix: 36), prompts: Prompts.version,
            origin: inquiry.origin, prices: council.prices.prices(of: council.models.map(\.name)),
            strengths: strengths)
    }
}
