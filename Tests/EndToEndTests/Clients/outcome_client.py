"""Folds sequences of events with the page's outcome.js. Usage: outcome_client.py CHROMIUM URL FILE

FILE is a list of sequences. Prints a list of two texts for every beginning of every sequence: what is known after it, and
what is known when the run is resumed there.
"""
import json
import sys

from playwright.sync_api import sync_playwright

FOLD = """async (sequences) => {
  const { Outcome } = await import("/outcome.js");
  const sorted = (map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  const thousandths = (values) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length * 1000);
  const points = (list) => list.map((point) => `${point.kind} ${point.text} ${point.labels.join()}`).join("; ");

  const said = (outcome) => [
    `position ${outcome.position}${outcome.isEnded ? ", ended" : ""}`,
    `reviewed seats ${outcome.run ? outcome.reviewedSeats.join() : ""}`,
    ...sorted(outcome.answers).map(([seat, reply]) => `answer ${seat} by ${outcome.author(seat)}: ${reply.text}`),
    ...sorted(outcome.revisions).map(([seat, reply]) => `revision ${seat}: ${reply.text}`),
    ...sorted(outcome.reviews).flatMap(([seat, review]) => [`review ${seat} by ${outcome.reviewer(seat)}`, ...sorted(review.cells).map(([label, cell]) =>
      cell.accuracy.length
        ? `  ${label}: ${thousandths(cell.accuracy)} ${thousandths(cell.insight)} ${cell.critiques[0] ?? ""}`
        : `  ${label}: compared`)]),
    ...outcome.unreadable.map(({ call, complaint }) => `unreadable ${call.role}: ${complaint}`),
    ...outcome.failures.map(({ call, error }) => `failed ${call.role}: ${error.code} ${error.message} ${error.partial ?? ""}`),
    ...outcome.setbacks.map(({ call }) => `setback ${call.role}`),
    outcome.tally && `tally of ${outcome.tally.ballots}: ${outcome.tally.standings.map((item) => `${item.label} ${item.rank}`).join(", ")}; tie ${(outcome.tally.tie ?? []).join()}`,
    outcome.depth && `depth ${outcome.depth.depth}: ${outcome.depth.reason}`,
    outcome.vote && `vote ${outcome.vote.answer}: ${outcome.vote.options.map((option) => `${option.answer} by ${option.seats.join()}`).join("; ")}`,
    outcome.analysis && `analysis ${points(outcome.analysis.points)}`,
    outcome.draft && `draft by ${outcome.draft.call.role}: ${outcome.draft.reply.text}`,
    ...sorted(outcome.preferences).map(([role, preference]) => `preference ${role}: ${preference.better}`),
    ...sorted(outcome.comparisons).map(([purpose, comparison]) => `comparison ${purpose}: ${comparison.verdicts.map((verdict) => verdict.seat).join()}`),
    outcome.audit && `audit of ${outcome.audit.total}: ${points(outcome.audit.dropped)}`,
    outcome.conclusion && `conclusion by ${outcome.conclusion.call.role}, ${outcome.conclusion.source}: ${outcome.conclusion.text}`,
    ...outcome.earlier.map((earlier) => `earlier:\\n${said(earlier)}`),
  ].filter(Boolean).join("\\n");

  const fold = (events) => {
    const outcome = new Outcome();
    events.forEach((event, index) => outcome.apply({ ...event, position: index + 1 }, 0));
    return said(outcome);
  };
  return sequences.map((events) => [...Array(events.length + 1).keys()].map((count) => {
    const beginning = events.slice(0, count);
    return [fold(beginning), fold([...beginning, { type: "resumed" }])];
  }));
}"""

chromium, url, file = sys.argv[1:]
with open(file, encoding="utf-8") as source:
    sequences = json.load(source)
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
    page = browser.new_page()
    page.goto(url)
    print(json.dumps(page.evaluate(FOLD, sequences)))
    browser.close()
