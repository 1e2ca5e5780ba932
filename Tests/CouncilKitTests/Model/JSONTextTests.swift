import CouncilKit
import FoundationEssentials
import Testing

struct JSONTextTests {
    private struct Everything: Encodable {
        struct Part: Encodable {
            enum Key: String, CodingKey {
                case name, list, inner
            }

            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                var list = container.nestedUnkeyedContainer(forKey: .list)
                try list.encode(1)
                var object = list.nestedContainer(keyedBy: Key.self)
                try object.encode(true, forKey: .name)
                var deep = list.nestedUnkeyedContainer()
                try deep.encode(["x": 2])
                _ = list.nestedContainer(keyedBy: Key.self)
                var inner = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
                try inner.encodeNil(forKey: .name)
                try "under".encode(to: container.superEncoder())
                var again = encoder.container(keyedBy: Key.self)
                try again.encode("again", forKey: .name)
            }
        }

        enum Word: String, Codable {
            case yes
        }

        enum Choice: Encodable {
            case named(String, count: Int)
            case nothing
        }

        struct Nobody: Encodable {}

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
        var choices = [Choice.named("a", count: 1), .nothing]
        var nobody = Nobody()
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
        #expect(try JSONText(encoding: Everything()).string == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity]) func `a number without a form in JSON is an error`(
        _ number: Double
    ) {
        #expect(throws: EncodingError.self) { try JSONText(encoding: ["a": number]) }
    }

    /// Writes to a container behind which something else has been written.
    private struct Disorderly: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            var first = container.nestedUnkeyedContainer()
            try container.encode(1)
            try first.encode(2)
        }
    }

    @Test func `a value that writes to a closed container is an error`() {
        #expect(throws: EncodingError.self) { try JSONText(encoding: ["a": Disorderly()]) }
    }

    @Test(arguments: 0..<40) func `a sign that needs an escape is found wherever it stands`(_ place: Int) throws {
        var characters = Array(repeating: Character("x"), count: 40)
        characters[place] = ["\"", "\\", "\n", "\u{1f}", "é"][place % 5]
        let text = String(characters)
        #expect(try JSONDecoder().decode([String].self, from: JSONText(encoding: [text]).data) == [text])
    }

    @Test func `a value on its own has a form`() throws {
        #expect(try JSONText(encoding: "a").string == "\"a\"")
        #expect(try JSONText(encoding: [1]).string == "[1]")
    }
}
