/// What is sent to a model in one call: messages, limits and, where an object is wanted, its form.
public struct Prompt: Sendable, Hashable {
    /// One message of a conversation.
    public struct Message: Sendable, Hashable {
        /// Who speaks.
        public enum Role: String, Sendable, Hashable, Codable {
            case system, user, assistant
        }

        public var role: Role
        public var text: String
        /// Images that belong to the message. A model that cannot take them is told in words what was left out.
        public var images: [Attachment.Image]
        /// Where prefixes of the text end that other prompts of the run repeat word for word, as offsets in its UTF-8;
        /// ascending, 1 up to the length of the text. Providers that want to be told keep these prefixes in their cache.
        public var sharedPrefixes: [Int]

        public init(_ role: Role, _ text: String, images: [Attachment.Image] = [], sharedPrefixes: [Int] = []) {
            self.role = role
            self.text = text
            self.images = images
            self.sharedPrefixes = sharedPrefixes
        }
    }

    /// The form of a reply that must be one JSON object.
    public struct Form: Sendable, Hashable {
        /// A short name that providers ask for; letters, digits and underscores.
        public var name: String
        /// A JSON Schema (draft 2020-12, the subset that providers share). Key order is kept.
        public var schema: JSONValue

        public init(name: String, schema: JSONValue) {
            self.name = name
            self.schema = schema
        }
    }

    public var messages: [Message]
    /// The form of the reply. A model that cannot enforce it ignores it: the prompt's text states it as well.
    public var form: Form?
    /// The most tokens the reply may have; `nil` leaves it to the provider.
    public var maximumTokens: Int?
    /// The sampling temperature, 0 or above; `nil` leaves it to the provider.
    public var temperature: Double?
    /// A seed for providers that sample reproducibly.
    public var seed: UInt64?
    /// Whether the call may be repeated although a part of the reply had come: true where nobody reads the parts, so
    /// that a broken reply is worth nothing.
    public var isRepeatable: Bool
    /// How much the model is to think before it writes; `nil` leaves it to the provider. A model that cannot be told
    /// ignores it.
    public var reasoning: ReasoningEffort?
    /// How many of the tokens that could stand first in the reply are asked for with their probabilities, 1 to 20;
    /// `nil` for none. A provider that does not tell them ignores it.
    public var topTokens: Int?

    public init(
        messages: [Message],
        form: Form? = nil,
        maximumTokens: Int? = nil,
        temperature: Double? = nil,
        seed: UInt64? = nil,
        isRepeatable: Bool = false,
        reasoning: ReasoningEffort? = nil,
        topTokens: Int? = nil
    ) {
        self.messages = messages
        self.form = form
        self.maximumTokens = maximumTokens
        self.temperature = temperature
        self.seed = seed
        self.isRepeatable = isRepeatable
        self.reasoning = reasoning
        self.topTokens = topTokens
    }
}
