// Which part of the page is shown: the part after # in the address names it, so that every run has a link.
import { get, send, shared } from "./server.js";
import { el, notice } from "./elements.js";
import * as ask from "./ask.js";
import * as run from "./run.js";
import * as history from "./history.js";
import * as statistics from "./statistics.js";
import * as councils from "./councils.js";

const main = document.getElementById("main");
const leave = document.getElementById("leave");
let stop = () => {};
let turn = 0;

function viewAt(address) {
  if (shared) return { title: "Shared run", show: (host) => run.show(host) };
  const [name, id] = address.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  switch (name) {
    case "": return { title: "Ask", show: (host) => ask.show(host) };
    case "runs": return { title: "Run", show: (host) => run.show(host, id) };
    case "history": return { title: "History", show: (host) => history.show(host) };
    case "statistics": return { title: "Statistics", show: (host) => statistics.show(host) };
    case "councils": return { title: "Councils", show: (host) => councils.show(host) };
    default: return { title: "Not found", show: (host) => host.append(el("h1", { text: "There is no such page." })) };
  }
}

async function route(moveFocus) {
  if (location.hash === "#main") return;
  const mine = ++turn;
  stop();
  stop = () => {};
  const address = location.hash || "#/";
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === address) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const view = viewAt(address);
  document.title = `${view.title} – Council`;
  const host = el("div", { class: "view" });
  main.replaceChildren(host);
  if (moveFocus) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  try {
    const end = await view.show(host);
    if (mine === turn) stop = end ?? (() => {});
    else end?.();
  } catch (error) {
    if (mine !== turn) return;
    if (error.status === 401) return logIn();
    if (!host.querySelector("h1")) host.append(el("h1", { text: view.title }));
    host.append(notice(error));
  }
}

function logIn() {
  const message = el("div");
  const field = el("input", { id: "key", type: "password", autocomplete: "current-password", required: true });
  const form = el("form", { class: "panel narrow" },
    el("h1", { text: "Log in" }),
    el("p", { class: "quiet", text: "This server asks for a key. “council keys create NAME” makes one." }),
    el("label", { for: "key", text: "Key" }), field, message,
    el("div", { class: "row end" }, el("button", { class: "main", text: "Log in" })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await send("POST", "/v1/session", { key: field.value.trim() });
      await begin();
    } catch (error) {
      message.replaceChildren(notice(error));
    }
  });
  document.title = "Log in – Council";
  main.replaceChildren(form);
  field.focus();
}

leave.addEventListener("click", async () => {
  await send("DELETE", "/v1/session").catch(() => {});
  leave.hidden = true;
  logIn();
});

async function begin() {
  if (shared) {
    document.querySelector("nav").hidden = true;
    document.querySelector(".mark").href = "/";
    return route(false);
  }
  try {
    const session = await get("/v1/session");
    leave.hidden = !session.needs_key;
    if (session.name) leave.textContent = `Log out ${session.name}`;
  } catch (error) {
    if (error.status === 401) return logIn();
  }
  await route(false);
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("loggedout", () => {
  stop();
  stop = () => {};
  logIn();
});
addEventListener("hashchange", () => route(true));
begin();
