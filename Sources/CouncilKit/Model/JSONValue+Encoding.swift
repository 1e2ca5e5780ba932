import FoundationEssentials

extension JSONValue {
    /// The JSON form of events and of all else that is written (`docs/formats.md`): keys sorted so that equal values are
    /// equal text, dates in ISO 8601, data in Base64.
    ///
    /// `JSONEncoder` writes the same values in three times the time, and was a fifth of what a run costs on top of its models.
    /// It writes a few numbers otherwise (`1e+16`), and one key twice only once.
    /// - Throws: `EncodingError` if a number has no form in JSON.
    public init(encoding value: some Encodable) throws {
        let place = Place()
        try place.encode(value)
        self = place.value
    }

    /// Where a value is put together.
    private final class Place {
        private var scalar: JSONValue?
        private var isArray = false
        private var members: [Member] = []
        private var elements: [JSONValue] = []
        /// Parts that are put together by encoders of their own, and where they belong.
        private var parts: [(index: Int, place: Place)] = []

        var value: JSONValue {
            if let scalar { return scalar }
            for part in parts {
                if isArray {
                    elements[part.index] = part.place.value
                } else {
                    members[part.index].value = part.place.value
                }
            }
            return isArray ? .array(elements) : .object(members.sorted { $0.key < $1.key })
        }

        var count: Int { isArray ? elements.count : members.count }

        func beginArray() { isArray = true }

        func set(_ value: JSONValue) { scalar = value }

        func append(_ value: JSONValue, under key: String) { members.append(Member(key, value)) }

        func append(_ value: JSONValue) { elements.append(value) }

        /// A part that is put together later.
        func part(under key: String? = nil) -> Place {
            let part = (index: count, place: Place())
            if let key { append(.null, under: key) } else { append(.null) }
            parts.append(part)
            return part.place
        }

        func encode<Value: Encodable>(_ value: Value) throws {
            // Types are compared before they are cast, which takes far longer.
            if Value.self == Date.self, let date = value as? Date {
                scalar = .string(date.formatted(.iso8601))
            } else if Value.self == Data.self, let data = value as? Data {
                scalar = .string(data.base64EncodedString())
            } else if Value.self == URL.self, let url = value as? URL {
                scalar = .string(url.absoluteString)
            } else {
                try value.encode(to: Writer(place: self))
            }
        }
    }

    private init(number: Double) throws {
        guard number.isFinite else { throw EncodingError.noForm(number) }
        self = Int(exactly: number).map { .integer($0) } ?? .number(number)
    }

    private init(number: some BinaryInteger) throws {
        if let number = Int(exactly: number) {
            self = .integer(number)
        } else if let number = UInt64(exactly: number) {
            self = .unsigned(number)
        } else {
            throw EncodingError.noForm(number)
        }
    }

    private struct Writer: Encoder {
        let place: Place
        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
            KeyedEncodingContainer(ObjectWriter(place: place))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer {
            place.beginArray()
            return ArrayWriter(place: place)
        }

        func singleValueContainer() -> any SingleValueEncodingContainer { ScalarWriter(place: place) }
    }

    private struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let place: Place
        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey key: Key) { place.append(.null, under: key.stringValue) }
        func encode(_ value: Bool, forKey key: Key) { place.append(.bool(value), under: key.stringValue) }
        func encode(_ value: String, forKey key: Key) { place.append(.string(value), under: key.stringValue) }
        func encode(_ value: Int, forKey key: Key) { place.append(.integer(value), under: key.stringValue) }

        func encode(_ value: Double, forKey key: Key) throws {
            place.append(try JSONValue(number: value), under: key.stringValue)
        }

        func encode(_ value: Float, forKey key: Key) throws { try encode(value.asWritten, forKey: key) }

        func encode<Value: Encodable & BinaryInteger>(_ value: Value, forKey key: Key) throws {
            place.append(try JSONValue(number: value), under: key.stringValue)
        }

        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
            place.append(try JSONValue(encoding: value), under: key.stringValue)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            Writer(place: place.part(under: key.stringValue)).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            Writer(place: place.part(under: key.stringValue)).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { Writer(place: place.part(under: "super")) }
        func superEncoder(forKey key: Key) -> any Encoder { Writer(place: place.part(under: key.stringValue)) }
    }

    private struct ArrayWriter: UnkeyedEncodingContainer {
        let place: Place
        var codingPath: [any CodingKey] { [] }
        var count: Int { place.count }

        func encodeNil() { place.append(.null) }
        func encode(_ value: Bool) { place.append(.bool(value)) }
        func encode(_ value: String) { place.append(.string(value)) }
        func encode(_ value: Int) { place.append(.integer(value)) }
        func encode(_ value: Double) throws { place.append(try JSONValue(number: value)) }
        func encode(_ value: Float) throws { try encode(value.asWritten) }

        func encode<Value: Encodable & BinaryInteger>(_ value: Value) throws {
            place.append(try JSONValue(number: value))
        }

        func encode<Value: Encodable>(_ value: Value) throws { place.append(try JSONValue(encoding: value)) }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            Writer(place: place.part()).container(keyedBy: type)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { Writer(place: place.part()).unkeyedContainer() }
        func superEncoder() -> any Encoder { Writer(place: place.part()) }
    }

    private struct ScalarWriter: SingleValueEncodingContainer {
        let place: Place
        var codingPath: [any CodingKey] { [] }

        func encodeNil() { place.set(.null) }
        func encode(_ value: Bool) { place.set(.bool(value)) }
        func encode(_ value: String) { place.set(.string(value)) }
        func encode(_ value: Int) { place.set(.integer(value)) }
        func encode(_ value: Double) throws { place.set(try JSONValue(number: value)) }
        func encode(_ value: Float) throws { try encode(value.asWritten) }

        func encode<Value: Encodable & BinaryInteger>(_ value: Value) throws {
            place.set(try JSONValue(number: value))
        }

        func encode<Value: Encodable>(_ value: Value) throws { try place.encode(value) }
    }
}

extension Float {
    /// The number that has the same decimal digits, not the same bits.
    fileprivate var asWritten: Double { Double(description) ?? Double(self) }
}

extension EncodingError {
    fileprivate static func noForm(_ value: Any) -> EncodingError {
        .invalidValue(value, Context(codingPath: [], debugDescription: "\(value) has no form in JSON."))
    }
}
