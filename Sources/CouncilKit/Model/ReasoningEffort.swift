/// How much models that can are to think before they write.
///
/// Each provider has its own way to be told; models that cannot be told are asked without. What is thought costs as much
/// as what is written, and counts towards the limit of a reply.
public enum ReasoningEffort: String, Sendable, Hashable, Codable, CaseIterable {
    case low, medium, high
}
