import Testing

@testable import CouncilProviders

@Suite struct ServerSentEventsTests {
    private func events(_ chunks: [UInt8]..., limit: Int = 1000) throws -> [String] {
        var parser = ServerSentEvents(maximumLength: limit)
        var events: [ServerSentEvents.Event] = []
        for chunk in chunks { events += try parser.feed(chunk) }
        if let last = try parser.finish() { events.append(last) }
        return events.map { "\($0.name)|\(String(decoding: $0.data, as: UTF8.self))" }
    }

    private func events(_ text: String) throws -> [String] { try events(Array(text.utf8)) }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `every line end ends a line`(_ end: String) throws {
        #expect(try events("data: a\(end)\(end)data: b\(end)\(end)") == ["|a", "|b"])
    }

    @Test func `lines of data are joined by line feeds`() throws {
        #expect(try events("data: a\ndata:\ndata: b\n\n") == ["|a\n\nb"])
    }

    @Test func `only one space after the colon is dropped`() throws {
        #expect(try events("data:  a\n\ndata:b\n\n") == ["| a", "|b"])
    }

    @Test func `a comment is no event`() throws {
        #expect(try events(": OPENROUTER PROCESSING\n\ndata: a\n\n") == ["|a"])
    }

    @Test func `an event has the name of its event field only`() throws {
        #expect(try events("event: error\ndata: a\n\ndata: b\n\n") == ["error|a", "|b"])
    }

    @Test func `an event without data is no event`() throws {
        #expect(try events("event: ping\n\nid: 3\n\ndata: a\n\n") == ["|a"])
    }

    @Test func `unknown fields are ignored`() throws {
        #expect(try events("id: 1\nretry: 9\nwhatever\ndata: a\n\n") == ["|a"])
    }

    @Test func `a byte order mark is skipped`() throws {
        #expect(try events("\u{FEFF}data: a\n\n") == ["|a"])
    }

    @Test func `an event without its blank line comes at the end`() throws {
        #expect(try events("data: a\n\ndata: [DONE]") == ["|a", "|[DONE]"])
    }

    @Test func `an event does not wait for more than its blank line`() throws {
        var parser = ServerSentEvents()
        #expect(try parser.feed(Array("data: a\r\n\r".utf8)).count == 1)
    }

    @Test func `it does not matter where chunks are cut`() throws {
        let text = "\u{FEFF}: hello\r\n\r\nevent: x\r\ndata: 你好\r\ndata: 🌍\r\n\r\ndata: b\r\n\r\n"
        let whole = try events(text)
        let bytes = Array(text.utf8)
        for cut in bytes.indices {
            #expect(try events(Array(bytes[..<cut]), Array(bytes[cut...])) == whole, "cut at \(cut)")
        }
        var parser = ServerSentEvents()
        let single = try bytes.flatMap { try parser.feed([$0]) }
        #expect(single.map { String(decoding: $0.data, as: UTF8.self) } == ["你好\n🌍", "b"])
    }

    @Test func `a line without an end is refused at the limit`() {
        #expect(throws: ServerSentEvents.TooLong.self) {
            try events(Array("data: 1234".utf8), Array("567890".utf8), limit: 12)
        }
    }

    @Test func `data of many lines is refused at the limit`() {
        #expect(throws: ServerSentEvents.TooLong.self) {
            try events(Array("data: 123456\ndata: 123456\n\n".utf8), limit: 12)
        }
    }
}
