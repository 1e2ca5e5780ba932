import CouncilKit
import Testing

struct LabelTests {
    private func draw(_ count: Int, seed: UInt64) -> [Label] {
        var generator = SeededGenerator(seed: seed, purpose: "labels")
        return Label.draw(count, using: &generator)
    }

    @Test func `the same seed draws the same labels`() {
        #expect(draw(6, seed: 7) == draw(6, seed: 7))
    }

    @Test func `another seed draws other labels`() {
        #expect(draw(6, seed: 7) != draw(6, seed: 8))
    }

    @Test func `labels of one run are all different`() {
        #expect(Set(draw(200, seed: 1)).count == 200)
    }

    @Test func `every seat gets early and late labels equally often`() {
        // If labels followed the seats, the first seat would always hold the alphabetically first label.
        let firsts = (0..<3000).count { seed in
            let labels = draw(3, seed: UInt64(seed))
            return labels.min { $0.rawValue < $1.rawValue } == labels[0]
        }
        // 1,000 expected, standard deviation 26.
        #expect((870...1130).contains(firsts))
    }
}
