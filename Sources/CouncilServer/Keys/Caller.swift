import CouncilKit

/// Who asks, and what they may do.
public struct Caller: Sendable, Hashable {
    /// The id of the API key; `nil` where no keys are needed.
    public var key: String?
    /// The councils that may be asked; `nil` for all.
    public var councils: [String]?
    /// US dollars that the key's runs of one day may cost together.
    public var dailyBudget: Double?

    public init(key: String? = nil, councils: [String]? = nil, dailyBudget: Double? = nil) {
        self.key = key
        self.councils = councils
        self.dailyBudget = dailyBudget
    }

    /// A user of this machine, while the server has no keys.
    public static let local = Caller()

    /// Whose turn it is in the queue.
    var owner: String { key ?? "" }

    /// Which runs the caller sees, in terms of their origin.
    var scope: [String: String] { key.map { [RunService.Origin.key: $0] } ?? [:] }

    func sees(_ run: Run) -> Bool { scope.allSatisfy { run.origin[$0.key] == $0.value } }

    func allows(council: String) -> Bool { councils?.contains(council) ?? true }

    func check(council: String) throws(ServiceError) {
        guard allows(council: council) else {
            throw ServiceError(.forbidden, "This key may not ask the council “\(council)”.")
        }
    }
}
