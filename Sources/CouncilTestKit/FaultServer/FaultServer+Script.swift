extension FaultServer {
    /// Which step each chat request gets.
    public struct Script: Sendable, ExpressibleByArrayLiteral {
        let step: @Sendable (Request) -> Step

        /// Chooses the step by the request: its number, its model, its messages.
        public init(_ step: @escaping @Sendable (Request) -> Step) { self.step = step }

        /// One step a request, in order. Further requests get status 500 that says so.
        public init(_ steps: [Step]) {
            step = { request in
                steps.indices.contains(request.number)
                    ? steps[request.number]
                    : .error(500, "the script has \(steps.count) steps, none for request \(request.number)")
            }
        }

        public init(arrayLiteral steps: Step...) { self.init(steps) }

        /// The step that a request gets.
        public func step(for request: Request) -> Step { step(request) }

        /// The same step for every request.
        public static func always(_ step: Step) -> Script { Script { _ in step } }
    }
}
