import AsyncHTTPClient
import CouncilKit
import NIOHTTP1

extension FailureWording {
    /// The connection failed before the head of a response came.
    func noConnection(_ failure: any Error) -> ModelError {
        if failure is CancellationError || Task.isCancelled { return cancelled }
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
        return error(
            .connection, "no connection to \(address)\(inBrackets(ProviderWords(text: reason).text))",
            suggestion: "Check the address, the network and whether the server is running.")
    }
}
