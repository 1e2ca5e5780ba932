import AsyncHTTPClient
import CouncilKit
import NIOCore
import NIOHTTP1

extension HTTPEndpoint {
    /// The most bytes of an error response that are read.
    private static let longestError = 64 << 10

    /// A request with key and headers, ready to be sent.
    /// - Parameter body: JSON, if there is any.
    func request(
        _ method: HTTPMethod, _ action: String, body: ByteBuffer? = nil, for subject: String
    ) throws(ModelError) -> HTTPClient.Request {
        // Compressed streams arrive in lumps.
        var fields: HTTPHeaders = [
            "accept": "application/json, text/event-stream", "accept-encoding": "identity",
            "user-agent": "swift-council",
        ]
        for (name, value) in speaks.headers { fields.add(name: name, value: value) }
        if let apiKey {
            guard let key = apiKey.value else { throw wording(for: subject).missingKey }
            guard key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { throw wording(for: subject).brokenKey }
            if let header = keyHeader ?? speaks.keyHeader {
                fields.add(name: header, value: key)
            } else {
                fields.add(name: "authorization", value: "Bearer \(key)")
            }
        }
        for (name, value) in headers { fields.replaceOrAdd(name: name, value: value) }
        if body != nil { fields.replaceOrAdd(name: "content-type", value: "application/json") }
        do {
            return try HTTPClient.Request(
                url: url(action), method: method, headers: fields, body: body.map { .byteBuffer($0) })
        } catch {
            throw wording(for: subject).noConnection(error)
        }
    }

    /// Sends a request.
    /// - Returns: The response, whatever its status, with its body still to come.
    func send(_ request: HTTPClient.Request, for subject: String) async throws(ModelError) -> HTTPExchange {
        var isFirst = true
        while true {
            let beginning = ContinuousClock.now
            do {
                return try await HTTPExchange(request, with: .council(connectTimeout: connectTimeout))
            } catch ChannelError.ioOnClosedChannel where isFirst {
                // The connection was closed, unused, in the moment in which it was chosen: nothing has been sent.
                isFirst = false
            } catch {
                let time = request.method == .POST ? beginning.duration(to: .now) : .zero
                throw wording(for: subject).noConnection(error, after: time)
            }
        }
    }

    /// How long the words of an error may take: the status says enough.
    private static let patienceWithWords = Duration.seconds(2)

    /// The words in an error response. If it breaks off or stalls, what there is.
    func words(of response: HTTPExchange) async -> ProviderWords {
        await Deadlines.live.limit(Self.patienceWithWords, late: { $0 ?? ProviderWords(text: "") }) {
            await allWords(of: response)
        }
    }

    private func allWords(of response: HTTPExchange) async -> ProviderWords {
        var body: [UInt8] = []
        while body.count < Self.longestError, let part = try? await response.next() {
            body.append(contentsOf: part.readableBytesView.prefix(Self.longestError - body.count))
        }
        return ProviderWords(body: body)
    }

    func wording(for subject: String) -> FailureWording {
        var secrets = headers.filter { header in
            let name = header.key.lowercased()
            return ["auth", "key", "token", "secret", "cookie"].contains { name.contains($0) }
        }.flatMap { [$0.value] + $0.value.split(separator: " ").dropFirst().map(String.init) }
        if let key = apiKey?.value { secrets.append(key) }
        secrets += secretsInQuery + self.secrets
        return FailureWording(
            subject: subject, address: visibleURL, expected: speaks.address,
            repeatsConflicts: speaks.repeatsConflicts, connectTimeout: connectTimeout,
            keyVariable: apiKey?.variable, secrets: secrets)
    }
}
