import CouncilKit
import FoundationEssentials
import Testing

struct CouncilEventTests {
    @Test(arguments: [
        CouncilEvent.piece(.chairman, .text("完成 ✅\u{2028}\"")), .piece(.reviewer(3), .reasoning("Hm.")),
        .started(Call(role: .member(2), model: "a/one")), .unanswered,
        .resumed(Resumption(date: Date(timeIntervalSince1970: 0))),
    ])
    func `an event survives its JSON form`(event: CouncilEvent) throws {
        let data = try JSONText(encoding: event).data
        #expect(try JSONDecoder.events.decode(CouncilEvent.self, from: data) == event)
    }

    @Test func `fields that a later version adds are ignored`() throws {
        let text = #"{"v":1,"type":"started","call":{"role":"chairman","model":"a","attempt":1,"new":[1]},"more":{}}"#
        let event = try JSONDecoder.events.decode(CouncilEvent.self, from: Data(text.utf8))
        #expect(event == .started(Call(role: .chairman, model: "a")))
    }

    @Test func `a type that is unknown is refused by name and version`() {
        let text = #"{"v":9,"type":"debated"}"#
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder.events.decode(CouncilEvent.self, from: Data(text.utf8))
        }
        #expect("\(error as Any)".contains("“debated” of format version 9"))
    }
}
