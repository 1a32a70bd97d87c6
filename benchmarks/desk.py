"""How quick the review desk is, in Chromium: opening, typing, panning, saving.

`python benchmarks/desk.py [--lines N...] [--times N] [--bare]` makes a project of pages with 800 and 1,500 lines and a
picture of 4000 x 6000 pixels each, serves it, and prints for each size, in milliseconds: opening a page in the running
application until the first line can be typed in (pages that the server has not loaded before, and again), from a key to
the frame that shows it, frames while the scan is panned and zoomed, the save of a line, and from the last key until it
stands in the database. Then what is wrong with each screen, light and dark: serious findings of axe-core, requests to
other machines, errors; `--bare` prints that alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser import ARGUMENTS, Server, Tabs, find_chromium, serious, serving
from desk_pages import crowded
from desk_shots import walk
from playwright.sync_api import Browser, Page, sync_playwright

from correction.store import create_project, open_project

PAGES = 4  # of each size, each with a line more than the one before
VIEW = {"width": 1600, "height": 900}
OPEN = """async page => {
  const start = performance.now();
  await galleyDesk.open(page);
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""
# From the key's own time to the frame after the one that it changed.
WATCH_KEYS = """() => {
  window.painted = [];
  addEventListener('keydown', event => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => painted.push(performance.now() - event.timeStamp);
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }, true);
}"""
WATCH_FRAMES = """() => {
  window.frames_ = []; let before = performance.now(); window.watching = true;
  const look = now => { frames_.push(now - before); before = now; if (watching) requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""
SAVES = "() => performance.getEntriesByType('resource').filter(e => e.name.endsWith('/decisions')).map(e => e.duration)"


def main() -> int:
    parser = argparse.ArgumentParser(description="How quick the review desk is.")
    parser.add_argument("--lines", type=int, nargs="+", default=[800, 1500])
    parser.add_argument("--times", type=int, default=3, help="each page is opened again")
    parser.add_argument("--bare", action="store_true", help="only what is wrong with the screens")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        root = Path(folder) / "P"
        with closing(create_project(root)) as project:
            pages = {lines: [crowded(project, lines + n).id for n in range(PAGES)] for lines in options.lines}
        browser = play.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        with serving(root) as server:
            if not options.bare:
                _times(browser, server, root, pages, options.times)
            wrong = _faults(browser, server, pages[options.lines[0]][0])
        browser.close()
    return 1 if wrong else 0


def _times(browser: Browser, server: Server, root: Path, pages: dict[int, list[str]], times: int) -> None:
    tabs = Tabs(browser)
    tab = tabs(viewport=VIEW)
    tab.add_init_script("localStorage['galley:author'] = 'Ada'; performance.setResourceTimingBufferSize(1e5)")
    tab.goto(f"{server.url}?item={next(iter(pages.values()))[0]}")
    tab.wait_for_selector(".galley-desk[data-ready]")
    for lines, ids in pages.items():
        _size(tab, root, lines, ids, times)
    tabs.close()
    print(f"page errors and requests to other machines meanwhile: {len(tabs.faults)}", *tabs.faults, sep="\n  ")


def _faults(browser: Browser, server: Server, page: str) -> int:
    """What is wrong with each screen: how many findings, errors and requests."""
    wrong = 0
    for scheme in ("light", "dark"):
        tabs = Tabs(browser)
        tab = tabs(viewport=VIEW, color_scheme=scheme)
        tab.add_init_script("localStorage['galley:author'] = 'Ada'")
        before = 0
        for screen in walk(tab, server.url, page, "the"):
            found = serious(tab)
            faults, before = tabs.faults[before:], len(tabs.faults)
            print(f"{screen}, {scheme}: {len(found)} serious findings, {len(faults)} errors and requests elsewhere")
            print(*found, *faults, sep="\n", end="\n" if found or faults else "")
            wrong += len(found) + len(faults)
        tabs.close()
    return wrong


def _size(tab: Page, root: Path, lines: int, ids: Sequence[str], times: int) -> None:
    print(f"{lines} lines")
    other = ids[0]
    tab.evaluate(OPEN, other)
    _say("  opened for the first time", [tab.evaluate(OPEN, each) for each in ids[1:]])
    _say("  opened again", [tab.evaluate(OPEN, each) for _ in range(times) for each in ids])
    _say("  key to paint", _type(tab))
    _say("  frame while panning and zooming", _pan(tab))
    shown = tab.evaluate("galleyDesk.view.id")
    _say("  from the last key to the database", [_kept(tab, root, shown, n) for n in range(10)])
    _say("  the save itself, for the browser", tab.evaluate(SAVES))


def _type(tab: Page) -> list[float]:
    """Two hundred keys in lines all over the page."""
    tab.evaluate(WATCH_KEYS)
    fields = tab.locator(".line textarea")
    for place in range(10):
        fields.nth(place * (fields.count() // 10)).click()
        tab.wait_for_timeout(300)
        tab.keyboard.type("wind and weather now", delay=45)
    found: list[float] = tab.evaluate("painted")
    return found


def _pan(tab: Page) -> list[float]:
    box = tab.locator(".sheet").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    for _ in range(6):
        tab.mouse.wheel(0, -200)
        tab.wait_for_timeout(120)
    tab.wait_for_timeout(1500)
    tab.evaluate(WATCH_FRAMES)
    tab.mouse.down()
    for step in range(90):
        tab.mouse.move(x - 2 * step, y - 3 * step)
        tab.wait_for_timeout(16)
    tab.mouse.up()
    for turn in range(12):
        tab.mouse.wheel(0, -120 if turn % 2 else 120)
        tab.wait_for_timeout(160)
    found: list[float] = tab.evaluate("() => { watching = false; return frames_.slice(2) }")
    return found


def _kept(tab: Page, root: Path, page: str, number: int) -> float:
    """Milliseconds from the last key of a word until the log has it."""
    tab.locator(".line textarea").nth(3 + number).click()
    tab.keyboard.press("End")
    tab.keyboard.type(f" kept{number}")
    start = time.perf_counter()
    with closing(open_project(root)) as project:
        while not any(f"kept{number}" in (each.value or "") for each in project.decisions(page)[-5:]):
            if time.perf_counter() - start > 30:
                raise TimeoutError("a line was not saved in 30 seconds")
            tab.wait_for_timeout(10)
    return (time.perf_counter() - start) * 1000


def _say(what: str, values: Sequence[Any], unit: str = "ms") -> None:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(
        f"{what}: median {median(ordered):.1f}, p95 {p95:.1f}, worst {ordered[-1]:.1f} {unit} of {len(ordered)}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
