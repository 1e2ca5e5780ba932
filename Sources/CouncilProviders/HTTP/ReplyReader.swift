import CouncilKit

/// Puts one reply together from the bytes of a response, whether it comes as an event stream or as one JSON object.
///
/// A class, because every call that reads keeps one. Knows nothing of connections. What the response claims to be does
/// not count; its first character tells.
final class ReplyReader<Chunk: ReplyChunk> {
    private enum Form {
        case unknown
        case events
        case document
    }

    /// The most bytes of a reply, whatever its form: a server that never ends must not fill the memory.
    private static var longestReply: Int { 32 << 20 }
    private static var excerptLength: Int { 2000 }

    private var draft = ReplyDraft()
    /// What there is of the reply.
    var reply: Reply { draft.reply }
    /// Whether the provider has said that nothing more comes.
    var isDone: Bool { draft.isDone }
    /// Whether the reply has begun to come in one part.
    var isDocument: Bool { form == .document }
    /// Whether an event stream has brought the finish reason, so that no more of the text comes.
    var hasWholeStream: Bool { form == .events && draft.hasStopped }

    private var form = Form.unknown
    private var events = ServerSentEvents()
    private var pattern: EventPattern<Chunk>?
    private var document: [UInt8] = []
    private var hasEvents = false

    /// What has come of the text and was not passed on, because something failed behind it.
    func takePieces() -> [Reply.Piece] {
        draft.finish()
        return draft.takePieces()
    }

    /// Takes the next bytes.
    /// - Returns: What they add to the reply; neighbours of the same kind are joined.
    func read(_ chunk: [UInt8]) throws(ReplyFailure) -> [Reply.Piece] {
        var chunk = chunk
        if form == .unknown {
            try checkLength(document.count + chunk.count)
            document += chunk
            guard let first = document.first(where: { !Self.isSpace($0) }) else { return [] }
            form = first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .document : .events
            (chunk, document) = form == .document ? ([], document) : (document, [])
        }
        if form == .document {
            try checkLength(document.count + chunk.count)
            document += chunk
            return []
        }
        if !hasEvents, document.count < Self.excerptLength { document += chunk.prefix(Self.excerptLength) }
        let news = try parsed { parser throws(ServerSentEvents.TooLong) in try parser.feed(chunk) }
        for event in news { try take(event) }
        try checkLength(draft.reply.text.utf8.count + draft.reply.reasoning.utf8.count)
        return draft.takePieces()
    }

    /// Ends the reply.
    /// - Returns: What was still waiting for the end.
    func finish() throws(ReplyFailure) -> [Reply.Piece] {
        if form == .document {
            try takeDocument()
            return takePieces()
        }
        let last = try parsed { parser throws(ServerSentEvents.TooLong) in try parser.finish().map { [$0] } ?? [] }
        for event in last {
            do throws(ReplyFailure) {
                try take(event)
            } catch .malformed {
                // Behind the finish reason only the usage can be lost.
                if draft.hasStopped { continue }
                throw .truncated("the stream ended in the middle of an event")
            }
        }
        guard hasEvents else {
            throw document.isEmpty
                ? .truncated("the reply is empty")
                : .malformed("the reply is not an event stream", excerpt: ProviderWords(body: document).text)
        }
        guard draft.isDone || draft.hasStopped else { throw .truncated("the stream ended without a finish reason") }
        return takePieces()
    }

    private func checkLength(_ count: Int) throws(ReplyFailure) {
        guard count <= Self.longestReply else { throw .malformed("the reply is longer than 32 MiB", excerpt: "") }
    }

    private func parsed(
        _ parse: (inout ServerSentEvents) throws(ServerSentEvents.TooLong) -> [ServerSentEvents.Event]
    ) throws(ReplyFailure) -> [ServerSentEvents.Event] {
        do {
            return try parse(&events)
        } catch {
            throw .malformed("a line of the stream is longer than \(events.maximumLength) bytes", excerpt: "")
        }
    }

    private func take(_ event: ServerSentEvents.Event) throws(ReplyFailure) {
        if draft.isDone || event.data.allSatisfy(Self.isSpace) { return }
        hasEvents = true
        document = []
        if event.data.elementsEqual("[DONE]".utf8) {
            draft.isDone = true
            return
        }
        if event.name == "error" { throw .refused(ProviderWords(body: event.data)) }
        if let chunk = pattern?.chunk(of: event.data) { return try chunk.add(to: &draft) }
        guard let json = JSONValue(repairing: event.data) else {
            throw .malformed("an event is not JSON", excerpt: Self.excerpt(of: event.data))
        }
        let chunk = Chunk(json)
        if let complaint = Self.complaint(in: chunk, json) { throw .refused(complaint) }
        pattern = EventPattern(event.data, decoded: chunk) ?? pattern
        try chunk.add(to: &draft)
    }

    private func takeDocument() throws(ReplyFailure) {
        guard let json = JSONValue(repairing: document) else {
            let last = document.last { !Self.isSpace($0) }
            if last != UInt8(ascii: "}"), last != UInt8(ascii: "]") {
                throw .truncated("the JSON ended in the middle")
            }
            throw .malformed("the reply is not JSON", excerpt: Self.excerpt(of: document))
        }
        // One, or the events of a stream as an array, which Gemini sends unless told otherwise.
        let values = json.elements.isEmpty ? [json] : json.elements
        let chunks = values.map(Chunk.init)
        for (chunk, json) in zip(chunks, values) {
            if let complaint = Self.complaint(in: chunk, json) { throw .refused(complaint) }
        }
        guard chunks.contains(where: \.isReply) else {
            throw .malformed("the reply holds no answer", excerpt: ProviderWords(body: document).text)
        }
        for chunk in chunks { try chunk.add(to: &draft) }
    }

    /// The error that a chunk holds.
    private static func complaint(in chunk: Chunk, _ json: JSONValue) -> ProviderWords? {
        guard chunk.mayHoldError else { return nil }
        return ProviderWords.inside(json)
            ?? [json["choices"]?.elements.first, json["x_groq"]].lazy.compactMap { $0.flatMap(ProviderWords.inside) }
            .first
    }

    private static func excerpt(of bytes: [UInt8]) -> String {
        ProviderWords(text: String(decoding: bytes.prefix(excerptLength), as: UTF8.self)).text
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF: true
        default: false
        }
    }
}
