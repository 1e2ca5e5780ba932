import CouncilKit
import FoundationEssentials

extension Plan {
    /// The names of the models that are asked, in seat order.
    private var seats: [String] { members.map { "\($0.provider)/\($0.model)" } }

    /// The run that the plan would open, with a name that no run has: for estimates.
    func draft(of inquiry: Inquiry) -> Run {
        let chair = "\(chairman.provider)/\(chairman.model)"
        let names = seats + [chair] + (fallbacks.map { $0.seats.joined() + $0.chairman } ?? [])
        var labels = SystemRandomNumberGenerator()
        return Run(
            id: Run.ID(rawValue: "draft"), date: Date(), council: name, question: inquiry.question,
            attachments: inquiry.attachments.isEmpty ? nil : inquiry.attachments, history: inquiry.history,
            continues: inquiry.continues, seats: seats, chairman: chair, fallbacks: fallbacks,
            settings: settings,
            seed: inquiry.seed ?? 0, labels: Label.draw(members.count, using: &labels), nonce: "xxxxxxx",
            prompts: Prompts.version, origin: inquiry.origin, prices: prices.prices(of: names))
    }
}
