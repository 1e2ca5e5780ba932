import Testing

@testable import CouncilProviders

struct AllowanceTests {
    @Test func `what is there is given at once, the rest as it comes back`() {
        var allowance = Allowance(perMinute: 60, at: .zero)
        #expect(allowance.take(60, at: .zero) == 0)
        #expect(allowance.take(1, at: .zero) == 1)
        #expect(allowance.take(1, at: .zero) == 2)
        #expect(allowance.take(1, at: .seconds(3)) == 0)
    }

    @Test func `more than the whole waits until all is there`() {
        var allowance = Allowance(perMinute: 60, at: .zero)
        #expect(allowance.take(30, at: .zero) == 0)
        #expect(allowance.take(600, at: .zero) == 30)
    }

    @Test func `it never holds more than the limit`() {
        var allowance = Allowance(perMinute: 6, at: .zero)
        #expect(allowance.take(6, at: .seconds(3600)) == 0)
        #expect(allowance.take(1, at: .seconds(3600)) == 10)
    }

    @Test func `what is given back can be taken again`() {
        var allowance = Allowance(perMinute: 60, at: .zero)
        _ = allowance.take(60, at: .zero)
        allowance.give(10, at: .zero)
        #expect(allowance.take(10, at: .zero) == 0)
    }

    @Test func `the provider's word on what is left and when it is back counts`() {
        var allowance = Allowance(perMinute: 600, at: .zero)
        allowance.adapt(limit: 10, remaining: 0, reset: 100, at: .zero)
        #expect(allowance.take(1, at: .zero) == 10)
    }

    @Test func `a provider that knows less of what was sent raises nothing`() {
        var allowance = Allowance(perMinute: 60, at: .zero)
        _ = allowance.take(60, at: .zero)
        allowance.adapt(limit: 60, remaining: 59, reset: nil, at: .zero)
        #expect(allowance.take(1, at: .zero) == 1)
    }
}
