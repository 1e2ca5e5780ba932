// Links under which others can read a run.
import { runPath, send } from "./server.js";
import { el, notice } from "./elements.js";

/// Lets the user make a link to a run, or end those there are.
/// Returns whether there is one afterwards.
export function share(run) {
  return new Promise((resolve) => {
    let isShared = run.shared;
    const field = el("input", { readonly: true, "aria-label": "Link", hidden: true });
    const message = el("p", { class: "quiet", role: "status" });
    const make = el("button", { type: "button", class: "main", text: "Make a link", onclick: create });
    const copy = el("button", { type: "button", class: "main", text: "Copy", hidden: true, onclick: take });
    const end = el("button", { type: "button", class: "danger", text: "Stop sharing", hidden: !isShared, onclick: revoke });
    const dialog = el("dialog", { class: "dialog", "aria-labelledby": "share-title" },
      el("h2", { id: "share-title", text: "Share this run" }),
      el("p", { text: "Whoever has the link can read this run without a key, as it is and as it goes on: the question, answers, reviews and the final answer. They can do nothing else and see no other run." }),
      field, message,
      el("form", { method: "dialog", class: "row end" }, end, el("button", { text: "Close" }), make, copy));
    if (isShared) message.textContent = "There is a link already. It was shown when it was made; “Make a link” makes another.";

    async function create() {
      try {
        const { path } = await send("POST", runPath(run.id, "/share"));
        isShared = true;
        field.value = new URL(path, location.href).href;
        field.hidden = copy.hidden = end.hidden = false;
        make.hidden = true;
        message.textContent = "The link is shown only now.";
        copy.focus();
      } catch (error) {
        message.replaceChildren(notice(error));
      }
    }

    async function take() {
      field.select();
      // Without TLS browsers have no clipboard for scripts; the link is selected then.
      const isCopied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
      message.textContent = isCopied ? "Copied." : "The link is selected: copy it with Ctrl-C.";
    }

    async function revoke() {
      try {
        await send("DELETE", runPath(run.id, "/share"));
        isShared = false;
        field.hidden = copy.hidden = end.hidden = true;
        make.hidden = false;
        message.textContent = "No link leads here any more.";
        make.focus();
      } catch (error) {
        message.replaceChildren(notice(error));
      }
    }

    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(isShared);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
