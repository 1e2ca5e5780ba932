import AsyncHTTPClient
public import CouncilKit
import FoundationEssentials
import NIOCore
import NIOHTTP1

extension OpenAIEndpoint {
    private static let longestList = 16 << 20

    /// The names of the models that the server offers, in its order (`GET /models`).
    ///
    /// - Throws: A ``ModelError`` with the provider's own words, under the endpoint's name.
    public func models() async throws(ModelError) -> [String] {
        let response = try await send(request(.GET, "models", for: name), for: name)
        let wording = wording(for: name)
        guard response.isSuccess else {
            throw wording.refusal(response.status, response.headers, await words(of: response))
        }
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: Self.longestList)
        } catch {
            throw wording.brokenConnection(error, after: 0)
        }
        let bytes = Array(body.readableBytesView)
        guard let list = try? JSONDecoder().decode(JSONValue.self, from: bytes) else {
            throw wording.malformed("the list of models is not JSON", ProviderWords(body: bytes).text)
        }
        if let words = ProviderWords.inside(list) { throw wording.refusal(insideReply: words) }
        return (list["data"] ?? list["models"] ?? list).elements.compactMap { model in
            model.string ?? model["id"]?.string ?? model["name"]?.string
        }
    }
}
