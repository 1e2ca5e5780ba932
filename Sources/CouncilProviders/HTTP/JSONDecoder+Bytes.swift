import FoundationEssentials

extension JSONDecoder {
    /// Decodes UTF-8, with U+FFFD in place of bytes that are none: what a provider says counts more than how.
    func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        do {
            return try decode(type, from: Data(bytes))
        } catch {
            let repaired = Data(String(decoding: bytes, as: UTF8.self).utf8)
            guard !repaired.elementsEqual(bytes) else { throw error }
            return try decode(type, from: repaired)
        }
    }
}
