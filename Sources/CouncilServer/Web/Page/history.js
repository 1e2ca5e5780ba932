// All runs, the newest first.
import { get, runPath, send } from "./server.js";
import { confirm, el, moment, notice } from "./elements.js";

const kinds = { concluded: "good", running: "live", waiting: "live", stopped: "", unfinished: "", unanswered: "bad" };

export async function show(host) {
  const field = el("input", { id: "search", type: "search", placeholder: "Search questions and titles" });
  const list = el("ul", { class: "runs" });
  const message = el("div", { "aria-live": "polite" });
  const more = el("button", { text: "Show more", hidden: true, onclick: () => load(list.lastElementChild?.dataset.run) });
  host.append(el("h1", { text: "History" }), el("label", { for: "search", class: "unseen", text: "Search" }), field, message, list, more);

  let turn = 0;
  async function load(after) {
    const mine = ++turn;
    const query = new URLSearchParams({ limit: "30" });
    if (field.value.trim()) query.set("q", field.value.trim());
    if (after) query.set("after", after);
    try {
      const { data, has_more } = await get(`/v1/runs?${query}`);
      if (mine !== turn) return;
      const items = data.map((run) => item(run, message));
      if (after) list.append(...items);
      else list.replaceChildren(...items);
      more.hidden = !has_more;
      message.replaceChildren(...(list.children.length ? [] : [el("p", { class: "quiet", text: field.value ? "No run has these words." : "No runs yet." })]));
    } catch (error) {
      if (error.status === 401) throw error;
      message.replaceChildren(notice(error));
    }
  }
  let timer;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => load(), 250); });
  await load();
}

function item(run, message) {
  const link = el("a", { class: "title", href: `#/runs/${encodeURIComponent(run.id)}`, text: run.title ?? run.question });
  const actions = el("div", { class: "row actions" },
    el("button", { class: "plain", text: "Rename", onclick: rename }),
    el("a", { class: "plain", href: runPath(run.id, "/export?format=markdown"), download: true, text: "Markdown" }),
    el("a", { class: "plain", href: runPath(run.id, "/export?format=json"), download: true, text: "JSON" }),
    el("button", { class: "plain", text: "Delete", onclick: remove }));
  const head = el("div", { class: "run-title" }, link);
  const element = el("li", { "data-run": run.id }, head,
    el("div", { class: "row spread" },
      el("p", { class: "quiet meta" }, el("span", { class: `chip ${kinds[run.state] ?? ""}`, text: run.state }), ` ${run.council} · ${moment(run.date)}`),
      actions));

  function rename() {
    const field = el("input", { "aria-label": "Title", maxlength: "200", value: run.title ?? run.question.slice(0, 200) });
    const form = el("form", { class: "row" }, field, el("button", { class: "main", text: "Save" }),
      el("button", { type: "button", text: "Cancel", onclick: () => head.replaceChildren(link) }));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        run = await send("PATCH", runPath(run.id), { title: field.value.trim() || null });
        link.textContent = run.title ?? run.question;
        head.replaceChildren(link);
        link.focus();
      } catch (error) {
        message.replaceChildren(notice(error));
      }
    });
    head.replaceChildren(form);
    field.focus();
    field.select();
  }

  async function remove() {
    if (!await confirm(`Delete “${(run.title ?? run.question).slice(0, 80)}” and all its events?`, "Delete")) return;
    try {
      await send("DELETE", runPath(run.id));
      element.remove();
    } catch (error) {
      message.replaceChildren(notice(error));
    }
  }
  return element;
}
