/// How `llama-server` is built on this machine: a pinned source package and the options of its build.
public struct RuntimeSource: Sendable, Hashable, Codable {
    /// The Python source package that carries the source of llama.cpp.
    public var package: String
    public var version: String
    /// The SHA-256 of the source package in hexadecimal digits.
    public var sha256: String
    /// The size of the source package.
    public var bytes: Int
    /// The disk space that unpacking and building takes, in bytes.
    public var spaceToBuild: Int
    /// The folder inside the package that CMake configures.
    public var source: String
    /// The CMake target.
    public var target: String
    /// The binary inside the build folder.
    public var binary: String
    /// The options of CMake.
    public var options: [String]
    /// The instructions that the binary uses on x86-64, as Linux names them.
    public var processorFlags: [String]
}
