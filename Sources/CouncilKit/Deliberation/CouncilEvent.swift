/// What happens in a run, in order. A run *is* its events: the terminal, the journal and every other reader fold them.
///
/// Lasting events are stored before anyone sees them, and their place in the sequence, counted from 1, is their
/// position. ``started(_:)`` and ``piece(_:_:)`` are only of the moment: they have no position and are not stored,
/// because the lasting event that ends the call says the same once and for all.
// Indirect: events wait in the frames of many suspended tasks, where a payload in place would cost kilobytes.
public indirect enum CouncilEvent: Sendable, Hashable {
    /// The run was opened. Always the first event.
    case opened(Run)
    /// A process took up a run that had been cut off. Failures of the unfinished stage are forgotten and tried again.
    case resumed(Resumption)
    /// A call was sent (of the moment).
    case started(Call)
    /// A part of a reply arrived (of the moment).
    case piece(Role, Reply.Piece)
    /// Something went wrong in a call, which goes on all the same.
    case setback(Call, Setback)
    /// A member answered.
    case answered(Call, Reply)
    /// The quorum is in and patience is over: the seats named here are reviewed, the others are not waited for.
    case proceeded(seats: [Int])
    /// A reviewer's review was received and read.
    case reviewed(Call, Review, Reply)
    /// A reviewer chose between two answers.
    case paired(Call, PairPreference, Reply)
    /// A reply came, but not in the form asked for, such as a review without a ballot; the complaint says why. The raw
    /// text is kept.
    case unreadable(Call, Reply, complaint: String)
    /// A call failed for good.
    case failed(Call, ModelError)
    /// The ballots were aggregated.
    case tallied(Tally)
    /// How deep the run goes, and what that spares.
    case deepened(DepthDecision)
    /// A member sent its revised answer.
    case revised(Call, Reply)
    /// The revised answers take the place of the first ones, and reviews begin again. The seats that revised.
    case reopened(seats: [Int])
    /// Answers that can be compared as they stand were counted.
    case voted(AnswerVote)
    /// The chairman, or who sits in for it, has analysed the answers.
    case analysed(Call, Analysis, Reply)
    /// A final answer was written, and is looked at before it holds.
    case drafted(Call, Reply)
    /// A judge chose between two texts that it was shown in one order.
    case compared(Call, Preference, Reply)
    /// All judges have compared two texts.
    case weighed(Comparison)
    /// Someone has looked for what the final answer dropped.
    case audited(Call, Audit, Reply)
    /// The final answer. Ends the run.
    case concluded(Conclusion)
    /// No member answered; the failures before it say why. Ends the run until it is resumed.
    case unanswered

    /// Whether the event is stored and has a position.
    public var isLasting: Bool {
        switch self {
        case .started, .piece: false
        default: true
        }
    }

    /// Whose call it belongs to.
    var role: Role? {
        switch self {
        case .piece(let role, _): role
        case .started(let call), .setback(let call, _), .answered(let call, _), .reviewed(let call, _, _),
            .paired(let call, _, _), .unreadable(let call, _, _), .failed(let call, _), .revised(let call, _),
            .analysed(let call, _, _), .drafted(let call, _), .compared(let call, _, _), .audited(let call, _, _):
            call.role
        case .opened, .resumed, .proceeded, .tallied, .deepened, .reopened, .voted, .weighed, .concluded, .unanswered:
            nil
        }
    }

    /// Whether the run ends here.
    public var isEnd: Bool {
        switch self {
        case .concluded, .unanswered: true
        default: false
        }
    }

    /// Whether a process takes up the run here.
    var isBeginning: Bool {
        switch self {
        case .opened, .resumed: true
        default: false
        }
    }
}
