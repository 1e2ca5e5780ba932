import CouncilKit

extension Run {
    /// The name of the member in a seat; with its label if the same model holds several seats.
    func name(of seat: Int) -> String {
        guard seats.indices.contains(seat) else { return "seat \(seat)" }
        let model = seats[seat].harmlessLine
        let isUnique = seats.filter { $0 == seats[seat] }.count == 1
        return isUnique || !labels.indices.contains(seat) ? model : "\(model) (\(labels[seat]))"
    }

    /// The name of whoever was called.
    func name(of call: Call) -> String {
        switch call.role {
        case .member(let seat), .reviewer(let seat), .reviser(let seat), .comparer(let seat, _), .judge(let seat, _):
            name(of: seat)
        case .chairman, .analyst, .auditor: call.actingSeat.map { name(of: $0) } ?? call.model.harmlessLine
        }
    }
}
