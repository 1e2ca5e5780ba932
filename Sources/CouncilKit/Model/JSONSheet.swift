/// Values of a ``JSONText`` that are written one behind the other.
struct JSONSheet {
    /// Where a container stands.
    struct Place {
        /// How many containers are around it.
        var depth: Int
        var number: Int
    }

    private(set) var bytes: [UInt8] = []
    /// Whether everything was written to the container that was begun last, or to one around it.
    private(set) var isOrderly = true
    /// The containers that are not closed yet.
    private var open: [Container] = []
    /// The members of the open objects.
    private var members: [Member] = []
    /// Whether there is a place for a value, and no value yet.
    private var awaitsValue = true
    private var lastNumber = 0

    private struct Container {
        var number: Int
        var isObject: Bool
        var start: Int
        var firstMember: Int
        var isEmpty = true
    }

    private struct Member {
        var key: String
        var start: Int
        var end = 0
    }

    /// The place of the container that may come next.
    mutating func place() -> Place {
        lastNumber += 1
        return Place(depth: open.count, number: lastNumber)
    }

    /// Opens a container, or goes on with it.
    mutating func begin(_ place: Place, isObject: Bool) {
        if isOpen(place) {
            isOrderly = isOrderly && open[place.depth].isObject == isObject
        } else {
            isOrderly = isOrderly && open.count == place.depth && awaitsValue
            open.append(
                Container(
                    number: place.number, isObject: isObject, start: bytes.count, firstMember: members.count))
            bytes.append(UInt8(ascii: isObject ? "{" : "["))
            awaitsValue = false
        }
    }

    private func isOpen(_ place: Place) -> Bool {
        open.count > place.depth && open[place.depth].number == place.number
    }

    /// Makes a place for the next value in a container.
    mutating func next(in place: Place) {
        guard isOpen(place) else { return isOrderly = false }
        close(to: place.depth + 1)
        if !open[place.depth].isEmpty { bytes.append(UInt8(ascii: ",")) }
        open[place.depth].isEmpty = false
        awaitsValue = true
    }

    /// Makes a place for the value of a key.
    mutating func next(_ key: String, in place: Place) {
        next(in: place)
        members.append(Member(key: key, start: bytes.count))
        bytes.appendJSON(key)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func writeNull() {
        startScalar()
        bytes += "null".utf8
    }

    mutating func write(_ flag: Bool) {
        startScalar()
        bytes += (flag ? "true" : "false").utf8
    }

    mutating func write(_ string: String) {
        startScalar()
        bytes.appendJSON(string)
    }

    mutating func write(_ number: some BinaryInteger) {
        startScalar()
        bytes += String(number).utf8
    }

    mutating func write(_ number: Double) throws {
        guard number.isFinite else { throw EncodingError.noForm(number) }
        if let whole = Int(exactly: number) { return write(whole) }
        startScalar()
        bytes += String(number).utf8
    }

    private mutating func startScalar() {
        isOrderly = isOrderly && awaitsValue
        awaitsValue = false
    }

    /// Closes containers. A value that wrote nothing is an object without members.
    mutating func close(to depth: Int) {
        while true {
            if awaitsValue { bytes += "{}".utf8 }
            awaitsValue = false
            guard open.count > depth, let container = open.popLast() else { return }
            if container.isObject { endMembers(of: container) }
            bytes.append(UInt8(ascii: container.isObject ? "}" : "]"))
        }
    }

    /// Puts the members of an object in the order of their keys.
    private mutating func endMembers(of object: Container) {
        defer { members.removeSubrange(object.firstMember...) }
        var isSorted = true
        for index in object.firstMember..<members.count {
            let next = index + 1
            members[index].end = next < members.count ? members[next].start - 1 : bytes.count
            isSorted = isSorted && (next == members.count || members[index].key <= members[next].key)
        }
        guard !isSorted else { return }
        members.withUnsafeMutableBufferPointer { members in
            var mine = UnsafeMutableBufferPointer(rebasing: members[object.firstMember...])
            mine.sort { $0.key < $1.key }
        }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(bytes.count - object.start)
        for index in object.firstMember..<members.count {
            if !sorted.isEmpty { sorted.append(UInt8(ascii: ",")) }
            sorted += bytes[members[index].start..<members[index].end]
        }
        bytes.replaceSubrange((object.start + 1)..., with: sorted)
    }
}
