/// How far the work on the local models is, in a form that a person and a progress bar can read.
public struct LocalProgress: Sendable, Hashable {
    /// What is being done. An open set.
    public struct Step: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// Another process is at the same work; this one waits for it.
        public static let waiting = Step(rawValue: "waiting")
        /// Bytes arrive over the network.
        public static let downloading = Step(rawValue: "downloading")
        /// The parts of a model are put together.
        public static let joining = Step(rawValue: "joining")
        /// A checksum is computed.
        public static let verifying = Step(rawValue: "verifying")
        /// The build of the runtime is being prepared.
        public static let configuring = Step(rawValue: "configuring")
        /// The runtime is being compiled.
        public static let compiling = Step(rawValue: "compiling")
        /// `llama-server` is starting.
        public static let starting = Step(rawValue: "starting")
        /// `llama-server` ended and is being started again.
        public static let restarting = Step(rawValue: "restarting")
        /// The work is done.
        public static let ready = Step(rawValue: "ready")
    }

    /// What ``LocalProgress/completed`` and ``LocalProgress/total`` count.
    public enum Unit: Sendable, Hashable {
        case bytes
        /// Steps of the build.
        case steps
    }

    public var step: Step
    /// The model's id, or `llama-server`.
    public var subject: String
    public var completed: Int
    /// `nil` if it is not known how much there is to do.
    public var total: Int?
    public var unit: Unit
    /// One line for a person, without the figures.
    public var label: String

    public init(
        _ step: Step, _ subject: String, completed: Int = 0, total: Int? = nil, unit: Unit = .bytes, label: String
    ) {
        self.step = step
        self.subject = subject
        self.completed = completed
        self.total = total
        self.unit = unit
        self.label = label
    }

    /// Takes progress as it is made. It is called often and from any thread, so it must be quick.
    public typealias Report = @Sendable (LocalProgress) -> Void
}

extension LocalProgress: CustomStringConvertible {
    /// For example `Downloading smollm2-135m: 42 MB of 92 MB`.
    public var description: String {
        guard let total, total > 0 else { return label }
        switch unit {
        case .bytes: return "\(label): \(ByteCount(completed)) of \(ByteCount(total))"
        case .steps: return "\(label): \(completed) of \(total)"
        }
    }
}
