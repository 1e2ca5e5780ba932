import CouncilKit
import CouncilTestKit

/// The words of the fault matrix.
enum FaultMatrix {
    /// What a fault in a call comes to.
    enum Expectation: Sendable {
        /// Nothing is noticed.
        case nothing
        /// The request is repeated, and the run says why.
        case recovery
        /// The call fails with this code, and the run goes on.
        case failure(ModelError.Code)
        /// The reply is no form, twice, and the run goes on.
        case unreadable
    }

    /// What a fault comes to in each kind of call: an answer, a form, the final answer, a revision.
    struct Row: Sendable {
        var text: Expectation
        var form: Expectation
        var conclusion: Expectation
        /// A revision must not take the place of a better answer.
        var revision: Expectation
        /// Words that `council show` has to repeat wherever something is noticed.
        var words: String

        init(_ all: Expectation, _ words: String = "") { self.init(all, all, all, words) }

        init(
            _ text: Expectation, _ form: Expectation, _ conclusion: Expectation, _ words: String = "",
            revision: Expectation? = nil
        ) {
            self.text = text
            self.form = form
            self.conclusion = conclusion
            self.words = words
            self.revision = revision ?? text
        }

        func expectation(in stage: Stage) -> Expectation {
            switch stage {
            case .collect: text
            case .revise: revision
            case .review, .analyse, .compare, .audit, .judge: form
            case .conclude: conclusion
            }
        }
    }

    /// Where a faulty call goes.
    enum Address: Sendable {
        case server
        /// A port on which nobody listens.
        case nobody
        /// A server that lets nobody in.
        case deaf
    }

    /// What the clock has to do for a fault to end.
    enum Time: Sendable {
        case stands
        /// It goes on until the call has met its limit.
        case limit
        /// It goes on for so many seconds once the wait for them has been told.
        case wait(Int)
    }

    /// A good reply and its text.
    struct Good: Sendable {
        var text: String

        /// In three pieces.
        var step: FaultServer.Step {
            let second = text.dropFirst(5)
            return .reply([String(text.prefix(5)), String(second.prefix(4)), String(second.dropFirst(4))])
        }
    }

    struct Fault: Sendable {
        var name: String
        /// How many requests it spoils.
        var times: Int
        var row: Row
        /// Rows of single providers in place of the common one.
        var exceptions: [FaultServer.Dialect: Row]
        var time: Time
        var address: Address
        /// What the server does in place of the good reply.
        var step: @Sendable (Good) -> FaultServer.Step

        init(
            _ name: String, times: Int = .max, _ row: Row, except exceptions: [FaultServer.Dialect: Row] = [:],
            time: Time = .stands, address: Address = .server, step: @escaping @Sendable (Good) -> FaultServer.Step
        ) {
            self.name = name
            self.times = times
            self.row = row
            self.exceptions = exceptions
            self.time = time
            self.address = address
            self.step = step
        }

        func row(at provider: FaultServer.Dialect) -> Row { exceptions[provider] ?? row }
    }
}
