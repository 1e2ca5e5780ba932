// The members' answers side by side, while they are written and after.
import { el, liveText, markdown, seconds } from "./elements.js";
import { endingOf, speedOf } from "./outcome.js";

export class Members {
  #cards = new Map();
  #grid = el("div", { class: "cards" });
  element = el("section", { "aria-labelledby": "answers-title" }, el("h2", { id: "answers-title", text: "Answers" }), this.#grid);

  update(outcome, { showsNames, isOpen }) {
    for (const seat of outcome.run.seats.keys()) {
      if (!this.#cards.has(seat)) {
        const card = new Card(outcome.name(seat));
        this.#cards.set(seat, card);
        this.#grid.append(card.element);
      }
      this.#cards.get(seat).update(outcome, seat, showsNames, isOpen);
    }
  }
}

class Card {
  #state = el("span", { class: "chip" });
  #figures = el("span", { class: "quiet figures" });
  #label = el("span", { class: "label" });
  #text = el("div", { class: "text", tabindex: "0", role: "region" });
  #thought = el("div", { class: "text thought" });
  #reasoning = el("details", { hidden: true }, el("summary", { text: "Reasoning" }), this.#thought);
  #problem = el("div", { class: "problem", hidden: true });
  #more = el("button", { class: "plain more", "aria-expanded": "false", text: "Show all", hidden: true });

  constructor(name) {
    this.#text.setAttribute("aria-label", `Answer of ${name}`);
    this.#more.addEventListener("click", () => {
      const isOpen = this.element.classList.toggle("open");
      this.#more.setAttribute("aria-expanded", isOpen);
      this.#more.textContent = isOpen ? "Show less" : "Show all";
    });
    this.element = el("article", { class: "card" },
      el("header", {}, el("h3", { text: name }), this.#label, this.#state, this.#figures),
      this.#reasoning, this.#problem, this.#text, this.#more);
  }

  update(outcome, seat, showsNames, isOpen) {
    const live = outcome.live.get(`member/${seat}`) ?? outcome.live.get(`reviser/${seat}`);
    const reply = outcome.revisions.get(seat) ?? outcome.answers.get(seat);
    const first = (outcome.earlier[0] ?? outcome).answers.get(seat);
    const isRevised = reply?.text !== first?.text;
    const error = reply ? null : outcome.failure(`member/${seat}`);
    const rank = outcome.tally?.standings.find((standing) => standing.label === outcome.label(seat))?.rank;
    set(this.#label, showsNames ? `${outcome.label(seat)}${rank ? ` · rank ${rank}` : ""}` : "");

    if (live) {
      const role = live.call.role;
      const speed = outcome.speed(role);
      const isRevising = role.startsWith("reviser");
      this.#show("live", live.waiting ? `waiting for ${live.waiting.subject}` : live.setback && !live.text ? "asked again"
        : live.text ? (isRevising ? "revising" : "writing") : live.reasoning ? "thinking" : "asked");
      set(this.#figures, speed ? `≈ ${Math.round(speed)} tokens/s` : "");
      this.#think(live.reasoning, true);
      if (live.text || !reply) liveText(this.#text, live.text);
    } else if (reply) {
      const isLate = outcome.panel && !outcome.panel.includes(seat);
      const state = isLate ? "too late to be reviewed" : isRevised ? "revised" : "";
      this.#show("good", [state, endingOf(reply)].filter(Boolean).join(", ") || "answered");
      const speed = speedOf(reply);
      set(this.#figures, [
        reply.timing && seconds(reply.timing.total), speed && `${Math.round(speed)} tokens/s`, reply.isCached && "from the cache",
        reply.answeredBy && `by ${reply.answeredBy}`,
      ].filter(Boolean).join(" · "));
      this.#think(reply.reasoning, false);
      markdown(this.#text, reply.text);
    } else {
      this.#show(error ? "bad" : "", error?.code === "cancelled" ? "not finished" : error ? "failed" : isOpen ? "waiting" : "no answer");
      set(this.#figures, "");
      if (error?.partial) markdown(this.#text, error.partial);
    }
    this.element.classList.toggle("failed", Boolean(error));
    this.#text.hidden = !reply && !live && !error?.partial;
    const trouble = error ?? (live && live.setback?.error);
    this.#problem.hidden = !trouble;
    if (trouble) {
      const words = trouble.message + (trouble.suggestion ?? "");
      if (this.#problem.shown !== words) {
        this.#problem.shown = words;
        this.#problem.replaceChildren(el("p", { text: trouble.message }), trouble.suggestion ? el("p", { class: "quiet", text: trouble.suggestion }) : "");
      }
    }
    const isLong = this.#text.scrollHeight > this.#text.clientHeight + 4 || this.element.classList.contains("open");
    this.#more.hidden = (!reply && !error?.partial) || !isLong;
  }

  #show(kind, words) {
    this.#state.className = `chip ${kind}`;
    set(this.#state, words);
  }

  #think(reasoning, isLive) {
    this.#reasoning.hidden = !reasoning;
    if (reasoning && (this.#reasoning.open || !isLive)) liveText(this.#thought, reasoning);
  }
}

function set(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
