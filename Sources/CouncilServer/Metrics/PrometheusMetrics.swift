public import CoreMetrics
import Synchronization

/// Keeps metrics in memory and writes them in Prometheus' text format (version 0.0.4).
///
/// Counters are counters, recorders that aggregate and timers are histograms (timers in seconds), other recorders are
/// gauges. The same label with the same dimensions is the same series, however often a handler is made for it.
public final class PrometheusMetrics: MetricsFactory {
    private struct Key: Hashable {
        var name: String
        var labels: String
    }

    /// Upper bounds of histogram buckets, from a millisecond to a day's worth of tokens.
    private static let bounds: [Double] = [
        0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 1_000, 5_000, 20_000, 100_000,
    ]

    private let series = Mutex<[Key: Series]>([:])

    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label + "_total", dimensions, .counter)
    }

    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        find(label, dimensions, aggregate ? .histogram(Self.bounds) : .gauge)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label + "_seconds", dimensions, .histogram(Self.bounds))
    }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    private func find(_ label: String, _ dimensions: [(String, String)], _ kind: Series.Kind) -> Series {
        let labels = dimensions.map { "\(Self.name($0.0))=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        let key = Key(name: Self.name(label), labels: labels)
        return series.withLock { series in
            if let known = series[key] { return known }
            let new = Series(kind)
            series[key] = new
            return new
        }
    }

    /// All series, in the order of their names.
    public func text() -> String {
        var text = ""
        var last = ""
        let all = series.withLock { $0 }.sorted { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }
        for (key, series) in all {
            if key.name != last { text += "# TYPE \(key.name) \(series.kind.word)\n" }
            last = key.name
            text += series.lines(key.name, key.labels)
        }
        return text
    }

    private static func name(_ text: String) -> String {
        String(
            decoding: text.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        // Scalar by scalar: a line's end of two signs is one character, and so is a quotation mark with an accent.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            // The format has no word for it.
            case "\r": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
