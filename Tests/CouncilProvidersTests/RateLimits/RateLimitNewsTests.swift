import CouncilKit
import FoundationEssentials
import Testing

@testable import CouncilProviders

/// What headers say about limits, in the forms of many providers.
struct RateLimitNewsTests {
    /// Wed, 25 Nov 2026 02:00:00 GMT
    private static let now = Date(timeIntervalSince1970: 1_795_572_000)

    @Test(arguments: [
        ("12", 12.0), ("0.5", 0.5), ("0", 0), ("1s", 1), ("20ms", 0.02), ("6m0s", 360), ("1h2m3.5s", 3723.5),
        ("1d", 86_400), ("1795572030", 30), ("1795572030000", 30), ("2026-11-25T02:00:07Z", 7),
        ("2026-11-25T02:00:07.250Z", 7.25), ("2026-11-25T03:00:07+01:00", 7), ("Wed, 25 Nov 2026 02:01:00 GMT", 60),
        ("Wed, 25 Nov 2026 01:00:00 GMT", 0), ("2026-11-25T01:00:00Z", 0),
    ])
    func `a wait is read in every form`(_ text: String, _ seconds: Double) throws {
        #expect(try #require(RateLimitNews.seconds(text, now: Self.now)).isNearly(seconds))
    }

    @Test(arguments: [
        "", "soon", "-3", "inf", "nan", "1x", "s", "1..2s", "Wed, 25 Foo 2026 02:01:00 GMT",
        String(repeating: "9", count: 400) + "s",
    ])
    func `what is no wait is passed over`(_ text: String) {
        #expect(RateLimitNews.seconds(text, now: Self.now) == nil)
    }

    private func news(_ headers: [(String, String)]) -> RateLimitNews {
        RateLimitNews(headers.map { (name: $0.0, value: $0.1) }, now: Self.now)
    }

    @Test func `the headers of OpenAI are read`() {
        let news = news([
            ("X-RateLimit-Limit-Requests", "60"), ("x-ratelimit-limit-tokens", "150000"),
            ("x-ratelimit-remaining-requests", "59"), ("x-ratelimit-remaining-tokens", "149984"),
            ("x-ratelimit-reset-requests", "1s"), ("x-ratelimit-reset-tokens", "6m0s"),
        ])
        #expect(news.requests == RateLimitNews.Window(limit: 60, remaining: 59, reset: 1))
        #expect(news.tokens == RateLimitNews.Window(limit: 150_000, remaining: 149_984, reset: 360))
        #expect(news.retryAfter == nil)
    }

    @Test func `the headers of Anthropic are read`() {
        let news = news([
            ("anthropic-ratelimit-requests-limit", "50"), ("anthropic-ratelimit-requests-remaining", "0"),
            ("anthropic-ratelimit-requests-reset", "2026-11-25T02:00:30Z"),
            ("anthropic-ratelimit-tokens-limit", "90000"), ("anthropic-ratelimit-tokens-remaining", "80000"),
            ("anthropic-ratelimit-tokens-reset", "2026-11-25T02:00:07Z"),
            ("anthropic-ratelimit-input-tokens-limit", "80000"), ("anthropic-ratelimit-output-tokens-limit", "10000"),
            ("retry-after", "30"),
        ])
        #expect(news.requests == RateLimitNews.Window(limit: 50, remaining: 0, reset: 30))
        #expect(news.tokens == RateLimitNews.Window(limit: 90_000, remaining: 80_000, reset: 7))
        #expect(news.retryAfter == 30)
    }

    @Test func `input tokens count where there are no others`() {
        #expect(news([("anthropic-ratelimit-input-tokens-limit", "80000")]).tokens.limit == 80_000)
    }

    @Test func `of Mistral's limits those for the minute count`() {
        let news = news([
            ("x-ratelimit-limit-tokens-minute", "500000"), ("x-ratelimit-remaining-tokens-minute", "499911"),
            ("x-ratelimit-limit-tokens-month", "1000000000"), ("x-ratelimit-remaining-tokens-month", "12"),
            ("x-ratelimit-tokens-query-cost", "52"), ("x-ratelimit-limit-req-minute", "720"),
            ("x-ratelimit-remaining-req-minute", "717"), ("x-ratelimit-remaining-requests-day", "0"),
        ])
        #expect(news.tokens == RateLimitNews.Window(limit: 500_000, remaining: 499_911))
        #expect(news.requests == RateLimitNews.Window(limit: 720, remaining: 717))
    }

    @Test(arguments: [
        [("retry-after", "Wed, 25 Nov 2026 02:00:40 GMT")], [("Retry-After-Ms", "40000"), ("retry-after", "41")],
        [("retry-after", "41"), ("retry-after-ms", "40000")],
    ])
    func `retry-after may be a date or come in milliseconds`(_ headers: [(String, String)]) {
        #expect(news(headers).retryAfter == 40)
    }
}

extension Double {
    fileprivate func isNearly(_ other: Double) -> Bool { abs(self - other) < 0.001 }
}
