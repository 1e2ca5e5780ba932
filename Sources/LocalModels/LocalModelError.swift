/// Why a local model cannot be used, and what to do about it.
public struct LocalModelError: Error, Sendable, Hashable {
    /// The kind of failure. An open set, so that new kinds break no caller.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The disk has too little room.
        public static let diskFull = Code(rawValue: "disk_full")
        /// A file is not the one that was pinned; it has been deleted if it was downloaded.
        public static let checksumMismatch = Code(rawValue: "checksum_mismatch")
        /// Another program listens on the port that was asked for.
        public static let portInUse = Code(rawValue: "port_in_use")
        /// The machine has too little free memory for the models.
        public static let tooLittleMemory = Code(rawValue: "too_little_memory")
        /// The processor lacks instructions that the runtime needs.
        public static let oldProcessor = Code(rawValue: "old_processor")
        /// A program that is needed is not installed.
        public static let missingTool = Code(rawValue: "missing_tool")
        /// A download did not succeed.
        public static let downloadFailed = Code(rawValue: "download_failed")
        /// The runtime could not be compiled.
        public static let buildFailed = Code(rawValue: "build_failed")
        /// The `llama-server` that was chosen cannot be used.
        public static let unusableRuntime = Code(rawValue: "unusable_runtime")
        /// `llama-server` ended and could not be started again.
        public static let serverFailed = Code(rawValue: "server_failed")
        /// No model of that name is known.
        public static let unknownModel = Code(rawValue: "unknown_model")
        /// The model or the runtime is not on this machine yet.
        public static let notFetched = Code(rawValue: "not_fetched")
        /// A catalogue or a location that was given cannot be read.
        public static let badRequest = Code(rawValue: "bad_request")
        /// A file in the data folder could not be read or written.
        public static let fileSystem = Code(rawValue: "file_system")
    }

    public var code: Code
    /// What happened, with the words of the program it happened to.
    public var message: String
    /// What the user can do.
    public var suggestion: String?

    public init(_ code: Code, _ message: String, suggestion: String? = nil) {
        self.code = code
        self.message = message
        self.suggestion = suggestion
    }
}

extension LocalModelError: CustomStringConvertible {
    public var description: String {
        guard let suggestion else { return message }
        return "\(message) — \(suggestion)"
    }
}
