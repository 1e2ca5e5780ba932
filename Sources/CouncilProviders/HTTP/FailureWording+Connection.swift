import AsyncHTTPClient
import CouncilKit
import Glibc
import NIOCore
import NIOHTTP1

extension FailureWording {
    /// The connection failed before the head of a response came.
    /// - Parameter time: How long ago the request was to be sent.
    func noConnection(_ failure: any Error, after time: Duration = .zero) -> ModelError {
        if failure is CancellationError || Task.isCancelled { return cancelled }
        if time > Self.promptEnd, failure.isLoss { return lost(after: time) }
        switch failure as? HTTPClientError {
        case .cancelled?: return cancelled
        case .readTimeout?, .writeTimeout?, .deadlineExceeded?: return silence
        case .connectTimeout?, .getConnectionFromPoolTimeout?, .tlsHandshakeTimeout?:
            return error(
                .connection, "no connection to \(address) within \(Self.inSeconds(connectTimeout))",
                suggestion: "Check the address, the network and whether the server is running.")
        case .remoteConnectionClosed?: return closedEarly
        case let other?:
            // Its description may hold header values, the key among them; the short one does not.
            return error(
                .connection, "the request to \(address) cannot be sent: \(other.shortDescription)",
                suggestion: "Write the base URL in full, such as http://127.0.0.1:8080/v1, and check headers and key.")
        case nil: break
        }
        if let parsing = failure as? HTTPParserError {
            return parsing == .invalidEOFState ? closedEarly : malformed("\(address) does not answer in HTTP")
        }
        return unreachable("\(failure)")
    }

    /// The connection failed while the reply came in.
    func brokenConnection(_ failure: any Error, after count: Int) -> ModelError {
        if failure is CancellationError || Task.isCancelled { return cancelled }
        switch failure as? HTTPClientError {
        case .cancelled?: return cancelled
        case .readTimeout?, .deadlineExceeded?: return silence
        case .remoteConnectionClosed?: return truncated("the connection closed", after: count)
        default:
            if failure is HTTPParserError { return truncated("the connection closed", after: count) }
            return truncated(quoted(ProviderWords(text: "\(failure)").text), after: count)
        }
    }

    /// What is lost sooner was closed while it lay idle, or is refused: no model has worked for it.
    private static let promptEnd = Duration.seconds(1)

    private func lost(after time: Duration) -> ModelError {
        error(
            .truncated,
            "the connection to \(address) was lost after \(Self.inSeconds(time.seconds)), before an answer came",
            suggestion: "Ask again; the provider may bill the call all the same.")
    }

    private var silence: ModelError {
        error(.timeout, "no word from \(address) for minutes", suggestion: "Check the server.")
    }

    private var closedEarly: ModelError {
        error(
            .connection, "\(address) closed the connection without an answer",
            suggestion: "Look at the server's log; a wrong scheme (http or https) does this, too.")
    }

    private func unreachable(_ reason: String) -> ModelError {
        if reason.contains("refused") {
            return error(
                .connection, "connection refused by \(address)",
                suggestion: "Is the server running at \(address)?")
        }
        if reason.contains("DNS") || reason.contains("unknown(host") {
            return error(
                .connection, "the host of \(address) has no known address",
                suggestion: "Check the spelling of the base URL and the network.")
        }
        if reason.contains("CERTIFICATE_VERIFY_FAILED") {
            return error(
                .connection, "the certificate of \(address) is not trusted on this machine",
                suggestion: "Install ca-certificates; the authority of a proxy in between has to be added there.")
        }
        if reason.contains("WRONG_VERSION_NUMBER") {
            return error(
                .malformed, "\(address) does not speak TLS",
                suggestion: "Write http:// instead of https:// in the base URL if the server is meant to be asked so.")
        }
        return error(
            .connection, "no connection to \(address)\(inBrackets(ProviderWords(text: reason).text))",
            suggestion: "Check the address, the network and whether the server is running.")
    }
}

extension Error {
    /// Whether a connection that was there is gone.
    fileprivate var isLoss: Bool {
        if let error = self as? HTTPClientError { return error == .remoteConnectionClosed }
        if let error = self as? HTTPParserError { return error == .invalidEOFState }
        return (self as? IOError).map { [ECONNRESET, EPIPE].contains($0.errnoCode) } ?? false
    }
}
