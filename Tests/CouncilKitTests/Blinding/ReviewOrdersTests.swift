import CouncilKit
import Testing

struct ReviewOrdersTests {
    @Test(arguments: 2...9) func `no reviewer meets its own answer`(size: Int) {
        let orders = ReviewOrders(seats: Array(0..<size), seed: 42)
        for seat in 0..<size { #expect(!orders.order(of: seat).contains(seat)) }
    }

    @Test(arguments: 2...9) func `every reviewer reads every other answer once`(size: Int) {
        let orders = ReviewOrders(seats: Array(0..<size), seed: 42)
        for seat in 0..<size {
            #expect(orders.order(of: seat).sorted() == (0..<size).filter { $0 != seat })
        }
    }

    @Test(arguments: 2...9) func `every answer stands once in every position`(size: Int) {
        let orders = ReviewOrders(seats: Array(0..<size), seed: 42)
        for position in 0..<(size - 1) {
            let column = (0..<size).map { orders.order(of: $0)[position] }
            #expect(column.sorted() == Array(0..<size))
        }
    }

    @Test(arguments: [4, 6, 8]) func `in an even circle no answer follows another one twice`(size: Int) {
        let orders = ReviewOrders(seats: Array(0..<size), seed: 42)
        let followings = (0..<size).flatMap { seat in
            zip(orders.order(of: seat), orders.order(of: seat).dropFirst()).map { "\($0)→\($1)" }
        }
        #expect(Set(followings).count == followings.count)
    }

    @Test func `the same seed gives the same orders`() {
        #expect(ReviewOrders(seats: [0, 2, 3, 5], seed: 9) == ReviewOrders(seats: [5, 3, 2, 0], seed: 9))
    }

    @Test func `another seed gives other orders`() {
        let orders = Set((0..<50).map { ReviewOrders(seats: [0, 1, 2, 3, 4], seed: $0).order(of: 0) })
        #expect(orders.count > 10)
    }

    @Test func `a seat that did not answer reads nothing`() {
        #expect(ReviewOrders(seats: [0, 2], seed: 1).order(of: 1).isEmpty)
    }
}
