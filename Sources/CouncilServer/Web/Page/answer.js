// The final answer, where it comes from, and what was looked at before it held.
import { el, liveText, markdown } from "./elements.js";
import { endingOf } from "./outcome.js";

export class Answer {
  #text = el("div", { class: "final-text" });
  #note = el("p", { class: "note", hidden: true });
  #state = el("span", { class: "chip live" });
  #details = el("div", { class: "synthesis" });
  #copy = el("button", { class: "plain", text: "Copy", hidden: true });
  element = el("section", { class: "final", hidden: true, "aria-labelledby": "final-title" },
    el("div", { class: "row spread" }, el("h2", { id: "final-title", text: "Final answer" }), el("span", { class: "row" }, this.#state, this.#copy)),
    this.#note, el("div", { class: "final-body" }, this.#text, this.#details));

  constructor() {
    this.#copy.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(this.#text.shownText ?? "");
      this.#copy.textContent = "Copied";
      setTimeout(() => { this.#copy.textContent = "Copy"; }, 1500);
    });
  }

  update(outcome, { showsNames }) {
    const { conclusion, draft } = outcome;
    const live = outcome.live.get("chairman");
    this.element.hidden = !conclusion && !draft && !live?.text && !outcome.analysis && !outcome.vote;
    if (this.element.hidden) return;
    if (conclusion) markdown(this.#text, conclusion.text);
    else if (live) liveText(this.#text, live.text);
    else if (draft) markdown(this.#text, draft.reply.text);
    else liveText(this.#text, "");
    this.#state.textContent = conclusion ? "" : live ? "being written" : draft ? "draft, being looked at" : "answers are analysed";
    this.#state.hidden = Boolean(conclusion) || (!live && !draft && outcome.live.size === 0);
    this.#copy.hidden = !conclusion;
    const note = conclusion ? [sourceNote(outcome), endingNote(outcome)].filter(Boolean).join(" ") : "";
    this.#note.hidden = !note;
    this.#note.textContent = note;
    const signature = `${outcome.position} ${showsNames}`;
    if (this.#details.signature === signature) return;
    this.#details.signature = signature;
    const open = new Set([...this.#details.querySelectorAll("details[open]")].map((item) => item.dataset.name));
    const name = (label) => showsNames ? outcome.author(outcome.seat(label)) : label;
    const parts = [voteOf(outcome, name), harm(outcome, name), dropped(outcome, name), analysis(outcome, name), depth(outcome)].filter(Boolean);
    for (const part of parts) part.open = open.has(part.dataset.name);
    this.#details.replaceChildren(...parts);
  }
}

function part(name, title, ...children) {
  return el("details", { "data-name": name }, el("summary", { text: title }), ...children);
}

const pointOf = (point, name) => el("li", {}, point.text,
  point.labels?.length ? el("span", { class: "labels" }, point.labels.map((label) => el("span", { class: "label", text: name(label) }))) : null);

function endingNote(outcome) {
  const { call, reply } = outcome.conclusion;
  const [kind, seat] = call.role.split("/");
  const ending = endingOf(kind === "member" ? outcome.answers.get(Number(seat)) : reply);
  return ending ? `The final answer may be incomplete: ${ending}.` : "";
}

function sourceNote(outcome) {
  const { call, reply, source } = outcome.conclusion;
  const [kind, seat] = call.role.split("/");
  const author = kind === "member" ? outcome.author(Number(seat)) : reply?.answeredBy ?? call.model;
  switch (source) {
    case "chairman": {
      if (author === call.model) return "";
      const hasFailed = outcome.setbacks.some((item) => item.call.role === call.role && item.setback.remedy === "fallback");
      return `By ${author}, in place of the chairman, ${outcome.run.chairman}, which ${hasFailed ? "failed" : "was slower"}.`;
    }
    case "acting_chairman": return `By ${author}, acting chairman: the chairman, ${outcome.run.chairman}, failed.`;
    case "top_ranked": return `Nobody could take the chair: this is the top-ranked answer, by ${author}, unchanged.`;
    case "sole_answer": return `Only ${author} answered, so there was nothing to review or to rank: this is its answer, unchanged.`;
    case "best_answer": return outcome.draft
      ? `The draft of ${outcome.draft.reply?.answeredBy ?? outcome.draft.call.model} was worse than the best single answer in a blind comparison: this is that answer, by ${author}, unchanged.`
      : `Stopped early: this is the answer of ${author}, unchanged.`;
    case "vote": return `By vote, in the words of ${author}.`;
    default: return `Source: ${source}.`;
  }
}

function analysis(outcome, name) {
  const points = outcome.analysis?.points;
  if (!points?.length) return null;
  const kinds = [["consensus", "Consensus"], ["contradiction", "Contradictions"], ["unique", "Only one member says"], ["blind_spot", "Blind spots"]];
  return part("analysis", "Analysis of the answers", ...kinds.flatMap(([kind, title]) => {
    const list = points.filter((point) => point.kind === kind);
    return list.length ? [el("h3", { text: title }), el("ul", {}, list.map((point) => pointOf(point, name)))] : [];
  }));
}

function dropped(outcome, name) {
  if (!outcome.audit) return null;
  const { dropped, total } = outcome.audit;
  return part("dropped", dropped.length ? `What it leaves out: ${dropped.length} of ${total} points` : `Nothing left out: all ${total} points are in it`,
    el("ul", {}, dropped.map((point) => pointOf(point, name))));
}

/// How the judges chose between the draft and the best single answer.
function harm(outcome, name) {
  const comparison = outcome.comparisons.get("do_no_harm");
  if (!comparison) return null;
  const second = name(comparison.second);
  const margin = (verdict) => [verdict.original, verdict.swapped].filter(Boolean)
    .reduce((sum, item) => sum + (item.better === "first" ? 1 : item.better === "second" ? -1 : 0), 0);
  const told = comparison.verdicts.filter((verdict) => verdict.original || verdict.swapped);
  const [forDraft, against] = [told.filter((verdict) => margin(verdict) > 0).length, told.filter((verdict) => margin(verdict) < 0).length];
  const isKept = outcome.conclusion?.source !== "best_answer";
  const title = !told.length ? "No judge could be had, so the draft stands as it is"
    : `Compared with the best single answer: ${forDraft} for the draft, ${against} for ${second}${outcome.conclusion ? (isKept ? "; kept" : "; replaced") : ""}`;
  const better = (item) => item.better === "first" ? "the draft" : item.better === "second" ? second : "a tie";
  return part("harm", title, el("ul", {}, told.flatMap((verdict) =>
    [["draft first", verdict.original], ["draft second", verdict.swapped]].filter(([, item]) => item).map(([order, item]) =>
      el("li", {}, el("strong", { text: `${outcome.name(verdict.seat)}, ${order}: ${better(item)}` }), item.reason ? ` — ${item.reason}` : "")))));
}

function voteOf(outcome, name) {
  const { vote } = outcome;
  if (!vote) return null;
  const count = vote.options.find((option) => option.answer === vote.answer)?.seats.length ?? 0;
  return part("vote", `Vote: ${count} of ${vote.order.length} gave “${vote.answer}”`, el("ul", {}, vote.options.map((option) =>
    el("li", {}, el("strong", { text: option.answer }), ` — ${option.seats.map((seat) => name(outcome.label(seat))).join(", ")}`))));
}

function depth(outcome) {
  if (!outcome.depth) return null;
  const reasons = {
    strongest_agree: "the two strongest members gave the same answer", clear_margin: "a judge found one answer clearly better, in both orders",
    no_early_stop: "nothing allowed to stop early", agreement: "the reviewers agree", disagreement: "the members are of two minds", asked: "it was asked for",
  };
  const { depth, reason, skippedCalls } = outcome.depth;
  return part("depth", `Depth: ${depth}`, el("p", { text: `Because ${reasons[reason] ?? reason}.${skippedCalls ? ` ${skippedCalls.low} to ${skippedCalls.high} calls were skipped.` : ""}` }));
}
