/// A part of a model file inside a Python wheel.
public struct WheelPart: Sendable, Hashable, Codable {
    /// The name of the package.
    public var package: String
    public var version: String
    /// The size of the wheel.
    public var bytes: Int
    /// The SHA-256 of the wheel in hexadecimal digits.
    public var sha256: String
    /// The path of the part inside the wheel.
    public var path: String

    public init(package: String, version: String, bytes: Int, sha256: String, path: String) {
        self.package = package
        self.version = version
        self.bytes = bytes
        self.sha256 = sha256
        self.path = path
    }

    /// What the name of the wheel's file starts with.
    var filePrefix: String {
        String(package.map { $0 == "-" || $0 == "." ? "_" : $0 }) + "-\(version)-"
    }

    /// The line of a requirements file.
    var requirement: String { "\(package)==\(version) --hash=sha256:\(sha256)" }

    func check(model: String) throws {
        guard package.isPlainName, version.isPlainName, sha256.isPlainName, !path.hasPrefix("-"),
            !path.contains(where: \.isNewline)
        else {
            throw LocalModelError(.badRequest, "\(model): the package \(package) is not described properly")
        }
    }
}

extension [WheelPart] {
    /// The parts by the numbers in their names: part 2 before part 10, whatever order they are listed in.
    var inNumericOrder: [WheelPart] {
        sorted { $0.package.numericKey.lexicographicallyPrecedes($1.package.numericKey) }
    }
}

extension String {
    /// The runs of digits as numbers.
    fileprivate var numericKey: [Int] {
        split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
    }
}
