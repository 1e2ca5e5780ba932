import FoundationEssentials

extension JSONValue {
    /// The JSON form of events and of all else that is written (`docs/formats.md`): keys sorted so that equal values are
    /// equal text, dates in ISO 8601, data in Base64.
    ///
    /// `JSONEncoder` takes more than twice the instructions, and was a sixth of what a run takes on top of its models. It writes a few numbers otherwise (`1e+16`), and one key twice only once.
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

        func add(_ value: JSONValue, under key: String) { members.append(Member(key, value)) }

        /// Adds an element to an array; anywhere else this is the whole value.
        func add(_ value: JSONValue) { if isArray { elements.append(value) } else { scalar = value } }

        /// A part that is put together later.
        func part(under key: String? = nil) -> Place {
            let part = (index: count, place: Place())
            if let key { add(.null, under: key) } else { add(.null) }
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
            return ValueWriter(place: place)
        }

        func singleValueContainer() -> any SingleValueEncodingContainer { ValueWriter(place: place) }
    }

    private struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let place: Place
        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey key: Key) { place.add(.null, under: key.stringValue) }
        func encode(_ value: Bool, forKey key: Key) { place.add(.bool(value), under: key.stringValue) }
        func encode(_ value: String, forKey key: Key) { place.add(.string(value), under: key.stringValue) }
        func encode(_ value: Int, forKey key: Key) { place.add(.integer(value), under: key.stringValue) }

        func encode(_ value: Double, forKey key: Key) throws {
            place.add(try JSONValue(number: value), under: key.stringValue)
        }

        func encode(_ value: Float, forKey key: Key) throws { try encode(value.asWritten, forKey: key) }

        func encode<Value: Encodable & BinaryInteger>(_ value: Value, forKey key: Key) throws {
            place.add(try JSONValue(number: value), under: key.stringValue)
        }

        func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
            place.add(try JSONValue(encoding: value), under: key.stringValue)
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

    /// Writes the elements of an array, or a value that stands alone.
    private struct ValueWriter: UnkeyedEncodingContainer, SingleValueEncodingContainer {
        let place: Place
        var codingPath: [any CodingKey] { [] }
        var count: Int { place.count }

        func encodeNil() { place.add(.null) }
        func encode(_ value: Bool) { place.add(.bool(value)) }
        func encode(_ value: String) { place.add(.string(value)) }
        func encode(_ value: Int) { place.add(.integer(value)) }
        func encode(_ value: Double) throws { place.add(try JSONValue(number: value)) }
        func encode(_ value: Float) throws { try encode(value.asWritten) }

        func encode<Value: Encodable & BinaryInteger>(_ value: Value) throws {
            place.add(try JSONValue(number: value))
        }

        func encode<Value: Encodable>(_ value: Value) throws { place.add(try JSONValue(encoding: value)) }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            Writer(place: place.part()).container(keyedBy: type)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { Writer(place: place.part()).unkeyedContainer() }
        func superEncoder() -> any Encoder { Writer(place: place.part()) }
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
