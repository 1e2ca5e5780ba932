extension FaultServer {
    /// What the server does with one request: a response, and everything that goes wrong with it.
    ///
    /// Begin with one of ``reply(_:reasoning:finishReason:)``, ``status(_:headers:body:)``, ``bytes(_:contentType:)``
    /// and their like, then add faults: `.reply(["你好", "🌍"]).split(everyBytes: 1).cutOff(afterPieces: 1)`.
    public struct Step: Sendable {
        /// A pause in a response.
        public enum Pause: Sendable {
            /// Until the test opens the gate.
            case gate(Gate)
            /// For a while on the server's clock.
            case time(Duration)
            /// Until the client leaves.
            case forever
        }

        /// One thing done to the body.
        public enum Part: Sendable {
            /// Bytes in one write.
            case bytes([UInt8])
            case pause(Pause)
            /// The connection is closed, the body incomplete.
            case cutOff
        }

        /// A whole response, as it will go out.
        public struct Response: Sendable {
            public var status: Int
            /// Headers by name in lower case.
            public var headers: [String: String]
            /// Pauses before the head is sent.
            public var before: [Pause]
            public var parts: [Part]

            public init(
                status: Int = 200, headers: [String: String] = [:], before: [Pause] = [], parts: [Part] = []
            ) {
                self.status = status
                self.headers = headers
                self.before = before
                self.parts = parts
            }

            var pauses: Bool {
                !before.isEmpty
                    || parts.contains { part in
                        if case .pause = part { true } else { false }
                    }
            }
        }

        let respond: @Sendable (Request) -> Response

        /// A step with any response.
        public init(_ respond: @escaping @Sendable (Request) -> Response) { self.respond = respond }

        /// The same step with its response changed: the way to new faults.
        public func changed(_ change: @escaping @Sendable (inout Response) -> Void) -> Step {
            changed { response, _ in change(&response) }
        }

        /// The same step with its response changed in the way that suits the request.
        public func changed(_ change: @escaping @Sendable (inout Response, Request) -> Void) -> Step {
            Step { request in
                var response = respond(request)
                change(&response, request)
                return response
            }
        }
    }
}
