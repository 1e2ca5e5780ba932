// What is known of a run after some of its events: the same fold as Outcome in CouncilKit, event for event, and beside
// it the calls that are under way. docs/formats.md describes the events.

const key = (call) => `${call.role}`;
const seatOf = (role) => Number(role.split("/")[1]);
const kindOf = (role) => role.split("/")[0];
// How far back the speed of a reply is measured, in milliseconds.
const speedWindow = 4000;

export class Outcome {
  run = null;
  answers = new Map();
  reviewCalls = [];
  reviews = new Map();
  unreadable = [];
  failures = [];
  setbacks = [];
  panel = null;
  tally = null;
  depth = null;
  revisions = new Map();
  earlier = [];
  vote = null;
  analysis = null;
  draft = null;
  preferences = new Map();
  comparisons = new Map();
  audit = null;
  conclusion = null;
  isEnded = false;
  position = 0;
  /// Calls under way by role: what they have said so far.
  live = new Map();

  apply(event, now = performance.now()) {
    if (event.position === undefined) return this.#applyMoment(event, now);
    if (event.position <= this.position) return;
    this.position = event.position;
    this.isEnded = event.type === "concluded" || event.type === "unanswered";
    if (event.call && event.type !== "setback") this.live.delete(key(event.call));
    const { call, reply } = event;
    switch (event.type) {
      case "opened": this.run = event.run; break;
      case "resumed": this.#forgetFailures(); break;
      case "setback": this.#setBack(event); break;
      case "proceeded": this.panel = event.seats; break;
      case "answered":
        if (kindOf(call.role) === "member") this.answers.set(seatOf(call.role), reply);
        this.failures = this.failures.filter((item) => item.call.role !== call.role || item.error.code !== "cancelled");
        break;
      case "reviewed":
      case "paired":
        this.reviewCalls.push({ call, reply, review: event.review, preference: event.preference });
        this.#joinReviews(seatOf(call.role));
        break;
      case "unreadable": this.unreadable.push({ call, reply, complaint: event.complaint }); break;
      case "failed": this.failures.push({ call, error: event.error }); break;
      case "tallied": this.tally = event.tally; break;
      case "deepened": this.depth = event.depth; break;
      case "revised": this.revisions.set(seatOf(call.role), reply); break;
      case "reopened": this.#reopen(); break;
      case "voted": this.vote = event.vote; break;
      case "analysed": this.analysis = event.analysis; break;
      case "drafted": this.draft = { call, reply }; break;
      case "compared": this.preferences.set(call.role, event.preference); break;
      case "weighed": this.comparisons.set(event.comparison.purpose, event.comparison); break;
      case "audited": this.audit = event.audit; break;
      case "concluded": this.conclusion = event.conclusion; break;
    }
    if (this.isEnded) this.live.clear();
  }

