import AsyncHTTPClient
import CouncilKit
import NIOCore
import NIOHTTP1

extension HTTPEndpoint {
    private static let longestList = 16 << 20

    private static let patienceWithList = Duration.seconds(120)

    /// The list of models that the server offers, as it comes, within two minutes.
    func list(_ action: String) async throws(ModelError) -> [JSONValue] {
        let late = wording(for: name).noConnection(HTTPClientError.deadlineExceeded)
        return try await Deadlines.live.limit(Self.patienceWithList, late: { $0 ?? .failure(late) }) {
            () async -> Result<[JSONValue], ModelError> in
            do throws(ModelError) { return .success(try await wholeList(action)) } catch { return .failure(error) }
        }.get()
    }

    private func wholeList(_ action: String) async throws(ModelError) -> [JSONValue] {
        let response = try await send(request(.GET, action, for: name), for: name)
        let wording = wording(for: name)
        guard response.isSuccess else {
            throw wording.refusal(response.status, response.headers, await words(of: response))
        }
        var bytes: [UInt8] = []
        do {
            while bytes.count < Self.longestList, let part = try await response.next() {
                bytes += part.readableBytesView
            }
        } catch {
            throw wording.brokenConnection(error, after: 0)
        }
        guard let list = JSONValue(repairing: bytes) else {
            throw wording.malformed("the list of models is not JSON", ProviderWords(body: bytes).text)
        }
        if let words = ProviderWords.inside(list) { throw wording.refusal(insideReply: words) }
        return (list["data"] ?? list["models"] ?? list).elements
    }
}
