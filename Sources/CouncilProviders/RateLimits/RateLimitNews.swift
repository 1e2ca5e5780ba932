import FoundationEssentials

/// What the headers of a response say about limits: `x-ratelimit-*` as OpenAI and many others send them,
/// `anthropic-ratelimit-*`, and `retry-after`.
struct RateLimitNews: Equatable {
    /// One limit: how much in all, how much is left, seconds until all of it is there again.
    struct Window: Equatable {
        var limit: Double?
        var remaining: Double?
        var reset: Double?
    }

    var requests = Window()
    var tokens = Window()
    /// Seconds after which the provider wants to be asked again.
    var retryAfter: Double?

    /// - Parameter now: The date that dates are compared with.
    init(_ headers: some Sequence<(name: String, value: String)>, now: @autoclosure () -> Date) {
        var inputTokens = Window()
        for (name, value) in headers {
            // Most headers are none of these.
            guard name.utf8.count > 10 else { continue }
            let name = name.lowercased()
            if name == "retry-after" || name == "retry-after-ms" {
                let seconds = Self.seconds(value, now: now()).map { name.hasSuffix("ms") ? $0 / 1000 : $0 }
                // The one in milliseconds is the finer one.
                if retryAfter == nil || name.hasSuffix("ms") { retryAfter = seconds ?? retryAfter }
            } else if name.hasPrefix("x-ratelimit-") || name.hasPrefix("anthropic-ratelimit-") {
                let words = name.split(separator: "-")
                // Whoever has both also states the stricter one of the two.
                if words.contains("output") { continue }
                // Only what holds for a minute can be waited for. Where no span is named, the reset tells.
                if words.contains(where: Self.otherSpans.contains) { continue }
                let window: WritableKeyPath<Self, Window> = words.contains("tokens") ? \.tokens : \.requests
                if words.contains("input") {
                    inputTokens.note(value, as: words, now: now)
                } else {
                    self[keyPath: window].note(value, as: words, now: now)
                }
            }
        }
        if tokens == Window() { tokens = inputTokens }
    }

    /// Spans of limits, such as Mistral's for the month, beside those for the minute.
    private static let otherSpans: Set<Substring> = ["second", "hour", "day", "week", "month", "year"]

    /// Seconds in any of the forms in which providers state a wait.
    ///
    /// `12`, `0.5`, `1s`, `6m0s`, `20ms`, a moment in seconds or milliseconds since 1970, a date of RFC 3339 or one
    /// of HTTP (RFC 9110, 5.6.7).
    /// - Returns: `nil` if it is none of these; 0 for a moment that has passed.
    static func seconds(_ text: String, now: @autoclosure () -> Date = Date()) -> Double? {
        let text = text.filter { $0 != "\u{22}" }
        if let number = Double(text) {
            guard number.isFinite, number >= 0 else { return nil }
            // So many seconds are 30 years: a moment is meant.
            if number >= 1e11 { return max(0, number / 1000 - now().timeIntervalSince1970) }
            return number >= 1e9 ? max(0, number - now().timeIntervalSince1970) : number
        }
        if let duration = duration(text) { return duration.isFinite ? duration : nil }
        return date(text).map { max(0, $0.timeIntervalSince(now())) }
    }

    /// A duration with units, such as `1m30.5s`.
    private static func duration(_ text: String) -> Double? {
        guard text.wholeMatch(of: /(?:[0-9.]+(?:ms|d|h|m|s))+/) != nil else { return nil }
        var seconds = 0.0
        for part in text.matches(of: /([0-9.]+)(ms|d|h|m|s)/) {
            guard let number = Double(part.1) else { return nil }
            switch part.2 {
            case "ms": seconds += number / 1000
            case "s": seconds += number
            case "m": seconds += number * 60
            case "h": seconds += number * 3600
            default: seconds += number * 86_400
            }
        }
        return seconds
    }

    private static func date(_ text: String) -> Date? {
        if let date = try? Date(text, strategy: .iso8601) { return date }
        if let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) {
            return date
        }
        // Sun, 06 Nov 1994 08:49:37 GMT
        guard let parts = text.wholeMatch(of: /[A-Za-z]+, (\d\d) ([A-Za-z]{3}) (\d{4}) (\d\d:\d\d:\d\d) GMT/),
            let month = months.firstIndex(of: parts.2.lowercased())
        else { return nil }
        return try? Date("\(parts.3)-\(month < 9 ? "0" : "")\(month + 1)-\(parts.1)T\(parts.4)Z", strategy: .iso8601)
    }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}

extension RateLimitNews.Window {
    fileprivate mutating func note(_ value: String, as words: [Substring], now: () -> Date) {
        if words.contains("limit") {
            limit = Double(value)
        } else if words.contains("remaining") {
            remaining = Double(value)
        } else if words.contains("reset") {
            reset = RateLimitNews.seconds(value, now: now())
        }
    }
}
