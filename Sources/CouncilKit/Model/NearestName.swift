extension Sequence<String> {
    /// The name that was probably meant: the one with the smallest edit distance, if it is near enough to be a slip.
    ///
    /// Levenshtein's distance (V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and
    /// reversals", 1966), of at most a third of the name's length plus one.
    public func nearest(to name: String) -> String? {
        // The distance takes as many steps as both names multiplied have characters, and no slip is that long.
        guard name.utf8.count <= 200 else { return nil }
        let distances = map { (name: $0, distance: Self.distance(from: $0.lowercased(), to: name.lowercased())) }
        return distances.min { $0.distance < $1.distance }.flatMap { $0.distance <= name.count / 3 + 1 ? $0.name : nil }
    }

    private static func distance(from first: String, to second: String) -> Int {
        let second = Array(second)
        var row = Array(0...second.count)
        for (index, character) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let substitution = diagonal + (second[column] == character ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(substitution, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
