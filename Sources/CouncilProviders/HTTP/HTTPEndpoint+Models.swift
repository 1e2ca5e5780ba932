import AsyncHTTPClient
import CouncilKit
import FoundationEssentials
import NIOCore
import NIOHTTP1

extension HTTPEndpoint {
    private static let longestList = 16 << 20

    /// The list of models that the server offers, as it comes.
    func list(_ action: String) async throws(ModelError) -> [JSONValue] {
        let response = try await send(request(.GET, action, for: name), for: name, by: .now() + .minutes(2))
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
        return (list["data"] ?? list["models"] ?? list).elements
    }
}
