import CouncilKit
import FoundationEssentials

extension PriceTable {
    /// The prices that hold: those built in, then the user's own file, which wins.
    static func standard(environment: [String: String]) throws(ConfigurationError) -> PriceTable {
        let builtIn = try PriceTable(
            yaml: String(decoding: PackageResources.prices_yaml, as: UTF8.self), file: "prices.yaml (built in)")
        let path = userFile(environment: environment)
        guard FileManager.default.fileExists(atPath: path) else { return builtIn }
        do {
            return builtIn.merging(
                try PriceTable(yaml: try String(contentsOf: URL(filePath: path), encoding: .utf8), file: path))
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError("The file cannot be read as UTF-8 text.", file: path)
        }
    }

    /// `~/.config/swift-council/prices.yaml`
    static func userFile(environment: [String: String]) -> String {
        let configuration = Configuration.searchPaths(environment: environment).last ?? "."
        return URL(filePath: configuration).deletingLastPathComponent().appending(path: "prices.yaml")
            .path(percentEncoded: false)
    }

    /// Reads a file of prices.
    init(yaml text: String, file: String) throws(ConfigurationError) {
        let fields = try YAMLReader(text, file: file).fields(["prices"])
        try self.init(fields["prices"])
    }

    /// Reads `NAME: {input: …, output: …}` entries; empty if there are none.
    init(_ reader: YAMLReader?) throws(ConfigurationError) {
        var prices: [String: Price] = [:]
        for (name, entry) in try reader?.entries() ?? [] { prices[name] = try Self.price(entry) }
        self.init(prices)
    }

    private static func price(_ reader: YAMLReader) throws(ConfigurationError) -> Price {
        let fields = try reader.fields(["input", "output", "cached_input", "cache_write", "date", "source"])
        guard let input = fields["input"], let output = fields["output"] else {
            throw reader.error("“\(reader.path)” needs “input” and “output”: US dollars for a million tokens.")
        }
        return Price(
            input: try input.number(from: 0, to: 1_000_000), output: try output.number(from: 0, to: 1_000_000),
            cachedInput: try fields["cached_input"]?.number(from: 0, to: 1_000_000),
            cacheWrites: try fields["cache_write"]?.number(from: 0, to: 1_000_000),
            date: try fields["date"]?.string(), source: try fields["source"]?.string())
    }
}
