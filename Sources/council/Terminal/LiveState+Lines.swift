import CouncilKit

/// The picture of a state: pure, from state and window to lines.
extension LiveState {
    /// The lines of the live region, as few as the window has room for.
    func lines(in window: Console.Window, at now: Duration) -> [InkLine] {
        guard let run = outcome.run else { return [] }
        let room = max(0, window.rows - 1)
        let chairman = chairmanLines(in: run, at: now)
        var members = memberLines(in: run, window: window, at: now)
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
        let pictures = memberLines(in: run, window: endless, at: now)
        let matrix = matrixLines(in: run, window: endless, at: now)
        let lines = (pictures + (matrix.isEmpty ? [] : [InkLine()]) + matrix).map { $0.cut(to: window.columns - 1) }
        let failures = outcome.failures.flatMap { failure in
            [InkLine(failure.error.sentence(about: failure.call, in: run), .red)]
                + (failure.error.suggestion.map { [InkLine("  \($0.harmlessLine)")] } ?? [])
        }
        return lines + (failures.isEmpty ? [] : [InkLine()]) + failures
    }

    private func name(of seat: Int, in run: Run, window: Console.Window) -> InkLine {
        let widest = run.seats.map(\.harmlessLine.displayWidth).max() ?? 0
        let width = min(widest, max(6, window.columns / 2 - 8))
        var line = InkLine("\(run.labels[seat]) ", .dim)
        line.append(run.seats[seat].harmlessLine.truncated(to: width, keeping: .ending).padded(to: width) + "  ")
        return line
    }

    private func memberLines(in run: Run, window: Console.Window, at now: Duration) -> [InkLine] {
        run.seats.indices.map { seat in
            var line = name(of: seat, in: run, window: window)
            if let reply = outcome.answers[seat] {
                let time = reply.timing.map { " in \(Figures.duration($0.total))" } ?? ""
                let late = outcome.lateSeats.contains(seat) ? ", too late to be reviewed" : ""
                line.append("answered\(time) (\(Figures.writtenTokens(of: reply)))\(late)", .green)
            } else if let error = outcome.failure(of: .member(seat)) {
                line.append("failed: \(error.words(about: run.seats[seat]))", .red)
            } else if let flight = flights[.member(seat)], flight.bytes > 0 {
                line.append("answering  \(progress(of: flight, at: now))", .yellow)
            } else if outcome.abandonedSeats.contains(seat) {
                line.append("not waited for", .dim)
            } else if let flight = flights[.member(seat)], let setback = flight.setback {
                line.append(setback.words(about: run.seats[seat]), .yellow)
            } else {
                line.append(flights[.member(seat)]?.wait?.sentence.harmlessLine ?? "waiting", .dim)
            }
            return line
        }
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
        return InkLine("\(run.seats.count) members: \(told)")
    }
}

extension Role {
    fileprivate var isMember: Bool {
        if case .member = self { true } else { false }
    }
}
