// Building blocks. Text of models and users enters the page as textContent, or through markdown() below.
import { render } from "./server.js";

/// An element. Attributes: class, text, on… (listeners), anything else as it is; null and false leave it out.
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/// A frame for what may be wider than the screen; the keyboard can move it.
export const scroll = (name, ...children) => el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, ...children);

const tags = new Set(["P", "BR", "HR", "H1", "H2", "H3", "H4", "H5", "H6", "EM", "STRONG", "DEL", "CODE", "PRE", "UL", "OL",
  "LI", "BLOCKQUOTE", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "A", "INPUT"]);
const attributes = new Set(["align", "start", "type", "checked", "disabled", "href", "title"]);

/// The server's HTML as nodes. It is safe already; what should not be there is nevertheless left out here once more.
function fragment(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const element of [...parsed.body.querySelectorAll("*")]) {
    if (!tags.has(element.tagName) || (element.tagName === "INPUT" && element.type !== "checkbox")) {
      element.replaceWith(element.textContent);
      continue;
    }
    for (const { name } of [...element.attributes]) if (!attributes.has(name)) element.removeAttribute(name);
    if (element.tagName === "A") disarm(element);
    if (element.tagName === "INPUT") {
      element.disabled = true;
      element.setAttribute("aria-label", element.checked ? "done" : "not done");
    }
    if (element.tagName === "PRE") element.tabIndex = 0;
  }
  for (const table of parsed.body.querySelectorAll("table")) {
    const frame = scroll("Table");
    table.replaceWith(frame);
    frame.append(table);
  }
  const fragment = document.createDocumentFragment();
  fragment.append(...parsed.body.childNodes);
  return fragment;
}

function disarm(link) {
  if (!/^(https?:|mailto:)/i.test(link.getAttribute("href") ?? "")) link.removeAttribute("href");
  link.rel = "noopener noreferrer nofollow";
  link.target = "_blank";
}

/// Shows a finished text: at once as it is, and as Markdown as soon as the server has rendered it.
export function markdown(host, text) {
  if (host.shownText === text && host.isFinished) return host;
  host.shownText = text;
  host.isFinished = true;
  host.classList.add("prose", "raw");
  host.textContent = text;
  host.scrollTop = 0;
  render(text).then((html) => {
    if (host.shownText !== text || !host.isFinished) return;
    host.classList.remove("raw");
    host.replaceChildren(fragment(html));
  }, () => {});
  return host;
}

/// Shows a text that is still being written.
export function liveText(host, text) {
  if (host.shownText === text && !host.isFinished) return;
  const isNear = host.scrollHeight - host.scrollTop - host.clientHeight < 40;
  host.shownText = text;
  host.isFinished = false;
  host.classList.add("prose", "raw");
  host.textContent = text;
  if (isNear) host.scrollTop = host.scrollHeight;
}

export const notice = (error) => el("p", { class: "notice", role: "alert", text: error.message ?? String(error) });
export const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
export const percent = (share) => `${Math.round(share * 100)} %`.replace("-", "−");

/// A number with its sign and one decimal place.
export function signed(value) {
  const text = Math.abs(value).toFixed(1);
  return text === "0.0" ? text : `${value < 0 ? "−" : "+"}${text}`;
}

export const points = (share) => signed(share * 100);

export function dollars(value) {
  if (value === 0) return "$0";
  return value < 0.01 ? `$${value.toFixed(4)}` : `$${value.toFixed(2)}`;
}

export function seconds(value) {
  if (value < 10) return `${value.toFixed(1)} s`;
  return value < 100 ? `${Math.round(value)} s` : `${Math.round(value / 60)} min`;
}

export function moment(date) {
  return new Date(date).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/// Asks before something that cannot be undone.
export function confirm(question, action) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { class: "dialog", "aria-label": question },
      el("p", { text: question }),
      el("form", { method: "dialog", class: "row end" },
        el("button", { value: "", text: "Cancel", autofocus: true }),
        el("button", { value: "yes", class: "danger", text: action })));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
