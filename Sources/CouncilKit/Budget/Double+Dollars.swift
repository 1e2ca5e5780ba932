extension Double {
    /// Dollars as people read them: `$12.35`, `$0.0123`, `$0.000041`; at least two digits that say something.
    public var dollars: String { dollars(places: 2) }

    /// Two amounts with as many digits as it takes to tell them apart.
    func dollars(beside other: Double) -> (String, String) {
        for places in [2, 4, 6] {
            let words = (dollars(places: places), other.dollars(places: places))
            if words.0 != words.1 { return words }
        }
        return (dollars, other.dollars)
    }

    private func dollars(places least: Int) -> String {
        guard isFinite, magnitude >= 0.000_000_05 else { return "$0" }
        var places = least
        var unit = 0.1
        while magnitude < unit, places < 7 {
            unit /= 10
            places += 1
        }
        if places > 2, places < 4 { places = 4 }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = (magnitude * scale).rounded()
        guard whole < 1e15 else { return "$\(self)" }
        let digits = String(Int(whole))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return "\(self < 0 ? "-" : "")$\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}
