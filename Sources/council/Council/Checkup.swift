import CouncilKit
import CouncilProviders

/// Whether a member can answer: one tiny call, and the provider's own words where it fails.
struct Checkup: Sendable {
    /// What was found about one member.
    struct Finding: Sendable, Encodable {
        var member: String
        var isWell: Bool
        /// Seconds to the first piece of the reply.
        var firstPiece: Double?
        /// The model as the provider calls it.
        var reportedModel: String?
        var problem: String?
        var suggestion: String?
    }

    let environment: RunEnvironment
    /// How long a member may take.
    var limit = Duration.seconds(60)

    /// Checks every model of a council once, fallbacks among them, all at once.
    /// - Parameter report: Gets every finding as soon as it is there.
    /// - Returns: All findings in the order of the seats.
    func findings(
        on council: Council, report: (Finding) throws -> Void
    ) async rethrows -> [Finding] {
        var members: [Member] = []
        let models = (council.members + [council.chairman]).flatMap { [$0.model] + $0.fallbacks }
        for model in models where !members.contains(where: { $0.name == model.name }) {
            members.append(Member(model))
        }
        return try await withThrowingTaskGroup(of: (Int, Finding).self) { group in
            for (index, member) in members.enumerated() {
                group.addTask { (index, await timelyFinding(on: member)) }
            }
            var findings: [(Int, Finding)] = []
            for try await finding in group {
                findings.append(finding)
                try report(finding.1)
            }
            return findings.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func timelyFinding(on member: Member) async -> Finding {
        let problem = "no reply within \(Figures.duration(limit.seconds))"
        return await environment.deadlines.limit(
            limit,
            late: { finding in
                guard let finding, finding.isWell else {
                    return Finding(member: member.name, isWell: false, problem: problem)
                }
                return finding
            }
        ) { await finding(on: member) }
    }

    private func finding(on member: Member) async -> Finding {
        let prompt = Prompt(messages: [Prompt.Message(.user, "Reply with the word: ready")], maximumTokens: 256)
        let firstPiece = FirstMoment()
        let beginning = environment.uptime()
        do throws(ModelError) {
            let reply = try await member.model.reply(to: prompt) { piece in
                if case .waiting = piece { return }
                firstPiece.mark(environment.uptime())
            }
            guard !reply.text.allSatisfy(\.isWhitespace) || reply.stopReason == .length else {
                return Finding(
                    member: member.name, isWell: false,
                    problem:
                        "\(member.name): it replied, but without any text (stop reason “\(reply.stopReason.rawValue)”)",
                    suggestion: "Ask again, or seat another model.")
            }
            let moment = firstPiece.moment ?? environment.uptime()
            return Finding(
                member: member.name, isWell: true, firstPiece: (moment - beginning).seconds,
                reportedModel: reply.reportedModel)
        } catch {
            // All that it may write went into thoughts: it is there.
            if error.code == .empty { return Finding(member: member.name, isWell: true) }
            return Finding(
                member: member.name, isWell: false, problem: error.message,
                suggestion: await suggestion(for: member, after: error))
        }
    }

    /// For an unknown model: the names that the provider does have.
    private func suggestion(for member: Member, after error: ModelError) async -> String? {
        guard let model = member.model as? any ProviderModel, error.code == .notFound || error.code == .badRequest,
            let names = try? await model.provider.models(), !names.isEmpty, !names.contains(model.id)
        else { return error.suggestion }
        if let nearest = names.nearest(to: model.id) { return "Did you mean “\(nearest)”?" }
        return "The provider has: \(names.prefix(20).joined(separator: ", "))\(names.count > 20 ? ", …" : "")."
    }
}
