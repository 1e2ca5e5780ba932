// Which councils there are, and whether their members are well.
import { get } from "./server.js";
import { dollars, el, notice, seconds } from "./elements.js";

export async function show(host) {
  const { data: councils } = await get("/v1/councils");
  host.append(el("h1", { text: "Councils" }),
    el("p", { class: "quiet", text: "They are configured in council.yaml on the server. Checking asks every member for one word and costs a few tokens." }));
  for (const council of councils) host.append(panel(council));
}

function panel(council) {
  const list = el("ul", { class: "members" });
  const message = el("div", { "aria-live": "polite" });
  const check = el("button", { text: "Check members", onclick: run });
  const names = [...new Set([...council.members, council.chairman])];
  list.replaceChildren(...names.map((name) => el("li", {}, el("span", { class: "name", text: name }), seat(name))));

  function seat(name) {
    const count = council.members.filter((member) => member === name).length;
    const words = [count > 1 ? `${count} seats` : count ? "member" : null, name === council.chairman ? "chairman" : null].filter(Boolean).join(", ");
    return el("span", { class: "quiet", text: words || "fallback" });
  }

  async function run() {
    check.disabled = true;
    message.replaceChildren(el("p", { class: "quiet", text: "Asking every member for one word …" }));
    try {
      const { data } = await get(`/v1/councils/${encodeURIComponent(council.name)}/health`);
      message.replaceChildren();
      list.replaceChildren(...data.map((finding) => el("li", {},
        el("span", { class: "name", text: finding.member }), seat(finding.member),
        el("span", { class: `chip ${finding.isWell ? "good" : "bad"}`, text: finding.isWell ? "well" : "ill" }),
        finding.firstPiece !== undefined && el("span", { class: "quiet", text: `first word after ${seconds(finding.firstPiece)}` }),
        finding.problem && el("div", { class: "problem" }, el("p", { text: finding.problem }), finding.suggestion ? el("p", { class: "quiet", text: finding.suggestion }) : ""))));
    } catch (error) {
      message.replaceChildren(notice(error));
    }
    check.disabled = false;
  }

  const limits = [council.budget !== null && `${dollars(council.budget)} a run`, council.daily_budget !== null && `${dollars(council.daily_budget)} a day`].filter(Boolean);
  return el("section", { class: "panel" },
    el("div", { class: "row spread" }, el("h2", {}, council.name, council.is_default && el("span", { class: "chip", text: "default" })), check),
    limits.length ? el("p", { class: "quiet", text: `At most ${limits.join(", ")}` }) : null, list, message);
}
