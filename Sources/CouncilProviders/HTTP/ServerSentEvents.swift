/// Takes a stream of server-sent events apart, chunk by chunk, wherever the chunks are cut.
///
/// Knows the three line ends, comments, data of several lines and a byte order mark. Works on bytes, so a character
/// that is split over two chunks stays whole. Fields other than `event` and `data` mean nothing here.
struct ServerSentEvents {
    /// One event: a name, empty for most, and its data.
    struct Event: Equatable {
        var name: String
        var data: [UInt8]
    }

    /// A line, or the data of one event, was longer than allowed.
    struct TooLong: Error, Equatable {}

    /// The most bytes of one line and of one event's data.
    let maximumLength: Int
    private var unfinishedLine: [UInt8] = []
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var followsCarriageReturn = false
    private var isFirstLine = true

    init(maximumLength: Int = 8 << 20) { self.maximumLength = maximumLength }

    /// Takes the next bytes.
    /// - Returns: The events that they complete.
    mutating func feed(_ chunk: [UInt8]) throws(TooLong) -> [Event] {
        var events: [Event] = []
        var start = 0
        for index in chunk.indices {
            let byte = chunk[index]
            let endsPair = byte == Self.lineFeed && followsCarriageReturn
            followsCarriageReturn = byte == Self.carriageReturn
            if endsPair {
                start = index + 1
            } else if byte == Self.lineFeed || byte == Self.carriageReturn {
                if let event = try endLine(with: chunk[start..<index]) { events.append(event) }
                start = index + 1
            }
        }
        if start < chunk.count {
            guard unfinishedLine.count + chunk.count - start <= maximumLength else { throw TooLong() }
            unfinishedLine.append(contentsOf: chunk[start...])
        }
        return events
    }

    /// Ends the stream.
    /// - Returns: The event that was still waiting for its blank line. It may be cut off.
    mutating func finish() throws(TooLong) -> Event? {
        if !unfinishedLine.isEmpty, let event = try endLine(with: []) { return event }
        return dispatch()
    }

    private mutating func endLine(with rest: ArraySlice<UInt8>) throws(TooLong) -> Event? {
        guard unfinishedLine.count + rest.count <= maximumLength else { throw TooLong() }
        var line = rest
        if !unfinishedLine.isEmpty {
            unfinishedLine.append(contentsOf: rest)
            line = unfinishedLine[...]
            unfinishedLine = []
        }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: Self.byteOrderMark) { line = line.dropFirst(Self.byteOrderMark.count) }
        }
        if line.isEmpty { return dispatch() }
        try take(line)
        return nil
    }

    private mutating func take(_ line: ArraySlice<UInt8>) throws(TooLong) {
        let colon = line.firstIndex(of: Self.colon) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == Self.space { value = value.dropFirst() }
        let field = line[..<colon]
        if field.elementsEqual(Self.dataField) {
            guard data.count + value.count < maximumLength else { throw TooLong() }
            if hasData { data.append(Self.lineFeed) }
            data.append(contentsOf: value)
            hasData = true
        } else if field.elementsEqual(Self.eventField) {
            name = String(decoding: value, as: UTF8.self)
        }
    }

    private mutating func dispatch() -> Event? {
        defer {
            name = ""
            data = []
            hasData = false
        }
        return hasData ? Event(name: name, data: data) : nil
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let colon = UInt8(ascii: ":")
    private static let space = UInt8(ascii: " ")
    private static let dataField = Array("data".utf8)
    private static let eventField = Array("event".utf8)
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
