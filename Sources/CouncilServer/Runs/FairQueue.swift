/// Things that wait their turn, each with an owner. Whoever has the fewest under way comes next; among equals, whoever
/// has waited longest since the last turn. So nobody who asks for a hundred things holds up whoever asks for one.
struct FairQueue<Owner: Hashable & Sendable, Element: Hashable & Sendable>: Sendable {
    private var waiting: [Owner: [Element]] = [:]
    private var lastTurn: [Owner: Int] = [:]
    private var arrival: [Element: Int] = [:]
    private var clock = 0
    private static var mostRemembered: Int { 10_000 }

    var count: Int { arrival.count }

    func count(of owner: Owner) -> Int { waiting[owner]?.count ?? 0 }

    mutating func append(_ element: Element, of owner: Owner) {
        clock += 1
        arrival[element] = clock
        waiting[owner, default: []].append(element)
    }

    /// Takes the element whose turn it is.
    /// - Parameter underWay: How many of an owner's elements are being served.
    mutating func next(underWay: (Owner) -> Int) -> (element: Element, owner: Owner)? {
        func rank(_ owner: Owner) -> (Int, Int, Int) {
            (underWay(owner), lastTurn[owner] ?? 0, waiting[owner]?.first.flatMap { arrival[$0] } ?? 0)
        }
        guard let owner = waiting.keys.min(by: { rank($0) < rank($1) }), let element = waiting[owner]?.first else {
            return nil
        }
        remove(element, of: owner)
        clock += 1
        lastTurn[owner] = clock
        if lastTurn.count > Self.mostRemembered { lastTurn = lastTurn.filter { waiting[$0.key] != nil } }
        return (element, owner)
    }

    /// Takes an element out, whatever its turn.
    /// - Returns: Whether it was waiting.
    @discardableResult
    mutating func remove(_ element: Element, of owner: Owner) -> Bool {
        guard arrival.removeValue(forKey: element) != nil else { return false }
        waiting[owner]?.removeAll { $0 == element }
        if waiting[owner]?.isEmpty == true { waiting[owner] = nil }
        return true
    }
}
