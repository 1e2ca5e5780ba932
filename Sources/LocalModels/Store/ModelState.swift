/// Whether a model is on this machine.
public enum ModelState: Sendable, Hashable {
    /// Nothing of it is here.
    case missing
    /// A part of it is here; a pull goes on from there. The total is `nil` if it is not known.
    case partial(bytes: Int, of: Int?)
    /// It is here and its checksum was verified.
    case ready
}
