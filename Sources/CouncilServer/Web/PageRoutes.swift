import Hummingbird
import NIOCore

/// Serves the page's files. Nothing that stands in them, or that a model wrote, can load anything from elsewhere.
struct PageRoutes: Sendable {
    let page: PageFiles

    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    func file(at path: String) -> @Sendable (Request, ServerContext) throws -> Response {
        { _, _ in
            guard let file = page.files[path] else { throw HTTPError(.notFound) }
            var response = Response(
                status: .ok, headers: [.contentType: file.mediaType, .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.data)))
            response.headers[.contentSecurityPolicy] = Self.policy
            response.headers[.init("referrer-policy") ?? .via] = "no-referrer"
            return response
        }
    }
}
