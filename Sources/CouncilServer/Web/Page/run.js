// One run, live or from the journal: its events are followed from the first one on.
import { follow, get, runPath, send, shared } from "./server.js";
import { confirm, dollars, el, moment, notice } from "./elements.js";
import { Outcome } from "./outcome.js";
import { followUp } from "./ask.js";
import { share } from "./share.js";
import { Members } from "./members.js";
import { Matrix } from "./matrix.js";
import { Answer } from "./answer.js";
import { Tally } from "./plots.js";

/// Shows a run; without an id that of the link by which the page was opened.
export async function show(host, id) {
  let info = await get(runPath(id));
  const outcome = new Outcome();
  const view = { showsNames: false };
  document.title = `${info.title ?? info.question.slice(0, 60)} – Council`;

  const meta = el("p", { class: "quiet meta" });
  const actions = el("div", { class: "row actions" });
  const stages = el("ol", { class: "stages" });
  const status = el("p", { class: "status", role: "status" });
  const message = el("div");
  const names = el("input", { type: "checkbox", id: "names", onchange: () => { view.showsNames = names.checked; update(); } });
  const parts = [new Answer(), new Members(), new Matrix(), new Tally()];
  const further = el("div");
  const [answer, members, matrix, tally] = parts;
  const question = el("h1", { class: "question", text: info.question });
  host.append(
    el("div", { class: "run-head" }, question, meta, actions, message), stages, status,
    answer.element, members.element,
    el("section", { class: "reviews", "aria-labelledby": "reviews-title" },
      el("div", { class: "row spread" }, el("h2", { id: "reviews-title", text: "Reviews" }),
        el("label", { class: "switch", for: "names" }, names, "Show who wrote what")),
      matrix.element, tally.element),
    further);

  let stopFollowing = () => {};
  let frame = 0;
  let failed = null;
  const later = () => { frame ||= requestAnimationFrame(() => { frame = 0; update(); }); };

  function update() {
    if (!outcome.run) return;
    names.disabled = !outcome.isReviewed;
    names.parentElement.title = names.disabled ? "While reviews run nobody is told who wrote what." : "";
    const isOpen = ["running", "waiting"].includes(info.state) && !outcome.isEnded;
    for (const part of parts) part.update(outcome, { showsNames: view.showsNames && outcome.isReviewed, isOpen });
    host.querySelector(".reviews").hidden = matrix.element.hidden && tally.element.hidden;
    updateStages(stages, outcome, isOpen);
    const words = statusOf(outcome, info, failed);
    if (status.textContent !== words) status.textContent = words;
  }

  function updateHead() {
    meta.textContent = [
      info.title, info.council, moment(info.date), info.cost ? dollars(info.cost) : null,
      info.usage && info.usage.output ? `${(info.usage.input + info.usage.output).toLocaleString()} tokens` : null,
      shared && "shared with you to read",
    ].filter(Boolean).join(" · ");
    if (shared) return;
    const isUnderWay = ["running", "waiting"].includes(info.state);
    actions.replaceChildren(...[
      isUnderWay && el("button", { class: "danger", text: "Stop", onclick: () => act("POST", "/cancel") }),
      ["stopped", "unfinished", "unanswered"].includes(info.state)
        && el("button", { class: "main", text: "Go on", onclick: async () => { await act("POST", "/resume"); begin(); } }),
      info.continues && el("a", { class: "button", href: `#/runs/${encodeURIComponent(info.continues)}`, text: "Earlier question" }),
      el("a", { class: "button", href: runPath(id, "/export?format=markdown"), download: true, text: "Markdown" }),
      el("a", { class: "button", href: runPath(id, "/export?format=json"), download: true, text: "JSON" }),
      el("button", { text: info.shared ? "Shared" : "Share", onclick: async () => { info.shared = await share(info); updateHead(); } }),
      !isUnderWay && el("button", {
        text: "Delete",
        onclick: async () => {
          if (!await confirm("Delete this run and all its events?", "Delete")) return;
          try { await send("DELETE", runPath(id)); location.hash = "#/history"; } catch (error) { message.replaceChildren(notice(error)); }
        },
      }),
    ].filter(Boolean));
    if (info.state === "concluded" && !further.firstChild) further.append(followUp(info));
  }

  async function act(method, rest) {
    message.replaceChildren();
    try { info = await send(method, runPath(id, rest)); } catch (error) { message.replaceChildren(notice(error)); }
    updateHead();
    later();
  }

  async function refresh() {
    try { info = await get(runPath(id)); } catch { return; }
    updateHead();
    later();
  }

  function begin() {
    stopFollowing();
    stopFollowing = follow(id, outcome.position, {
      onEvent: (event) => {
        outcome.apply(event);
        if (info.state === "waiting" && event.type !== "opened") info.state = "running";
        later();
      },
      onEnd: ({ reason, message: words }) => {
        failed = reason === "failed" ? words : null;
        if (reason === "revoked") message.replaceChildren(notice(new Error("This link was revoked: what follows is not shown.")));
        outcome.live.clear();
        // The server ends and, as a rule, comes again.
        if (reason === "shutting_down") setTimeout(() => { if (host.isConnected) begin(); }, 3000);
        refresh();
      },
      onBreak: (isBroken, isFinal) => {
        host.classList.toggle("broken", isBroken);
        if (isBroken && isFinal) findOut();
      },
    });
  }

  /// The browser has given up. A server that has started again knows no sessions any more.
  async function findOut() {
    stopFollowing();
    try {
      info = await get(runPath(id));
      updateHead();
      setTimeout(() => { if (host.isConnected) begin(); }, 3000);
    } catch (error) {
      if (error.status === 401) return dispatchEvent(new Event("loggedout"));
      message.replaceChildren(notice(error));
      // Too many read at once.
      if (error.status === 429) setTimeout(() => { if (host.isConnected) findOut(); }, 10_000);
    }
  }

  updateHead();
  begin();
  const ticker = setInterval(() => { if (outcome.live.size > 0) later(); }, 1000);
  return () => {
    stopFollowing();
    clearInterval(ticker);
    cancelAnimationFrame(frame);
  };
}

