"""Looks at every view of the page, on a phone and on a wide screen, in light and dark: screenshots, what axe-core finds,
and the order in which the keyboard reaches things.

Usage: page_client.py CHROMIUM URL KEY RUN LIVE_RUN SHARED_PATH FOLDER
Prints what is wrong, one line each, then "ok" if nothing is.
"""
import pathlib
import re
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

chromium, url, key, run, live, shared, folder = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir(parents=True, exist_ok=True)
sizes = {"phone": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 900}}
problems = []

# What the keyboard can reach, in the order of the document.
REACHABLE = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex]";
  const root = document.querySelector("dialog[open]") ?? document;
  const all = [...document.querySelectorAll("*")];
  return [...root.querySelectorAll(wanted)]
    .filter((item) => item.checkVisibility({ visibilityProperty: true }) && !item.disabled && item.tabIndex >= 0)
    .map((item) => all.indexOf(item));
}"""
FOCUSED = """() => {
  const item = document.activeElement;
  if (!item || item === document.body) return null;
  const ring = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const label = item.matches(".hidden-input") ? item.labels[0] : item;
  return { index: [...document.querySelectorAll("*")].indexOf(item), ring: ring(label), html: item.outerHTML.slice(0, 120) };
}"""


def look(page: Page, name: str, place: str) -> None:
    """Takes a screenshot and checks what is on the screen."""
    page.screenshot(path=folder / f"{name}-{place}.png", full_page=page.locator("dialog[open]").count() == 0)
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            problems.append(f"{name}, {place}: {violation['id']}: {node['html'][:160]}: {node['failureSummary']}")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if width > 0:
        problems.append(f"{name}, {place}: {width} pixels wider than the screen")


def walk(page: Page, name: str, place: str) -> None:
    """Goes through the page with the tab key: everything is reached, in the order of the document, and shows its focus."""
    is_dialog = page.locator("dialog[open]").count() > 0
    if not is_dialog:
        page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
        # The sequence begins anew where the last click was.
        page.evaluate("getSelection().removeAllRanges(); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    reachable = page.evaluate(REACHABLE)
    reached = []
    for _ in range(len(reachable) + 5):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None and is_dialog:
            # The browser's own buttons; then the dialog begins anew.
            continue
        if focused is None or focused["index"] in reached:
            break
        reached.append(focused["index"])
        if not focused["ring"]:
            problems.append(f"{name}, {place}: no sign of focus: {focused['html']}")
    if not is_dialog and reached != sorted(reached):
        problems.append(f"{name}, {place}: the focus jumps: {reached}")
    if missing := set(reachable) - set(reached):
        html = page.evaluate("(list) => list.map((index) => document.querySelectorAll('*')[index].outerHTML.slice(0, 80))", list(missing))
        problems.append(f"{name}, {place}: the keyboard does not reach {html}")


def guard(page: Page) -> None:
    """Notes whatever the page complains of, and requests to other servers."""
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("console", lambda line: problems.append(f"console: {line.text}") if line.type == "error" and "401" not in line.text and "404" not in line.text else None)
    page.on("request", lambda request: problems.append(f"request to {request.url}") if not request.url.startswith((url, "data:")) else None)


def tour(page: Page, place: str) -> None:
    page.goto(url)
    page.get_by_label("Key").wait_for()
    look(page, "login", place)
    walk(page, "login", place)
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Log in").click()

    page.get_by_label("Question").fill("Why is the sky blue, and why is it red at sunset?")
    page.get_by_text(re.compile(r"\d+ to \d+ calls")).wait_for()
    look(page, "ask", place)
    walk(page, "ask", place)

    page.goto(f"{url}/#/runs/{run}")
    page.locator(".standings").wait_for()
    page.locator(".final-text.prose:not(.raw)").wait_for()
    page.locator(".heat td button").first.click()
    page.locator(".critique blockquote").wait_for()
    look(page, "run", place)
    walk(page, "run", place)
    page.get_by_label("Show who wrote what").check()
    for details in page.locator("details.part, .synthesis details").all():
        details.locator("summary").click()
    look(page, "run-open", place)
    page.get_by_role("button", name=re.compile("^Shared?$")).click()
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_label("Link")).to_have_value(re.compile(f"^{re.escape(url)}/shared/[a-z0-9]{{36}}$"))
    look(page, "share", place)
    walk(page, "share", place)
    page.get_by_role("button", name="Close").click()

    page.goto(f"{url}/#/runs/{live}")
    page.locator(".card .chip.live").first.wait_for()
    page.locator(".stages .now").wait_for()
    expect(page.get_by_label("Show who wrote what")).to_have_count(1)
    look(page, "live", place)

    for name, ready in {"history": ".runs li", "statistics": ".plots .bars li", "councils": ".members li"}.items():
        page.goto(f"{url}/#/{name}")
        page.locator(ready).first.wait_for()
        if name == "councils":
            page.get_by_role("button", name="Check members").first.click()
            page.locator(".members .chip").first.wait_for()
        if name == "statistics":
            page.get_by_text("All figures as a table").click()
        look(page, name, place)
        walk(page, name, place)


def visit(page: Page, place: str) -> None:
    """Opens the link as somebody without a key does."""
    page.goto(url + shared)
    page.locator(".standings").wait_for()
    page.locator(".final-text.prose:not(.raw)").wait_for()
    for name in ["Delete", "Stop", "Share", "Ask further", "Rename", "History"]:
        if page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).count():
            problems.append(f"shared, {place}: “{name}” is offered")
    look(page, "shared", place)
    walk(page, "shared", place)
    page.goto(url + "/shared/" + "a" * 36)
    page.get_by_text("This link leads nowhere").wait_for()
    look(page, "shared-nowhere", place)


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
    for size, viewport in sizes.items():
        for scheme in ("light", "dark"):
            for part in (tour, visit):
                context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
                context.set_default_timeout(20_000)
                page = context.new_page()
                guard(page)
                part(page, f"{size}-{scheme}")
                context.close()
    browser.close()

print("\n".join(dict.fromkeys(problems)) or "ok")
