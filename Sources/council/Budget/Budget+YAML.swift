import CouncilKit

extension Budget {
    /// Reads `{run: 0.50, day: 5, on_overrun: refuse}`.
    init(_ reader: YAMLReader) throws(ConfigurationError) {
        let fields = try reader.fields(["run", "day", "on_overrun"])
        var onOverrun: Overrun?
        if let place = fields["on_overrun"] {
            let word = try place.string()
            guard let known = Overrun(rawValue: word) else {
                let words = Overrun.allCases.map(\.rawValue)
                throw place.error(
                    "“\(place.path)” cannot be “\(word)”. \(ConfigurationError.suggestion(for: word, among: words))")
            }
            onOverrun = known
        }
        guard fields["run"] != nil || fields["day"] != nil else {
            throw reader.error("“\(reader.path)” needs “run” or “day”: US dollars.")
        }
        self.init(
            run: try fields["run"]?.number(from: 0, to: 1_000_000),
            day: try fields["day"]?.number(from: 0, to: 1_000_000), onOverrun: onOverrun)
    }
}
