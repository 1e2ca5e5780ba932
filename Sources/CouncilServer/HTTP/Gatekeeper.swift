import CouncilKit
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging

/// Stands before every route: names the request, checks who sends it from where, and puts every error into the words of
/// the client's protocol.
struct Gatekeeper: RouterMiddleware {
    typealias Context = ServerContext

    let keys: KeyRing
    let sessions: Sessions
    let allowance: RequestAllowance
    let hosts: HostRule
    let page: PageFiles
    let logger: Logger

    @concurrent
    func handle(
        _ request: Request, context: ServerContext,
        next: @concurrent (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, try admit(request, context))
        } catch let error as HTTPError {
            response = Self.translate(error, request).response(Self.shape(request), requestID: context.requestID)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            var known = ServiceError(error)
            if known.code == .failed {
                logger.error("\(context.requestID) \(ShareLinks.hidingToken(in: request.uri.path)): \(error)")
                // Guests of a link are not told how the server is set up.
                if ShareLinks.guards(request.uri.path) { known.message = "Something went wrong in the server." }
            }
            response = known.response(Self.shape(request), requestID: context.requestID)
        }
        response.headers[.requestID] = context.requestID
        response.headers[.anthropicRequestID] = context.requestID
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    private static func shape(_ request: Request) -> ServiceError.Shape { .init(path: request.uri.path) }

    private static func translate(_ error: HTTPError, _ request: Request) -> ServiceError {
        switch error.status.code {
        case 404: ServiceError(.notFound, "Nothing is at \(request.method) \(request.uri.path).")
        case 413: ServiceError(.tooLarge, "The body is too large.")
        case 500...: ServiceError(.failed, "Something went wrong in the server.")
        default: ServiceError(.invalidRequest, error.body ?? error.status.reasonPhrase)
        }
    }

    /// Lets a request in, or throws why not.
    private func admit(_ request: Request, _ context: ServerContext) throws(ServiceError) -> ServerContext {
        let authority = request.head.authority ?? ""
        guard hosts.accepts(authority) else {
            throw ServiceError(
                .forbidden, "The server does not answer to the name “\(authority)”; --host-name allows one.")
        }
        if let origin = request.headers[.origin], !hosts.accepts(origin: origin, at: authority) {
            throw ServiceError(.forbidden, "Pages of \(origin) may not send requests here.")
        }
        if isOpen(request) { return context }
        var context = context
        guard try keys.needsKey() else { return context }
        let entry = try entry(of: request)
        guard let entry else {
            throw ServiceError(
                .unauthorized, "A valid API key is needed: Authorization: Bearer ck_… (`council keys create`).")
        }
        if let limit = entry.requestsPerMinute { try allowance.take(key: entry.id, perMinute: limit) }
        context.caller = entry.caller
        return context
    }

    /// What needs no key: signs of life, the description of the interface, the page itself and its login, and what is
    /// guarded by the word of a link instead.
    private func isOpen(_ request: Request) -> Bool {
        let path = request.uri.path
        if ShareLinks.guards(path) { return true }
        if path == "/v1/session" { return request.method == .post || request.method == .delete }
        return request.method == .get
            && (["/health", "/ready", "/openapi.yaml"].contains(path) || page.has(path))
    }

    /// The key of a request: in its headers, else by the session of its cookie.
    private func entry(of request: Request) throws(ServiceError) -> APIKeyEntry? {
        if let key = request.presentedKey { return try keys.entry(of: key) }
        guard let word = request.session, let id = sessions.key(of: word) else { return nil }
        return try keys.entry(id: id)
    }
}

extension Request {
    /// The key in the headers.
    fileprivate var presentedKey: String? {
        if let key = headers[.apiKey] { return key }
        guard let value = headers[.authorization] else { return nil }
        let words = value.split(separator: " ", maxSplits: 1)
        return words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : ""
    }

    /// The word of the page's login.
    var session: String? { cookies[Sessions.cookie]?.value }
}
