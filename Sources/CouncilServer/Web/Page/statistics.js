// What the newest runs say of the models.
import { get } from "./server.js";
import { dollars, el, percent, plural, points, scroll, seconds, signed } from "./elements.js";
import { bar, interval } from "./plots.js";

export async function show(host) {
  const { statistics, cost_today: today, runs_under_way: underWay, runs_waiting: waiting } = await get("/v1/stats");
  const { models, runs } = statistics;
  host.append(
    el("h1", { text: "Statistics" }),
    el("p", { class: "quiet", text: `${plural(runs, "run")} counted · ${dollars(today)} today · ${underWay} under way, ${waiting} waiting` }));
  if (!models.length) return;
  const most = (key) => Math.max(...models.map((model) => Math.abs(model[key] ?? 0)), 1e-9);
  host.append(el("div", { class: "plots" },
    plot("Strength", "Win share of the answers above or below the middle, in points; with 90 % interval from two runs on.", models, "strength",
      (model) => [points(model.strength), interval({
        value: model.strength, lower: model.interval?.lower, upper: model.interval?.upper, from: -0.5, to: 0.5, zero: 0,
        label: `${model.model}: ${points(model.strength)}${model.interval ? `, ${points(model.interval.lower)} to ${points(model.interval.upper)}` : ""}`,
      })], true),
    bias("Position bias", "Prefers later answers (left) or those read first (right).", models, "positionBias", 1, points),
    bias("Length bias", "Prefers the shorter (left) or the longer (right) of two answers.", models, "lengthBias", 1, points),
    bias("Self-preference", "How much higher it places its own model's answers than others do.", models, "selfPreference", 1, points),
    bias("Leniency", "Scores above those of the others, in points of 1 to 10.", models, "leniency", Math.max(1, most("leniency")), signed),
    plain("Contradicts itself", "Share of the pairs it judged differently in the other order.", models, "inconsistency", 1, percent),
    plain("Time to answer", "Median of an answer.", models, "latency", most("latency"), seconds),
    plain("Cost", "In all.", models, "cost", most("cost"), dollars),
    plain("Failed calls", "Of all its calls.", models.map((model) => ({ ...model, failed: model.calls ? model.failures / model.calls : undefined })), "failed", 1, percent)));
  host.append(table(models));
}

function plot(title, words, models, key, draw, isWide = false) {
  const known = models.filter((model) => model[key] !== undefined && model[key] !== null);
  if (!known.length) return null;
  return el("section", { class: `panel plot-panel ${isWide ? "wide" : ""}` }, el("h2", { text: title }), el("p", { class: "quiet", text: words }),
    el("ul", { class: "bars" }, known.map((model) => {
      const [figure, drawing] = draw(model);
      return el("li", {}, el("span", { class: "name", text: model.model, title: model.model }), el("span", { class: "drawing" }, drawing), el("span", { class: "figure", text: figure }));
    })));
}

const bias = (title, words, models, key, most, format) => plot(title, words, models, key, (model) =>
  [format(model[key]), bar({ value: model[key], from: -most, to: most, label: `${model.model}: ${format(model[key])}` })]);

const plain = (title, words, models, key, most, format) => plot(title, words, models, key, (model) =>
  [format(model[key]), bar({ value: model[key], from: 0, to: most, label: `${model.model}: ${format(model[key])}` })]);

function table(models) {
  const columns = [["model", (m) => m.model], ["runs", (m) => m.runs], ["strength", (m) => known(m.strength, points)], ["reviews", (m) => m.reviews],
    ["refused", (m) => m.refusals], ["failed", (m) => `${m.failures} of ${m.calls}`], ["time", (m) => known(m.latency, seconds)], ["cost", (m) => known(m.cost, dollars)]];
  return el("details", { class: "panel" }, el("summary", { text: "All figures as a table" }), scroll("All figures",
    el("table", { class: "figures-table" },
      el("thead", {}, el("tr", {}, columns.map(([name]) => el("th", { scope: "col", text: name })))),
      el("tbody", {}, models.map((model) => el("tr", {}, columns.map(([, value], index) => el(index ? "td" : "th", { text: value(model), scope: index ? null : "row" }))))))));
}

const known = (value, format) => (value === undefined || value === null ? "–" : format(value));
