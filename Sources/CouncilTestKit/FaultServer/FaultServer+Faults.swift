public import FoundationEssentials

extension FaultServer.Step {
    /// The head comes only after a pause.
    public func delayed(_ pause: Pause) -> Self {
        changed { $0.before.append(pause) }
    }

    /// The head comes at once, the first byte of the body after a pause.
    public func slowFirstByte(_ pause: Pause) -> Self {
        changed { $0.parts.insert(.pause(pause), at: 0) }
    }

    /// A pause after so many pieces.
    public func pausing(_ pause: Pause, afterPieces count: Int) -> Self {
        changed { response in
            response.parts.insert(.pause(pause), at: response.parts.index(afterWrites: count))
        }
    }

    /// A pause after so many pieces, until the test opens the gate.
    public func pausing(at gate: Gate, after count: Int) -> Self {
        pausing(.gate(gate), afterPieces: count)
    }

    /// After so many pieces nothing more comes, and the connection stays open until the client leaves.
    public func hanging(afterPieces count: Int) -> Self {
        changed { response in
            response.parts = response.parts.prefix(writes: count) + [.pause(.forever)]
        }
    }

    /// The connection closes after so many pieces, the body incomplete.
    public func cutOff(afterPieces count: Int) -> Self {
        changed { $0.parts = $0.parts.prefix(writes: count) + [.cutOff] }
    }

    /// The connection closes after so many bytes of the body.
    public func cutOff(afterBytes count: Int) -> Self {
        changed { response in
            var left = count
            response.parts = response.parts.map { part in
                guard case .bytes(let bytes) = part else { return part }
                defer { left -= min(left, bytes.count) }
                return .bytes(Array(bytes.prefix(left)))
            }
            response.parts.append(.cutOff)
        }
    }

    /// What would be several writes becomes one: it may reach the client in one part.
    public func inOneWrite() -> Self {
        changed { response in
            response.parts = response.parts.reduce(into: []) { parts, part in
                if case .bytes(let more) = part, case .bytes(let bytes)? = parts.last {
                    parts[parts.count - 1] = .bytes(bytes + more)
                } else {
                    parts.append(part)
                }
            }
        }
    }

    /// The body ends properly after so many pieces, as if it were complete.
    public func ending(afterPieces count: Int) -> Self {
        changed { $0.parts = $0.parts.prefix(writes: count) }
    }

    /// After so many pieces comes an error object instead of the rest.
    /// - Parameters:
    ///   - status: The status that the error would have had outside a stream. Gemini names it, and Anthropic's name for
    ///     the error goes with it.
    ///   - event: The name of the event, if it shall have one; Anthropic's is always `error`.
    public func failing(
        afterPieces count: Int, _ message: String, code: String? = nil, status: Int = 500, event: String? = nil
    ) -> Self {
        changed { response, request in
            let body = ErrorBody(status: status, message: message, code: code, parameter: nil)
            response.parts =
                response.parts.prefix(writes: count)
                + [.bytes(Array(body.event(in: request.dialect, named: event).utf8))]
        }
    }

    /// After so many pieces the provider says that it is overloaded.
    public func overloaded(afterPieces count: Int) -> Self {
        changed { response, request in
            let body = ErrorBody(
                status: 503, message: "Overloaded", code: request.dialect == .openAI ? "server_error" : nil)
            response.parts =
                response.parts.prefix(writes: count)
                + [.bytes(Array(body.event(in: request.dialect, named: nil).utf8))]
        }
    }

    /// The body goes out in writes of so many bytes, whatever they split.
    public func split(everyBytes count: Int) -> Self {
        changed { response in
            response.parts = response.parts.flatMap { part -> [Part] in
                guard case .bytes(let bytes) = part else { return [part] }
                return stride(from: 0, to: bytes.count, by: max(1, count)).map { start in
                    .bytes(Array(bytes[start..<min(start + max(1, count), bytes.count)]))
                }
            }
        }
    }

    /// Lines end in CR LF.
    public func withCarriageReturns() -> Self {
        changed { response in
            response.parts = response.parts.map { part in
                guard case .bytes(let bytes) = part else { return part }
                return .bytes(bytes.flatMap { $0 == UInt8(ascii: "\n") ? Array("\r\n".utf8) : [$0] })
            }
        }
    }

    /// A comment line in front of every event, as routers send to keep the connection alive.
    public func withComments(_ comment: String = "KEEP-ALIVE") -> Self {
        changed { response in
            response.parts = response.parts.flatMap { part -> [Part] in
                guard case .bytes = part else { return [part] }
                return [.bytes(Array(": \(comment)\n\n".utf8)), part]
            }
        }
    }

    /// With the headers in which the provider states its limit of requests. Gemini states none.
    /// - Parameters:
    ///   - reset: Seconds until all of the limit is there again, more than 0.
    ///   - now: The date, for Anthropic, which names a moment.
    public func withRequestLimit(_ limit: Int, remaining: Int, reset: Int, now: Date = Date()) -> Self {
        changed { response, request in
            switch request.dialect {
            case .openAI:
                response.headers["x-ratelimit-limit-requests"] = "\(limit)"
                response.headers["x-ratelimit-remaining-requests"] = "\(remaining)"
                response.headers["x-ratelimit-reset-requests"] = "\(reset)s"
            case .anthropic:
                response.headers["anthropic-ratelimit-requests-limit"] = "\(limit)"
                response.headers["anthropic-ratelimit-requests-remaining"] = "\(remaining)"
                response.headers["anthropic-ratelimit-requests-reset"] =
                    now.addingTimeInterval(Double(reset)).formatted(.iso8601)
            case .gemini: break
            }
        }
    }

    /// With these headers, which win over those of the response.
    public func withHeaders(_ headers: [String: String]) -> Self {
        changed { $0.headers.merge(headers) { $1 } }
    }
}

extension [FaultServer.Step.Part] {
    /// The index behind so many writes.
    fileprivate func index(afterWrites count: Int) -> Int {
        var left = count
        return firstIndex { part in
            guard case .bytes = part else { return false }
            left -= 1
            return left < 0
        } ?? endIndex
    }

    fileprivate func prefix(writes count: Int) -> [Element] { Array(self[..<index(afterWrites: count)]) }
}
