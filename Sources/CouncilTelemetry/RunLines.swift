import CouncilKit
import Logging

/// The log lines of a run.
struct RunLines: Sendable {
    let logger: Logger
    /// Whether questions, answers and providers' words are told.
    let showsContent: Bool

    func tell(_ event: CouncilEvent, in run: Run) {
        // Of thousands of pieces none is told.
        switch event {
        case .piece(_, .text), .piece(_, .reasoning): return
        default: break
        }
        var facts: Logger.Metadata = ["run": "\(run.id)"]
        switch event {
        case .opened:
            facts["council"] = "\(run.council)"
            facts["members"] = .array(run.seats.map { "\($0)" })
            facts["chairman"] = "\(run.chairman)"
            if showsContent { facts["question"] = "\(run.question)" }
            logger.info("run opened", metadata: facts)
        case .resumed: logger.info("run resumed", metadata: facts)
        case .started(let call): logger.debug("call started", metadata: facts.with(call))
        case .piece(let role, .waiting(let wait)):
            facts["role"] = "\(role)"
            facts["for"] = "\(wait.subject)"
            logger.debug("call waits", metadata: facts)
        case .piece: break
        case .setback(let call, let setback):
            facts["remedy"] = "\(setback.remedy.rawValue)"
            facts["asking"] = "\(setback.model)"
            if let delay = setback.delay { facts["delay"] = "\(delay)" }
            if let error = setback.error { add(error, to: &facts) }
            logger.warning("setback", metadata: facts.with(call))
        case .answered(let call, let reply): tell("answered", call, reply, facts)
        case .reviewed(let call, _, let reply), .paired(let call, _, let reply): tell("reviewed", call, reply, facts)
        case .revised(let call, let reply): tell("revised", call, reply, facts)
        case .analysed(let call, _, let reply): tell("analysed", call, reply, facts)
        case .drafted(let call, let reply): tell("drafted", call, reply, facts)
        case .compared(let call, _, let reply): tell("compared", call, reply, facts)
        case .audited(let call, _, let reply): tell("audited", call, reply, facts)
        case .deepened: logger.info("depth decided", metadata: facts)
        case .reopened: logger.info("second round opened", metadata: facts)
        case .voted: logger.info("voted", metadata: facts)
        case .weighed: logger.info("comparison complete", metadata: facts)
        case .unreadable(let call, let reply, let complaint):
            if showsContent { facts["complaint"] = "\(complaint)" }
            tell("reply unreadable", call, reply, facts)
        case .failed(let call, let error):
            add(error, to: &facts)
            if error.code == .cancelled {
                logger.info("call cut off", metadata: facts.with(call))
            } else {
                logger.warning("call failed", metadata: facts.with(call))
            }
        case .proceeded(let seats):
            facts["seats"] = .array(seats.map { "\($0)" })
            logger.info("went on without waiting", metadata: facts)
        case .tallied(let tally):
            facts["ballots"] = "\(tally.ballots)"
            logger.info("tallied", metadata: facts)
        case .concluded(let conclusion):
            facts["source"] = "\(conclusion.source.rawValue)"
            if showsContent { facts["text"] = "\(conclusion.text)" }
            if let reply = conclusion.reply { facts.merge(reply.facts) { $1 } }
            logger.info("concluded", metadata: facts.with(conclusion.call))
        case .unanswered: logger.warning("no member answered", metadata: facts)
        }
    }

    func tellBreakingOff(of run: Run, _ error: any Error) {
        let facts: Logger.Metadata = ["run": "\(run.id)"]
        // Stopped by somebody, or parked by a server that ends.
        if error is CancellationError { return logger.notice("run interrupted", metadata: facts) }
        logger.warning("run broke off", metadata: facts.merging(["error": "\(type(of: error))"]) { $1 })
    }

    private func tell(_ message: Logger.Message, _ call: Call, _ reply: Reply, _ facts: Logger.Metadata) {
        var facts = facts.with(call).merging(reply.facts) { $1 }
        if showsContent { facts["text"] = "\(reply.text)" }
        logger.info(message, metadata: facts)
    }

    private func add(_ error: ModelError, to facts: inout Logger.Metadata) {
        facts["code"] = "\(error.code.rawValue)"
        if let status = error.status { facts["status"] = "\(status)" }
        // A provider's words may quote the request.
        if showsContent { facts["message"] = "\(error.message)" }
    }
}

extension Logger.Metadata {
    fileprivate func with(_ call: Call) -> Logger.Metadata {
        var facts: Logger.Metadata = ["role": "\(call.role)", "model": "\(call.model)"]
        if call.attempt > 1 { facts["attempt"] = "\(call.attempt)" }
        return merging(facts) { $1 }
    }
}

extension Reply {
    fileprivate var facts: Logger.Metadata {
        var facts: Logger.Metadata = ["stop": "\(stopReason.rawValue)"]
        if let timing { facts["seconds"] = "\((timing.total * 1000).rounded() / 1000)" }
        if let usage {
            facts["input_tokens"] = "\(usage.input)"
            facts["output_tokens"] = "\(usage.output)"
        }
        if isCached == true { facts["cached"] = "true" }
        if let answeredBy { facts["answered_by"] = "\(answeredBy)" }
        return facts
    }
}
