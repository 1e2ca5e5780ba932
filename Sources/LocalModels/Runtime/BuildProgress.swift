/// Reads how far a build is from what ninja (`[12/345] …`) or make (`[ 42%] …`) prints.
enum BuildProgress {
    static func figures(in line: String) -> (completed: Int, total: Int)? {
        guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return nil }
        let inside = line[line.index(after: line.startIndex)..<end]
        if inside.hasSuffix("%"), let percent = Int(inside.dropLast().drop { $0 == " " }) { return (percent, 100) }
        let parts = inside.split(separator: "/")
        guard parts.count == 2, let completed = Int(parts[0]), let total = Int(parts[1]) else { return nil }
        return (completed, total)
    }
}
