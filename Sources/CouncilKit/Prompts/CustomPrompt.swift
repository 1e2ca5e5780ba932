/// A user's own wording of a stage's task. The text itself is recorded with the run, so that a resumed run reads the
/// same however the file has changed.
public struct CustomPrompt: Sendable, Hashable, Codable {
    /// Why a text cannot be used as a prompt.
    public struct Problem: Error, Sendable, Hashable {
        public var message: String
    }

    /// The places that the task of a reviewer can have; `form` it must have.
    public static let reviewPlaces = ["criteria", "form", "scores"]

    /// What it is called: the file's name.
    public var name: String
    /// A fingerprint of the text (FNV-1a, 64 bits, in hexadecimal digits), to tell versions apart at a glance.
    public var hash: String
    /// The text with places to fill, written `{{name}}`.
    public var text: String

    /// - Throws: ``Problem`` if a place is unknown or `{{form}}` is missing.
    public init(reviewing text: String, name: String) throws(Problem) {
        let places = Template(Array(text.utf8)).places
        if let unknown = places.first(where: { !Self.reviewPlaces.contains($0) }) {
            throw Problem(
                message: "It has the place “{{\(unknown)}}”; there are "
                    + "\(Self.reviewPlaces.map { "{{\($0)}}" }.joined(separator: ", ")).")
        }
        guard places.contains("form") else {
            throw Problem(message: "It needs the place “{{form}}”, where the form of the reply is put.")
        }
        self.name = name
        self.text = text
        hash = String(text.utf8.fingerprint, radix: 16)
    }
}

extension Sequence<UInt8> {
    /// FNV-1a, 64 bits: G. Fowler, L. C. Noll and K.-P. Vo. Stable, unlike `Hasher`, which is seeded per process.
    var fingerprint: UInt64 { reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 } }
}
