import Testing

@testable import CouncilKit

struct PriceTests {
    private let price = Price(input: 2, output: 10, cachedInput: 0.5, cacheWrites: 2.5)

    @Test func `every kind of token has its own price`() {
        let usage = Usage(input: 1_000_000, output: 100_000, cachedInput: 400_000, cacheWrites: 200_000)
        #expect(abs(price.cost(of: usage) - (0.8 + 0.2 + 0.5 + 1.0)) < 1e-12)
    }

    @Test func `tokens of a kind without a price cost what others cost`() {
        let usage = Usage(input: 1_000_000, output: 0, cachedInput: 400_000, cacheWrites: 200_000)
        #expect(Price(input: 2, output: 10).cost(of: usage) == 2)
    }

    @Test func `a count of cached tokens above the prompt's costs no less than nothing`() {
        #expect(price.cost(of: Usage(input: 10, output: 0, cachedInput: 90, cacheWrites: 90)) >= 0)
    }

    @Test func `the exact name wins over the longest beginning, which wins over a shorter one`() {
        let table = PriceTable([
            "a/*": Price(input: 1, output: 1), "a/model-*": Price(input: 2, output: 2),
            "a/model-x": Price(input: 3, output: 3),
        ])
        #expect(["a/model-x", "a/model-y", "a/other"].map { table.price(of: $0)?.input } == [3, 2, 1])
    }

    @Test func `a name is no beginning without an asterisk`() {
        let table = PriceTable(["a/model": Price(input: 1, output: 1)])
        #expect(table.price(of: "a/model-large") == nil)
    }

    @Test func `the entries of the other table win`() {
        let table = PriceTable(["a/b": .free]).merging(PriceTable(["a/b": Price(input: 1, output: 1)]))
        #expect(table.price(of: "a/b")?.input == 1)
    }

    @Test(arguments: [
        (12.345, "$12.35"), (0.5, "$0.50"), (0.1, "$0.10"), (0.0123, "$0.0123"), (0.0001, "$0.00010"),
        (0.000041, "$0.000041"), (0, "$0"), (1e-12, "$0"), (0.996, "$1.00"), (1234, "$1234.00"), (-0.5, "-$0.50"),
    ])
    func `dollars are written as people read them`(amount: Double, text: String) {
        #expect(amount.dollars == text)
    }

    @Test func `two amounts that are compared have as many digits as it takes`() {
        #expect(0.174.dollars(beside: 0.1701) == ("$0.1740", "$0.1701"))
        #expect(0.5.dollars(beside: 0.25) == ("$0.50", "$0.25"))
        #expect(0.5.dollars(beside: 0.5) == ("$0.50", "$0.50"))
    }
}
