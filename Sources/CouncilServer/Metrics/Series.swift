import CoreMetrics
import Synchronization

/// The numbers of one metric with one set of labels.
final class Series: CounterHandler, RecorderHandler, TimerHandler {
    enum Kind: Sendable {
        case counter, gauge
        /// With the upper bounds of its buckets.
        case histogram([Double])

        var word: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    private struct State {
        var value = 0.0
        var count = 0
        var buckets: [Int]
    }

    let kind: Kind
    private let state: Mutex<State>

    init(_ kind: Kind) {
        self.kind = kind
        let count = if case .histogram(let bounds) = kind { bounds.count } else { 0 }
        state = Mutex(State(buckets: Array(repeating: 0, count: count)))
    }

    func increment(by amount: Int64) { state.withLock { $0.value += Double(amount) } }
    func reset() { state.withLock { $0.value = 0 } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        state.withLock { state in
            guard case .histogram(let bounds) = kind else {
                state.value = value
                return
            }
            state.value += value
            state.count += 1
            if let index = bounds.firstIndex(where: { value <= $0 }) { state.buckets[index] += 1 }
        }
    }

    func lines(_ name: String, _ labels: String) -> String {
        let state = state.withLock { $0 }
        func line(_ suffix: String, _ more: String, _ value: String) -> String {
            let all = [labels, more].filter { !$0.isEmpty }.joined(separator: ",")
            return "\(name)\(suffix)\(all.isEmpty ? "" : "{\(all)}") \(value)\n"
        }
        guard case .histogram(let bounds) = kind else { return line("", "", "\(state.value)") }
        var text = ""
        var sum = 0
        for (bound, count) in zip(bounds, state.buckets) {
            sum += count
            text += line("_bucket", "le=\"\(bound)\"", "\(sum)")
        }
        return text + line("_bucket", "le=\"+Inf\"", "\(state.count)") + line("_sum", "", "\(state.value)")
            + line("_count", "", "\(state.count)")
    }
}
