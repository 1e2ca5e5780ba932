/// Reading only what is there and of the expected type: an oddity in one field spoils no other.
extension KeyedDecodingContainer {
    /// Whether there is a value other than null.
    func has(_ key: Key) -> Bool { contains(key) && (try? decodeNil(forKey: key)) == false }

    /// Whether there is a value other than null and false, the two ways to say that nothing is wrong.
    func reports(_ key: Key) -> Bool { has(key) && (try? decode(Bool.self, forKey: key)) != false }

    /// The string; `nil` if the key is missing or its value is something else.
    /// - Throws: If it is a string but broken, because half an answer must not pass for one.
    func text(_ key: Key) throws -> String? {
        do {
            return try decodeIfPresent(String.self, forKey: key)
        } catch DecodingError.typeMismatch {
            return nil
        }
    }

    /// The whole number, also when written as `3.0` or `"3"`; `nil` if it can be no count, so that sums of what is read
    /// never overflow and no cost is negative.
    func count(_ key: Key) -> Int? {
        guard has(key) else { return nil }
        let number = (try? decode(Int.self, forKey: key)) ?? (try? decode(String.self, forKey: key)).flatMap { Int($0) }
        return number.flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil }
    }

    /// The number; `nil` if it can be no amount of anything.
    func amount(_ key: Key) -> Double? {
        guard let number = try? decodeIfPresent(Double.self, forKey: key), (0...1e18).contains(number) else {
            return nil
        }
        return number
    }

    /// The object; `nil` if the key is missing or its value is something else.
    func object<Nested: CodingKey>(_ key: Key, _ keys: Nested.Type) -> KeyedDecodingContainer<Nested>? {
        has(key) ? try? nestedContainer(keyedBy: keys, forKey: key) : nil
    }

    /// The array; `nil` if the key is missing or its value is something else.
    func array(_ key: Key) -> (any UnkeyedDecodingContainer)? {
        has(key) ? try? nestedUnkeyedContainer(forKey: key) : nil
    }
}
