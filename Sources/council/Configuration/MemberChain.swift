/// A member as it is written down: the model that sits, and those that stand in for it, in their order.
struct MemberChain: Equatable, ExpressibleByStringLiteral {
    var model: String
    var fallbacks: [String]

    init(_ model: String, fallbacks: [String] = []) {
        self.model = model
        self.fallbacks = fallbacks
    }

    init(stringLiteral model: String) { self.init(model) }
}
