import AsyncHTTPClient
import CouncilKit
import NIOCore
import NIOHTTP1

extension HTTPEndpoint {
    /// The most bytes of an error response that are read.
    private static let longestError = 64 << 10

    /// A request with key and headers, ready to be sent.
    func request(_ method: HTTPMethod, _ action: String, for subject: String) throws(ModelError) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url(action))
        request.method = method
        request.headers.add(name: "accept", value: "application/json, text/event-stream")
        // Compressed streams arrive in lumps.
        request.headers.add(name: "accept-encoding", value: "identity")
        request.headers.add(name: "user-agent", value: "swift-council")
        for (name, value) in speaks.headers { request.headers.add(name: name, value: value) }
        if let apiKey {
            guard let key = apiKey.value else { throw wording(for: subject).missingKey }
            if let header = keyHeader ?? speaks.keyHeader {
                request.headers.add(name: header, value: key)
            } else {
                request.headers.add(name: "authorization", value: "Bearer \(key)")
            }
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        return request
    }

    /// Sends a request.
    /// - Returns: The response, whatever its status, with its body still to come.
    func send(_ request: HTTPClientRequest, for subject: String) async throws(ModelError) -> HTTPClientResponse {
        do {
            return try await HTTPClient.council(connectTimeout: connectTimeout)
                .execute(request, deadline: .distantFuture)
        } catch {
            throw wording(for: subject).noConnection(error)
        }
    }

    /// The words in an error response. If it breaks off, what there is.
    func words(of response: HTTPClientResponse) async -> ProviderWords {
        var body: [UInt8] = []
        do {
            for try await buffer in response.body {
                body.append(contentsOf: buffer.readableBytesView.prefix(Self.longestError - body.count))
                if body.count >= Self.longestError { break }
            }
        } catch {
            // The status says enough.
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

extension HTTPClientResponse {
    var isSuccess: Bool { (200..<300).contains(Int(status.code)) }
}
