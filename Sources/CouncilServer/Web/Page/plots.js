// Plots as SVG: drawn in per cent of their width, so that they fit a phone and a wide screen alike.
import { el, percent, plural, svg } from "./elements.js";

/// A value between two bounds with its interval.
export function interval({ value, lower, upper, from, to, zero, label }) {
  const x = (number) => `${(2 + 96 * (Math.min(to, Math.max(from, number)) - from) / (to - from)).toFixed(2)}%`;
  return svg("svg", { class: "plot", width: "100%", height: "26", role: "img", "aria-label": label },
    svg("line", { class: "axis", x1: x(from), x2: x(to), y1: 13, y2: 13 }),
    zero !== undefined && svg("line", { class: "axis", x1: x(zero), x2: x(zero), y1: 2, y2: 24 }),
    lower !== undefined && svg("line", { class: "range", x1: x(lower), x2: x(upper), y1: 13, y2: 13 }),
    lower !== undefined && [lower, upper].map((end) => svg("line", { class: "range", x1: x(end), x2: x(end), y1: 8, y2: 18 })),
    svg("circle", { class: "point", cx: x(value), cy: 13, r: 6 }));
}

/// A bar from 0, to the left if the value is negative.
export function bar({ value, from, to, label }) {
  const x = (number) => 2 + 96 * (Math.min(to, Math.max(from, number)) - from) / (to - from);
  const [low, high] = [Math.min(0, value), Math.max(0, value)];
  return svg("svg", { class: "plot", width: "100%", height: "22", role: "img", "aria-label": label },
    svg("rect", { class: "bar", x: `${x(low)}%`, y: 5, width: `${Math.max(0.4, x(high) - x(low))}%`, height: 12, rx: 3 }),
    svg("line", { class: "axis", x1: `${x(0)}%`, x2: `${x(0)}%`, y1: 0, y2: 22 }));
}

/// How the ballots rank the answers, with 90 % intervals and declared ties.
export class Tally {
  element = el("div", { class: "tally", hidden: true });

  update(outcome, { showsNames }) {
    const { tally } = outcome;
    this.element.hidden = !tally || tally.standings.length < 2;
    const signature = `${outcome.position} ${showsNames}`;
    if (this.element.hidden || this.element.signature === signature) return;
    this.element.signature = signature;
    const name = (label) => showsNames ? outcome.author(outcome.seat(label)) : label;
    const bounds = tally.standings.flatMap((standing) => [standing.score, standing.winShare, standing.interval?.lower, standing.interval?.upper])
      .filter((value) => value !== undefined);
    const [from, to] = [Math.min(0, ...bounds), Math.max(1, ...bounds)];
    const tie = new Set(tally.tie ?? []);
    const reviewer = (seat) => showsNames ? outcome.reviewer(seat) : `The author of ${outcome.label(seat)}`;
    this.element.replaceChildren(
      el("h3", { text: "Tally" }),
      el("p", { class: "quiet", text: summary(tally) }),
      el("ol", { class: "standings" }, tally.standings.map((standing) => {
        const score = standing.score ?? standing.winShare;
        const range = standing.interval ? `, 90 % interval ${percent(standing.interval.lower)} to ${percent(standing.interval.upper)}` : "";
        const figure = score === undefined ? "not ranked" : percent(score);
        return el("li", { class: tie.has(standing.label) ? "tied" : "" },
          el("span", { class: "rank", text: standing.rank ?? "–" }),
          el("span", { class: "name" }, name(standing.label), tie.has(standing.label) && el("span", { class: "chip", text: "tie" })),
          el("span", { class: "drawing" }, score !== undefined && interval({
            value: score, lower: standing.interval?.lower, upper: standing.interval?.upper, from, to,
            label: `${name(standing.label)}: ${figure}${range}`,
          })),
          el("span", { class: "figure", text: figure }));
      })),
      ...(tie.size < 2 ? [] : [el("p", { class: "quiet", text: `Declared tie: ${[...tie].map(name).join(", ")}. Their intervals overlap the leader's, so the order among them says little.` })]),
      ...(tally.agreement?.splits ?? []).map((split) => el("p", { class: "quiet", text:
        `${percent(split.share)} of those with a preference put ${name(split.first)} before ${name(split.second)}.` })),
      ...(tally.dissent ?? []).map((item) => el("div", { class: "dissent" },
        el("p", { class: "quiet", text: `${reviewer(item.reviewer)} ranked the winner last:` }), el("blockquote", { text: item.critique }))));
  }
}

function summary(tally) {
  const parts = [`${plural(tally.ballots, "ballot")}. ${tally.lambda ? "Expected share of wins against the other answers, moved by how strong each model was in earlier runs" : "Expected share of wins against the other answers"}; with 90 % interval.`];
  if (tally.agreement?.concordance !== undefined) parts.push(`Agreement of the reviewers: W = ${tally.agreement.concordance.toFixed(2)} (0 none, 1 full).`);
  return parts.join(" ");
}
