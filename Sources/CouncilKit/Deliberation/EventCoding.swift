public import FoundationEssentials

extension JSONEncoder {
    /// An encoder for the JSON form of events (`docs/formats.md`): dates in ISO 8601, keys sorted so that equal events
    /// are equal text, one line.
    public static var events: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }
}

extension JSONDecoder {
    /// A decoder for the JSON form of events.
    public static var events: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}