function updateStages(list, outcome, isOpen) {
  const { seats } = outcome.run;
  const failed = seats.filter((_, seat) => outcome.failure(`member/${seat}`)).length;
  const hasLive = (kind) => [...outcome.live.keys()].some((role) => role.startsWith(kind));
  const reviewers = outcome.seatsThatReview;
  const isReviewing = hasLive("reviewer") || outcome.reviews.size > 0;
  const isConcluding = ["chairman", "analyst", "comparer", "auditor"].some(hasLive);
  const done = Boolean(outcome.conclusion);
  const items = [
    ["Answers", `${outcome.answers.size} of ${seats.length}${failed ? `, ${failed} failed` : ""}`,
      outcome.tally || done || isReviewing ? "done" : isOpen ? "now" : "open"],
    ["Reviews", reviewers.length ? `${outcome.reviews.size} of ${reviewers.length}` : "–",
      outcome.tally || done ? "done" : isReviewing && isOpen ? "now" : "open"],
    ["Final answer", done ? `by ${outcome.conclusion.call.model}` : isConcluding ? conclusionState(outcome) : "–", done ? "done" : isConcluding ? "now" : "open"],
  ];
  const signature = JSON.stringify(items);
  if (list.signature === signature) return;
  list.signature = signature;
  list.replaceChildren(...items.map(([name, words, state]) =>
    el("li", { class: state, "aria-current": state === "now" ? "step" : null }, el("strong", { text: name }), el("span", { text: words }))));
}

function conclusionState(outcome) {
  const has = (kind) => [...outcome.live.keys()].some((role) => role.startsWith(kind));
  if (has("chairman")) return "being written";
  if (has("comparer")) return "compared with the best single answer";
  if (has("auditor")) return "checked for what it dropped";
  return has("analyst") ? "answers are analysed" : "–";
}

function statusOf(outcome, info, failed) {
  if (failed) return `The run broke off: ${failed}`;
  if (outcome.conclusion) return "";
  const further = shared ? "" : " “Go on” takes it up again.";
  switch (info.state) {
    case "waiting": return "The run waits for its turn.";
    case "stopped": return `Stopped. What was answered so far is kept.${further}`;
    case "unfinished": return `Unfinished: nobody works on it here.${further}`;
    case "unanswered": return "No member answered.";
    default: return outcome.isEnded ? "No member answered." : "";
  }
}