  #applyMoment(event, now) {
    if (event.type === "setback") return this.#setBack(event);
    if (event.type === "started") {
      this.live.set(key(event.call), { call: event.call, text: "", reasoning: "", waiting: null, samples: [] });
      return;
    }
    const call = this.live.get(event.role);
    if (event.type !== "piece" || !call) return;
    if (event.waiting) { call.waiting = event.waiting; return; }
    call.waiting = null;
    call.text += event.text ?? "";
    call.reasoning += event.reasoning ?? "";
    call.samples.push({ now, length: call.text.length + call.reasoning.length });
    while (call.samples.length > 2 && now - call.samples[0].now > speedWindow) call.samples.shift();
  }

  #setBack({ call, setback }) {
    this.setbacks.push({ call, setback });
    const underWay = this.live.get(key(call));
    if (underWay) underWay.setback = setback;
  }

  /// Makes one review of all that a reviewer has said: scores of two passes are averaged, comparisons are counted.
  #joinReviews(seat) {
    const calls = this.reviewCalls.filter((item) => kindOf(item.call.role) === "reviewer" && seatOf(item.call.role) === seat);
    const cells = new Map();
    const cell = (label) => cells.get(label) ?? cells.set(label, { accuracy: [], insight: [], critiques: [], won: [] }).get(label);
    for (const { review, preference } of calls) {
      for (const item of review?.assessments ?? []) {
        cell(item.label).accuracy.push(item.accuracy);
        cell(item.label).insight.push(item.insight);
        if (item.critique) cell(item.label).critiques.push(item.critique);
      }
      if (preference) {
        cell(preference.first).won.push(preference.share);
        cell(preference.second).won.push(1 - preference.share);
      }
    }
    const ballots = calls.map((item) => item.review?.ballot?.ranking).filter(Boolean);
    this.reviews.set(seat, { seat, cells, rankings: ballots });
  }

  #reopen() {
    const first = Object.assign(new Outcome(), this);
    this.answers = new Map([...this.answers, ...this.revisions]);
    this.failures = this.failures.filter((item) => kindOf(item.call.role) !== "reviewer");
    this.preferences = new Map([...this.preferences].filter(([role]) => kindOf(role) === "judge"));
    Object.assign(this, {
      setbacks: [...this.setbacks], comparisons: new Map(this.comparisons),
      reviewCalls: [], reviews: new Map(), unreadable: [], tally: null, revisions: new Map(), vote: null,
      analysis: null, draft: null, audit: null, conclusion: null, earlier: [first],
    });
  }

  /// A run that was cut off asks again for what failed in the stage it was in.
  #forgetFailures() {
    const isCollected = this.earlier.length > 0 || this.depth || this.vote || this.preferences.size > 0;
    const hasReviews = this.reviews.size > 0 || this.unreadable.length > 0
      || this.failures.some((item) => kindOf(item.call.role) === "reviewer");
    const isOpen = !this.conclusion;
    this.failures = this.failures.filter(({ call, error }) => {
      const isUnreadable = error.code === "unreadable_reply";
      switch (kindOf(call.role)) {
        case "member": return this.tally || hasReviews || isCollected;
        case "reviewer": return this.tally || error.code === "unreadable_review";
        case "chairman": return this.conclusion || this.draft;
        case "analyst": return !(isOpen && !this.draft && !isUnreadable);
        case "comparer": return !(isOpen && !this.comparisons.has("do_no_harm") && !isUnreadable);
        case "judge": return this.comparisons.has("early_stop") || isUnreadable;
        case "auditor": return !(isOpen && !isUnreadable);
        default: return !isOpen || this.earlier.length > 0 || this.vote || this.analysis || this.draft;
      }
    });
    this.live.clear();
  }

  failure(role) { return this.failures.findLast((item) => item.call.role === role)?.error; }
  get isReviewed() { return Boolean(this.tally) || this.isEnded; }
  get reviewedSeats() { return this.panel ?? [...this.answers.keys()].sort((a, b) => a - b); }
  label(seat) { return this.run.labels[seat]; }
  seat(label) { return this.run.labels.indexOf(label); }

  /// The name of a seat's model; with its number where a model holds several.
  name(seat) {
    const model = this.run.seats[seat];
    const same = this.run.seats.map((name, index) => (name === model ? index : -1)).filter((index) => index >= 0);
    return same.length > 1 ? `${model} (${same.indexOf(seat) + 1})` : model;
  }

  /// The name of whoever wrote the answer in a seat: its model, or the one that answered in its place.
  author(seat) { return this.answers.get(seat)?.answeredBy ?? this.name(seat); }

  /// The name of whoever reviewed in a seat.
  reviewer(seat) {
    return this.reviewCalls.find((item) => item.call.role === `reviewer/${seat}`)?.reply?.answeredBy ?? this.name(seat);
  }

  get seatsThatReview() {
    const seats = this.reviewedSeats;
    return [...new Set([...seats, ...this.reviews.keys()])].sort((a, b) => a - b)
      .filter((seat) => this.reviews.has(seat) || this.live.has(`reviewer/${seat}`) || this.failure(`reviewer/${seat}`)
        || this.unreadable.some((item) => item.call.role === `reviewer/${seat}`));
  }

  /// The tokens of a second that a call under way writes, estimated from its characters; null before it is known.
  speed(role, now = performance.now()) {
    const samples = this.live.get(role)?.samples ?? [];
    if (samples.length < 3) return null;
    const [first, last] = [samples[0], samples.at(-1)];
    const seconds = (Math.max(last.now, now - 500) - first.now) / 1000;
    return seconds > 0.2 ? (last.length - first.length) / 4 / seconds : null;
  }
}

/// The tokens of a second of a finished reply; null where the provider does not say.
export function speedOf(reply) {
  const { usage, timing } = reply;
  const seconds = (timing?.total ?? 0) - (timing?.firstPiece ?? 0);
  return usage && seconds > 0.05 && !reply.isCached ? usage.output / seconds : null;
}

/** How a reply ended, if not at its own end. */
export function endingOf(reply) {
  const explanation = reply?.stopExplanation ? ` (${reply.stopExplanation})` : "";
  switch (reply?.stopReason) {
    case undefined: case "finished": return "";
    case "length": return explanation ? `cut off${explanation}` : "cut off at its token limit";
    case "refused": return `declined${explanation}`;
    case "filtered": return `withheld by the content filter${explanation}`;
    default: return `stop reason: ${reply.stopReason}${explanation}`;
  }
}
