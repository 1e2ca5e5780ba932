// The form with which a council is asked, for the first time or further.
import { get, send } from "./server.js";
import { dollars, el, notice } from "./elements.js";

const mostBytes = 20 << 20;

export async function show(host) {
  const { data: councils } = await get("/v1/councils");
  if (councils.length === 0) {
    host.append(el("h1", { text: "Ask" }), el("p", { text: "Your key may ask none of the councils of this server." }));
    return;
  }
  const members = el("p", { class: "quiet members-line" });
  const choice = el("select", { id: "council" }, councils.map((council) =>
    el("option", { value: council.name, selected: council.is_default, text: council.name })));
  const tell = () => {
    const council = councils.find((item) => item.name === choice.value);
    members.textContent = `${council.members.join(" · ")} — chairman: ${council.chairman}`;
  };
  choice.addEventListener("change", tell);
  tell();
  host.append(
    el("div", { class: "hero" }, el("h1", { text: "Ask the council" }),
      el("p", { class: "quiet", text: "Several models answer, review each other blindly, and a chairman writes one answer." })),
    form({
      label: "Question", button: "Ask", rows: 5, choice: el("div", { class: "row" }, el("label", { for: "council", text: "Council" }), choice),
      below: members, request: () => ({ council: choice.value }),
    }));
  host.querySelector("textarea").focus({ preventScroll: true });
}

/// A question that goes on from a run.
export function followUp(run) {
  return form({ label: "Follow up", button: "Ask further", rows: 2, request: () => ({ council: run.council, continues: run.id }) });
}

function form({ label, button, rows, choice, below, request }) {
  const id = `question-${rows}`;
  const text = el("textarea", { id, rows, required: true, placeholder: "What do you want to know?" });
  const estimate = el("p", { class: "quiet estimate", "aria-live": "polite" });
  const message = el("div");
  const files = el("input", { type: "file", id: `files-${rows}`, multiple: true, class: "hidden-input" });
  const list = el("ul", { class: "files" });
  let attachments = [];
  const submit = el("button", { class: "main", text: button });

  files.addEventListener("change", async () => {
    message.replaceChildren();
    try {
      for (const file of files.files) attachments.push(await attachment(file));
    } catch (error) {
      message.replaceChildren(notice(error));
    }
    files.value = "";
    showFiles();
  });
  function showFiles() {
    list.replaceChildren(...attachments.map((item) => el("li", {}, item.name,
      el("button", {
        type: "button", class: "plain", "aria-label": `Remove ${item.name}`, text: "×",
        onclick: () => { attachments = attachments.filter((other) => other !== item); showFiles(); },
      }))));
    guess();
  }

  const body = () => ({ ...request(), question: text.value.trim(), ...(attachments.length ? { attachments } : {}) });
  let timer;
  function guess() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (!text.value.trim() || !text.isConnected) { estimate.textContent = ""; return; }
      try {
        const { total, unpriced } = await send("POST", "/v1/estimate", body());
        const cost = total.cost && unpriced.length === 0 ? `, ${dollars(total.cost.low)} to ${dollars(total.cost.high)}` : "";
        estimate.textContent = `${total.calls.low} to ${total.calls.high} calls${cost}`;
      } catch {
        estimate.textContent = "";
      }
    }, 500);
  }
  text.addEventListener("input", guess);
  choice?.addEventListener("change", guess);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) element.requestSubmit();
  });

  const element = el("form", { class: "panel ask" },
    el("label", { for: id, text: label }), text, list,
    el("div", { class: "row spread" },
      choice ?? el("span"),
      el("div", { class: "row" }, estimate, el("label", { for: files.id, class: "button", text: "Attach" }), files, submit)),
    below, message);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.disabled = true;
    message.replaceChildren();
    try {
      const run = await send("POST", "/v1/runs", body());
      location.hash = `#/runs/${encodeURIComponent(run.id)}`;
    } catch (error) {
      message.replaceChildren(notice(error));
    }
    submit.disabled = false;
  });
  return element;
}

async function attachment(file) {
  if (file.size > mostBytes) throw new Error(`${file.name} is larger than ${mostBytes >> 20} MB.`);
  if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let binary = "";
    for (let start = 0; start < bytes.length; start += 8192) binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
    return { name: file.name, media_type: file.type, data: btoa(binary) };
  }
  const text = await file.text();
  if (text.includes("\u0000")) throw new Error(`${file.name} is neither text nor a PNG, JPEG, GIF or WebP image.`);
  return { name: file.name, text };
}
