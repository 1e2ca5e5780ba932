import CouncilKit
import FoundationEssentials
import Testing

struct JSONValueEncodingTests {
    private struct Everything: Encodable {
        struct Part: Encodable {
            enum Key: String, CodingKey {
                case name, list, inner
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                var list = container.nestedUnkeyedContainer(forKey: .list)
                try list.encode(1)
                var inner = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
                try inner.encodeNil(forKey: .name)
                try "under".encode(to: container.superEncoder())
                var object = list.nestedContainer(keyedBy: Key.self)
                try object.encode(true, forKey: .name)
                var deep = list.nestedUnkeyedContainer()
                try deep.encode(["x": 2])
            }
        }

        enum Word: String, Codable {
            case yes
        }

        var text = "line\nbreak \"quoted\" 你好 🌍 مرحبا / \u{1}"
        var whole = -7
        var large = UInt64.max
        var small = Int8.min
        var fraction = 0.1
        var single = Float(0.1)
        var address = URL(string: "http://localhost/a?b=c")
        var byNumber = [2: "two"]
        var wholeFraction = 3.0
        var flag = true
        var nothing: String?
        var word = Word.yes
        var date = Date(timeIntervalSince1970: 1_700_000_000)
        var data = Data([0, 255, 16])
        var numbers = [1.25, 2, -0.5]
        var dates = [Date(timeIntervalSince1970: 0)]
        var empty: [String] = []
        var table = ["b": [1, 2], "a": []]
        var optional: [Int?] = [1, nil]
        var part = Part()
    }

    @Test func `the form of a value is the one that the standard encoder gives, with sorted keys`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let expected = String(decoding: try encoder.encode(Everything()), as: UTF8.self)
        #expect(try JSONValue(encoding: Everything()).text == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func `a number without a form in JSON is an error`(
        _ number: Double
    ) {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: ["a": number]) }
    }

    @Test func `a value on its own has a form`() throws {
        #expect(try JSONValue(encoding: "a") == "a")
        #expect(try JSONValue(encoding: [1]) == [1])
    }
}
