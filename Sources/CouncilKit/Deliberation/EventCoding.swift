public import FoundationEssentials

extension JSONDecoder {
    /// A decoder for the JSON form of events, which ``JSONText`` gives.
    public static var events: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }
}
