import CouncilKit

/// The picture of a state: pure, from state and window to lines.
extension LiveState {
    /// The lines of the live region, as few as the window has room for.
    func lines(in window: Console.Window, at now: Duration) -> [InkLine] {
        guard let run = outcome.run else { return [] }
        let room = max(0, window.rows - 1)
        let chairman = chairmanLines(in: run, at: now)
        var members = run.seats.indices.map { name(of: $0, in: run, window: window) + status(of: $0, run, window, now) }
        var matrix = matrixLines(in: run, window: window, at: now)
        let separator = matrix.isEmpty ? 0 : 1
        if members.count + separator + matrix.count + chairman.count > room { members = [memberSummary(in: run)] }
        if members.count + separator + matrix.count + chairman.count > room, !matrix.isEmpty {
            matrix = [matrixSummary]
        }
        let spaced = members.count + separator + matrix.count + chairman.count <= room && separator == 1
        // What happens now stands last and matters most.
        return (members + (spaced ? [InkLine()] : []) + matrix + chairman).suffix(room)
    }

    /// The same for good: nothing is summarised, errors are told in full.
    func finalLines(in window: Console.Window, at now: Duration) -> [InkLine] {
        guard let run = outcome.run else { return [] }
        let endless = Console.Window(columns: window.columns, rows: .max)
        let columns = window.columns - 1
        let members = run.seats.indices.flatMap { seat in
            let name = name(of: seat, in: run, window: window)
            let line = name + status(of: seat, run, window, now)
            // A failure follows in full below.
            return outcome.failure(of: .member(seat)) == nil
                ? line.wrapped(to: columns, indentation: name.width) : [line.cut(to: columns)]
        }
        let matrix = matrixLines(in: run, window: endless, at: now).map { $0.cut(to: columns) }
        let failures = outcome.failures.flatMap { failure in
            InkLine(failure.error.sentence(about: failure.call, in: run), .red).wrapped(to: columns, indentation: 2)
                + (failure.error.suggestion.map {
                    InkLine("  \($0.harmlessLine)").wrapped(to: columns, indentation: 2)
                } ?? [])
        }
        return Array([members, matrix, failures].filter { !$0.isEmpty }.joined(separator: [InkLine()]))
    }

    private func name(of seat: Int, in run: Run, window: Console.Window) -> InkLine {
        let widest = run.seats.map(\.harmlessLine.displayWidth).max() ?? 0
        let width = min(widest, max(6, window.columns / 2 - 8))
        var line = InkLine("\(run.labels[seat]) ", .dim)
        line.append(run.seats[seat].harmlessLine.truncated(to: width, keeping: .ending).padded(to: width) + "  ")
        return line
    }

    /// Whether figures have to speak for themselves.
    private func isTerse(_ window: Console.Window) -> Bool { window.columns < Console.Window.usual.columns }

    private func status(
        of seat: Int, _ run: Run, _ window: Console.Window, _ now: Duration
    ) -> InkLine {
        if let reply = outcome.answers[seat] {
            let late =
                (outcome.lateSeats.contains(seat) ? ", too late to be reviewed" : "")
                + (reply.answeredBy.map { ", by \($0.harmlessLine)" } ?? "")
                + ([reply.origin].compactMap { $0 } + reply.remarks).map { ", \($0)" }.joined()
            if isTerse(window) { return InkLine(Figures.cost(of: reply) + late, .green) }
            let time = reply.timing.map { " in \(Figures.duration($0.total))" } ?? ""
            return InkLine("answered\(time) (\(Figures.writtenTokens(of: reply)))\(late)", .green)
        }
        if let error = outcome.failure(of: .member(seat)) {
            let words = error.words(about: run.seats[seat])
            return error.code == .cancelled
                ? InkLine("did not finish: \(words)", .dim) : InkLine("failed: \(words)", .red)
        }
        let flight = flights[.member(seat)]
        if let flight, flight.bytes > 0 {
            let verb = isTerse(window) ? "" : "answering  "
            return InkLine(verb + progress(of: flight, at: now), .yellow)
        }
        if outcome.abandonedSeats.contains(seat) { return InkLine("not waited for", .dim) }
        if let setback = flight?.setback { return InkLine(setback.words(about: run.seats[seat]), .yellow) }
        let time = flight?.silence(at: now).map { " \($0) s" } ?? ""
        return InkLine(flight?.wait?.sentence.harmlessLine ?? "waiting\(time)", .dim)
    }

    private func progress(of flight: Flight, at now: Duration) -> String {
        let rate = flight.rate(at: now).map { "  \(Figures.decimal($0)) tokens/s" } ?? ""
        return Figures.tokens(flight.tokens, isEstimate: true) + rate
    }

    private func memberSummary(in run: Run) -> InkLine {
        let failed = run.seats.indices.filter { outcome.failure(of: .member($0)) != nil }.count
        let answering = flights.values.filter { $0.call.role.isMember && $0.bytes > 0 }.count
        let answered = outcome.answers.count
        let counts = [
            (answered, "answered"), (answering, "answering"), (failed, "failed"),
            (run.seats.count - answered - answering - failed, "waiting"),
        ]
        let told = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return InkLine("\(Figures.count(run.seats.count, "member")): \(told)")
    }
}

extension Role {
    fileprivate var isMember: Bool {
        if case .member = self { true } else { false }
    }
}
