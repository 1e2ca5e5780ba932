// The review matrix: reviewers by answers, accuracy and insight as a heat map, the critique of a cell on click.
import { el } from "./elements.js";

export class Matrix {
  #table = el("div", { class: "scroll" });
  #progress = el("ul", { class: "reviewers" });
  #critique = el("div", { class: "critique", "aria-live": "polite" });
  #chosen = null;
  element = el("div", { class: "matrix" }, this.#progress, this.#table, this.#critique);

  update(outcome, { showsNames }) {
    const seats = outcome.seatsThatReview;
    this.element.hidden = seats.length === 0;
    this.#updateProgress(outcome, seats);
    const signature = `${outcome.position} ${showsNames} ${seats}`;
    if (this.#table.signature === signature || this.element.hidden) return;
    this.#table.signature = signature;
    this.#draw(outcome, seats, showsNames);
  }

  /// What each reviewer is doing, and why it failed. Reviewers are named here: what they read is not.
  #updateProgress(outcome, seats) {
    const items = seats.map((seat) => {
      const role = `reviewer/${seat}`;
      const speed = outcome.speed(role);
      const complaint = outcome.unreadable.findLast((item) => item.call.role === role)?.complaint;
      const error = outcome.failure(role);
      if (outcome.live.has(role)) return [outcome.name(seat), "live", `reviewing${speed ? `, ≈ ${Math.round(speed)} tokens/s` : ""}`, complaint];
      if (error) return [outcome.name(seat), "bad", "failed", [error.message, error.suggestion].filter(Boolean).join(" — ")];
      if (outcome.reviews.has(seat)) return null;
      return [outcome.name(seat), "", "no review", complaint];
    }).filter(Boolean);
    const signature = JSON.stringify(items);
    if (this.#progress.signature === signature) return;
    this.#progress.signature = signature;
    this.#progress.replaceChildren(...items.map(([name, kind, words, detail]) => el("li", {},
      el("span", { text: name }), el("span", { class: `chip ${kind}`, text: words }),
      detail ? el("span", { class: "quiet", text: detail }) : "")));
  }

  #draw(outcome, seats, showsNames) {
    const order = (list) => showsNames ? list : list.toSorted((a, b) => outcome.label(a).localeCompare(outcome.label(b)));
    const name = (seat) => showsNames ? outcome.author(seat) : outcome.label(seat);
    const reviewerName = (seat) => showsNames ? outcome.reviewer(seat) : `author of ${outcome.label(seat)}`;
    const columns = order(outcome.reviewedSeats);
    const rows = order(seats);
    const hasScores = rows.some((seat) => [...outcome.reviews.get(seat)?.cells.values() ?? []].some((cell) => cell.accuracy.length));
    const isCompared = [...outcome.reviews.values()].some((review) => [...review.cells.values()].some((cell) => cell.won.length));
    const words = isCompared ? "Who reviews stands on the left, answers on top: comparisons won."
      : "Who reviews stands on the left, answers on top: accuracy, then insight, from 1 to 10. Choose a cell to read the critique.";
    const table = el("table", { class: "heat", "aria-label": "Reviews", "aria-describedby": "matrix-words" },
      el("thead", {}, el("tr", {}, el("td"), columns.map((seat) => this.#heading("col", seat, name(seat), outcome, showsNames)))),
      el("tbody", {}, rows.map((reviewer) => el("tr", {},
        this.#heading("row", reviewer, reviewerName(reviewer), outcome, false),
        columns.map((seat) => this.#cell(outcome, reviewer, seat, reviewerName, name))))),
      hasScores && el("tfoot", {}, el("tr", {}, el("th", { scope: "row", text: "mean" }),
        columns.map((seat) => this.#mean(outcome, seat)))));
    this.#table.replaceChildren(el("p", { class: "quiet", id: "matrix-words", text: words }), table);
    if (this.#chosen) this.#tell(outcome, ...this.#chosen, reviewerName, name);
  }

  #heading(scope, seat, name, outcome, showsNames) {
    return el("th", { scope }, el("span", { text: name }), showsNames && el("small", { text: outcome.label(seat) }));
  }

  #cell(outcome, reviewer, seat, reviewerName, name) {
    const cell = outcome.reviews.get(reviewer)?.cells.get(outcome.label(seat));
    if (!cell) return el("td", { class: "blank" }, el("span", { class: "unseen", text: reviewer === seat ? "own answer" : "none" }));
    const isChosen = this.#chosen?.[0] === reviewer && this.#chosen[1] === seat;
    const button = el("button", { "aria-pressed": String(isChosen), "aria-label": `${reviewerName(reviewer)} on ${name(seat)}: ${words(cell)}` },
      cell.accuracy.length ? [heat(mean(cell.accuracy)), heat(mean(cell.insight))]
        : heat(mean(cell.won) * 9 + 1, `${format(sum(cell.won))} of ${cell.won.length}`));
    button.addEventListener("click", () => {
      for (const other of this.#table.querySelectorAll("[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", "true");
      this.#chosen = [reviewer, seat];
      this.#tell(outcome, reviewer, seat, reviewerName, name);
    });
    return el("td", {}, button);
  }

  #mean(outcome, seat) {
    const cells = [...outcome.reviews.values()].map((review) => review.cells.get(outcome.label(seat))).filter((cell) => cell?.accuracy.length);
    if (!cells.length) return el("td");
    return el("td", {}, el("span", { class: "pair" },
      heat(mean(cells.map((cell) => mean(cell.accuracy)))), heat(mean(cells.map((cell) => mean(cell.insight))))));
  }

  #tell(outcome, reviewer, seat, reviewerName, name) {
    const cell = outcome.reviews.get(reviewer)?.cells.get(outcome.label(seat));
    if (!cell) return this.#critique.replaceChildren();
    this.#critique.replaceChildren(
      el("p", { class: "quiet" }, `${reviewerName(reviewer)} on ${name(seat)} — ${words(cell)}`),
      ...(cell.critiques.length ? cell.critiques : ["No critique was written."]).map((text) => el("blockquote", { text })));
  }
}

const sum = (list) => list.reduce((total, value) => total + value, 0);
const mean = (list) => sum(list) / list.length;
const format = (value) => Number(value.toFixed(1)).toString();

function words(cell) {
  return cell.accuracy.length ? `accuracy ${format(mean(cell.accuracy))}, insight ${format(mean(cell.insight))}`
    : `won ${format(sum(cell.won))} of ${cell.won.length}`;
}

function heat(score, text = format(score)) {
  const element = el("span", { class: "score", text });
  element.style.setProperty("--share", `${Math.round((score - 1) / 9 * 100)}%`);
  return element;
}
