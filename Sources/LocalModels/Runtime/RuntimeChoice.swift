/// Which `llama-server` runs the local models.
public enum RuntimeChoice: Sendable, Hashable {
    /// The pinned one, built once on this machine.
    case built
    /// The one on `PATH`.
    case onPath
    /// The one at a path.
    case at(String)
}
