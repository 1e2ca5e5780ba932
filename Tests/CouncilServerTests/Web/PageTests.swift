import CouncilKit
import FoundationEssentials
import Testing

@testable import CouncilServer

struct PageTests {
    private var texts: [String: String] {
        PageFiles.standard.files.mapValues { String(decoding: $0.data, as: UTF8.self) }
    }

    @Test func `nothing in the page comes from elsewhere`() {
        for (path, text) in texts {
            let addresses = text.matches(of: /https?:\/\/[a-zA-Z0-9.\/]*/).map { String($0.output) }
            #expect(addresses.allSatisfy { $0 == "http://www.w3.org/2000/svg" }, "\(path)")
        }
    }

    @Test func `the page keeps its own policy`() throws {
        let page = try #require(texts["/"])
        #expect(!page.contains("<style") && !page.contains(" style=") && !page.contains(/[ ]on[a-z]+=/))
        #expect(page.matches(of: /<script/).count == page.matches(of: /<script type="module" src="/).count)
    }

    @Test func `every module that is imported is served`() {
        for (path, text) in texts {
            for module in text.matches(of: /from "\.(\/[a-z]+\.js)"/).map({ String($0.output.1) }) {
                #expect(texts[module] != nil, "\(path) imports \(module)")
            }
        }
    }

    @Test func `HTML enters the page in one place only`() {
        let places = texts.filter { $0.value.contains(/innerHTML|insertAdjacentHTML|document\.write|parseFromString/) }
        #expect(Array(places.keys) == ["/elements.js"])
    }

    @Test func `texts are rendered for whoever may ask`() async throws {
        let keys = KeyRing(path: nil)
        let (key, _) = try keys.create(name: "Ada")
        try await ServedCouncil.run(hooks: ServerHooks(page: .standard), keys: keys) { server in
            let texts: JSONValue = ["texts": ["**a**", "<script>"]]
            #expect(try await server.send(.post, "/v1/markdown", texts).status == 401)
            let reply = try await server.with(key: key).send(.post, "/v1/markdown", texts)
            #expect(reply.json["data.0"] == "<p><strong>a</strong></p>\n")
            #expect(reply.json["data.1"]?.string?.contains("<script") == false)
        }
    }

    @Test func `too much text at once is refused`() async throws {
        let reply = try await ServedCouncil.run {
            try await $0.send(.post, "/v1/markdown", ["texts": [.string(String(repeating: "a", count: 3 << 20))]])
        }
        #expect(reply.status == 413)
    }
}
