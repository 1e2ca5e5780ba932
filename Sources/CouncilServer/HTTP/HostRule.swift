/// Which names the server answers to: the guard against DNS rebinding and against pages of other origins.
///
/// A page that wants to reach the server under a name of its own sends that name as `Host`; a bare address cannot be
/// rebound, so it is accepted, as `localhost` is.
struct HostRule: Sendable {
    let names: Set<String>

    init(names: Set<String>) { self.names = Set(names.map { $0.lowercased() }) }

    /// Whether the server may be called so.
    /// - Parameter authority: The value of `Host`: a name or an address, perhaps with a port.
    func accepts(_ authority: String) -> Bool {
        let host = Self.host(of: authority).lowercased()
        return host == "localhost" || names.contains(host) || Self.isAddress(host)
    }

    /// Whether a page of this origin may send requests: only one that the server itself has served.
    func accepts(origin: String, at authority: String) -> Bool {
        guard let end = origin.firstRange(of: "://")?.upperBound else { return false }
        return origin[end...].lowercased() == authority.lowercased()
    }

    private static func host(of authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return authority[authority.startIndex...end]
        }
        return authority.prefix { $0 != ":" }
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") {
            return host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
