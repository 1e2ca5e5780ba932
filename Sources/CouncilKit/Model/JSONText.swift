public import FoundationEssentials

/// The JSON text (RFC 8259) of an event, or of anything else that is written (`docs/formats.md`): keys sorted so that
/// equal values are equal text, dates in ISO 8601, data in Base64.
///
/// `JSONEncoder` takes more than twice the instructions, and was a sixth of what a run takes on top of its models. It writes
/// a few numbers otherwise (`1e+16`), and one key twice only once. This goes through a value once, so a nested container
/// takes nothing more when something has been written behind it.
public struct JSONText: Sendable {
    /// The text in UTF-8.
    public let bytes: [UInt8]

    /// - Throws: `EncodingError` if a number has no form in JSON, or what a value writes comes in no order.
    public init(encoding value: some Encodable) throws {
        let desk = Desk()
        try desk.encode(value)
        guard desk.sheet.isOrderly else {
            let reason = "\(type(of: value)) writes to a container behind which something else has been written."
            throw EncodingError.invalidValue(value, EncodingError.Context(codingPath: [], debugDescription: reason))
        }
        bytes = desk.sheet.bytes
    }

    /// The text.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The text in UTF-8.
    public var data: Data { Data(bytes) }

    /// What encoders and containers write to together.
    private final class Desk {
        var sheet = JSONSheet()

        func encode<Value: Encodable>(_ value: Value) throws {
            // Types are compared before they are cast, which takes far longer.
            if Value.self == Date.self, let date = value as? Date {
                sheet.write(date.formatted(.iso8601))
            } else if Value.self == Data.self, let data = value as? Data {
                sheet.write(data.base64EncodedString())
            } else if Value.self == URL.self, let url = value as? URL {
                sheet.write(url.absoluteString)
            } else {
                let place = sheet.place()
                try value.encode(to: Writer(desk: self, place: place))
                sheet.close(to: place.depth)
            }
        }
    }

    private struct Writer: Encoder {
        let desk: Desk
        let place: JSONSheet.Place
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        init(desk: Desk, place: JSONSheet.Place) {
            self.desk = desk
            self.place = place
        }

        /// - Parameter desk: One with a place for a value.
        init(desk: Desk) { self.init(desk: desk, place: desk.sheet.place()) }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            desk.sheet.begin(place, isObject: true)
            return KeyedEncodingContainer(ObjectWriter(desk: desk, place: place))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer {
            desk.sheet.begin(place, isObject: false)
            return ArrayWriter(array: self)
        }

        func singleValueContainer() -> any SingleValueEncodingContainer { ScalarWriter(desk: desk) }
    }

    private struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let desk: Desk
        let place: JSONSheet.Place
        var codingPath: [any CodingKey] { [] }

        /// The desk, with a place for the value of a key.
        private func at(_ key: String) -> Desk {
            desk.sheet.next(key, in: place)
            return desk
        }

        func encodeNil(forKey key: Key) { at(key.stringValue).sheet.writeNull() }
        func encode(_ value: Bool, forKey key: Key) { at(key.stringValue).sheet.write(value) }
        func encode(_ value: String, forKey key: Key) { at(key.stringValue).sheet.write(value) }
        func encode(_ value: Int, forKey key: Key) { at(key.stringValue).sheet.write(value) }
        func encode(_ value: Double, forKey key: Key) throws { try at(key.stringValue).sheet.write(value) }
        func encode(_ value: Float, forKey key: Key) throws { try at(key.stringValue).sheet.write(value.asWritten) }

        func encode<Value: Encodable & BinaryInteger>(_ value: Value, forKey key: Key) {
            at(key.stringValue).sheet.write(value)
        }

        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
            try at(key.stringValue).encode(value)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            Writer(desk: at(key.stringValue)).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            Writer(desk: at(key.stringValue)).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { Writer(desk: at("super")) }
        func superEncoder(forKey key: Key) -> any Encoder { Writer(desk: at(key.stringValue)) }
    }

    private struct ArrayWriter: UnkeyedEncodingContainer {
        private let array: Writer
        private(set) var count = 0
        var codingPath: [any CodingKey] { [] }

        init(array: Writer) { self.array = array }

        /// The desk, with a place for the next element.
        private mutating func next() -> Desk {
            count += 1
            array.desk.sheet.next(in: array.place)
            return array.desk
        }

        mutating func encodeNil() { next().sheet.writeNull() }
        mutating func encode(_ value: Bool) { next().sheet.write(value) }
        mutating func encode(_ value: String) { next().sheet.write(value) }
        mutating func encode(_ value: Int) { next().sheet.write(value) }
        mutating func encode(_ value: Double) throws { try next().sheet.write(value) }
        mutating func encode(_ value: Float) throws { try next().sheet.write(value.asWritten) }
        mutating func encode<Value: Encodable & BinaryInteger>(_ value: Value) { next().sheet.write(value) }
        mutating func encode<Value: Encodable>(_ value: Value) throws { try next().encode(value) }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            Writer(desk: next()).container(keyedBy: type)
        }

        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
            Writer(desk: next()).unkeyedContainer()
        }

        mutating func superEncoder() -> any Encoder { Writer(desk: next()) }
    }

    private struct ScalarWriter: SingleValueEncodingContainer {
        let desk: Desk
        var codingPath: [any CodingKey] { [] }

        func encodeNil() { desk.sheet.writeNull() }
        func encode(_ value: Bool) { desk.sheet.write(value) }
        func encode(_ value: String) { desk.sheet.write(value) }
        func encode(_ value: Int) { desk.sheet.write(value) }
        func encode(_ value: Double) throws { try desk.sheet.write(value) }
        func encode(_ value: Float) throws { try desk.sheet.write(value.asWritten) }
        func encode<Value: Encodable & BinaryInteger>(_ value: Value) { desk.sheet.write(value) }
        func encode<Value: Encodable>(_ value: Value) throws { try desk.encode(value) }
    }
}

extension Float {
    /// The number that has the same decimal digits, not the same bits.
    fileprivate var asWritten: Double { Double(description) ?? Double(self) }
}

extension EncodingError {
    static func noForm(_ value: Any) -> EncodingError {
        .invalidValue(value, Context(codingPath: [], debugDescription: "\(value) has no form in JSON."))
    }
}
