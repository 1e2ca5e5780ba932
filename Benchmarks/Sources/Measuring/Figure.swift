import Glibc

/// A measured number.
public enum Figure {
    /// Prints a figure: name, value, unit, and the ratio to what it is measured against.
    public static func line(_ name: String, _ value: Double, _ unit: String, _ ratio: Double) {
        print("\(name) \(rounded(value, to: 100)) \(unit) \(rounded(ratio, to: 1000))")
        fflush(nil)
    }

    private static func rounded(_ value: Double, to scale: Double) -> Double { (value * scale).rounded() / scale }
}

extension [Double] {
    public var median: Double { quantile(0.5) }

    /// The value below which this share of all lie; 0 if there are none.
    public func quantile(_ share: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}
