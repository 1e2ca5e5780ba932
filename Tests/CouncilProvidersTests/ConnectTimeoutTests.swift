import AsyncHTTPClient
import CouncilKit
import Testing

@testable import CouncilProviders

struct ConnectTimeoutTests {
    @Test func `endpoints with the same connect timeout share a client`() {
        #expect(HTTPClient.council(connectTimeout: 3) === HTTPClient.council(connectTimeout: 3))
        #expect(HTTPClient.council(connectTimeout: 3) !== HTTPClient.council(connectTimeout: 10))
    }

    @Test func `what took too long to connect names the timeout`() {
        let endpoint = HTTPEndpoint(name: "far", baseURL: "http://far.example/v1", connectTimeout: 3)
        let error = endpoint.wording(for: "far/x").noConnection(HTTPClientError.connectTimeout)
        #expect(error.message == "far/x: no connection to http://far.example/v1 within 3 s")
        #expect(error.code == .connection)
    }

    @Test func `a certificate that is not trusted is named as the reason`() {
        struct Failure: Error, CustomStringConvertible {
            let description = "handshakeFailed(sslError([OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at handshake.cc]))"
        }
        let endpoint = HTTPEndpoint(name: "far", baseURL: "https://far.example/v1")
        let error = endpoint.wording(for: "far/x").noConnection(Failure())
        #expect(error.message == "far/x: the certificate of https://far.example/v1 is not trusted on this machine")
    }
}
