"""Corrects a whole page at the desk by keyboard alone, in Chromium, until it says what the truth says.

    python benchmarks/desk_page.py PROJECT.galley PAGE TRUTH --to FOLDER [--half right]

In: a project with a page that was read, which is copied; the page's truth (benchmarks/desk_truth.py). The person at the
desk sees the scan: lines that were missed are drawn, others cut, fused, dropped; lines that are wrong are corrected by
what the doubts offer or by typing; order is mended; the page is handed in and accepted. Out: errors before and after,
keys, seconds, faults of the browser, whether an export says what was typed; pictures of the screens in FOLDER.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from subprocess import run
from xml.etree import ElementTree

from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import ARGUMENTS, Server, Tabs, find_chromium, serving  # noqa: E402
from desk_hands import Hands  # noqa: E402
from desk_shapes import Shapes  # noqa: E402
from desk_shots import SIZE, Shots, show_screens, show_trouble  # noqa: E402
from desk_truth import Row, distance, match, read_truth, wanted  # noqa: E402

WAITS = 120_000  # milliseconds
PROGRAM = "from correction.cli import main; main()"
IDLE = "() => galleyDesk.outbox.state === 'saved' && !galleyDesk.outbox.pending"


def main() -> int:
    """Correct a page; 1 when something is not as it should be."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("project", type=Path)
    asked.add_argument("page")
    asked.add_argument("truth", type=Path)
    asked.add_argument("--to", type=Path, required=True, help="folder for the pictures")
    asked.add_argument("--half", default="", help="of a truth of two pages: right or left")
    asked.add_argument("--no-pictures", action="store_true")
    options = asked.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    truth = read_truth(options.truth, options.half)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "page.galley"
        shutil.copytree(options.project, root)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        tabs = Tabs(browser)
        with serving(root) as server:
            said = correct(tabs, server, options.page, truth, Shots(options.to))
            if not options.no_pictures:
                show_screens(tabs, server, options.page, options.to, truth)
            tabs.close()  # before its server is away
            faults = tabs.faults
        if not options.no_pictures:
            show_trouble(browser, root, options.page, options.to)
        print(f"page errors, console errors, requests to other machines: {len(faults)}", *faults, sep="\n  ")
        lost = [line for line, text in exported(root, options.page).items() if said.get(line, "") != text]
        print(f"lines that an export gives otherwise than they were typed: {len(lost)} {lost[:5] or ''}")
        browser.close()
    return 1 if lost or faults else 0


def correct(tabs: Tabs, server: Server, page: str, truth: Sequence[Row], shots: Shots) -> dict[str, str]:
    """Correct the page, hand it in and accept it; what each of its lines says in the end."""
    tab = opened(tabs, server, page)
    hands = Hands(tab)
    shots.take(tab, "desk")
    shapes = Shapes(hands, any(row.box for row in truth), lambda name: shots.take(tab, name))
    before = errors(shapes.rows(), truth)
    start = time.perf_counter()
    hands.press("to doubts", "Tab")
    shots.take(tab, "doubt")
    shapes.mend(truth)
    tab.wait_for_function(IDLE, timeout=WAITS)
    shaped = errors(shapes.rows(), truth)
    keys = hands.beyond
    right = match(shapes.rows(), truth).right
    hands.press("to lines", "Control+Home")
    for row in shapes.rows():
        if row.id in right:
            hands.correct(row.id, wanted(hands.text(row.id), right[row.id].text))
    correcting = hands.beyond - keys
    typed = errors(shapes.rows(), truth)
    shapes.order(truth)
    tab.wait_for_function(IDLE, timeout=WAITS)
    after = errors(shapes.rows(), truth)
    for state in ("for review", "accepted"):
        hands.press("states", "Alt+s", "Enter")
        tab.wait_for_function("state => galleyDesk.view.state === state", arg=state, timeout=WAITS)
    shots.take(tab, "accepted")
    seconds = time.perf_counter() - start
    _tell(hands, shapes, seconds, {"as read": before, "lines mended": shaped, "corrected": typed, "in order": after})
    mended = max(1, shaped[0] - typed[0])
    print(f"correcting: {correcting} keys beyond the letters for {mended} errors: {correcting / mended:.2f} each")
    return {row.id: row.text for row in shapes.rows()}


def opened(tabs: Tabs, server: Server, page: str, **settings: object) -> Tab:
    """A tab with the page at the desk, its doubts found; the page behind it is another's business."""
    tab = tabs(**{"viewport": SIZE} | settings)
    tab.add_init_script("localStorage['galley:author'] ??= 'Ada'; localStorage['galley:likely'] ??= 'no'")
    tab.goto(f"{server.url}?item={page}")
    tab.wait_for_selector(f".galley-desk[data-ready={page}]", timeout=WAITS)
    tab.wait_for_selector(".doubt-count:not([hidden])", timeout=WAITS)
    tab.wait_for_load_state("networkidle")
    tab.evaluate("() => { galleyDesk.view = {...galleyDesk.view, next: null} }")
    return tab


def errors(rows: Sequence[Row], truth: Sequence[Row]) -> tuple[int, int, int]:
    """Edits of all lines, what was missed and what is too much counted; of the whole text in its order; its length."""
    found = match(rows, truth)
    lines = sum(distance(wanted(row.text, found.right[row.id].text), row.text) for row in rows if row.id in found.right)
    lines += sum(len(row.text) for row in (*found.missed, *found.surplus))
    whole = "\n".join(row.text for row in truth)
    return lines, distance("\n".join(row.text for row in rows), whole), len(whole)


def exported(root: Path, page: str) -> dict[str, str]:
    """What an export by the command line says of each line."""
    to = root / "exported"
    command = [sys.executable, "-c", PROGRAM, "export", "--project", str(root), "--format", "page"]
    run([*command, "--page", page, "--to", str(to)], cwd=ROOT, check=True, capture_output=True)
    said = {}
    for line in ElementTree.parse(next(to.rglob("*.xml"))).getroot().iter("{*}TextLine"):
        best = min(line.findall("{*}TextEquiv"), key=lambda each: int(each.get("index", "0")), default=None)
        said[line.get("id")] = best.findtext("{*}Unicode") or "" if best is not None else ""
    return said


def _tell(hands: Hands, shapes: Shapes, seconds: float, steps: dict[str, tuple[int, int, int]]) -> None:
    for step, (lines, whole, length) in steps.items():
        print(
            f"{step:13}: {lines:5} errors in lines ({lines / length:.2%}), {whole:5} in the whole text in its order "
            f"({whole / length:.2%})",
            flush=True,
        )
    first, last = next(iter(steps.values())), list(steps.values())[-1]
    kinds = ", ".join(f"{count} {what}" for what, count in sorted(hands.keys.items(), key=lambda each: -each[1]))
    print(f"{hands.letters} letters typed; {hands.beyond} other keys: {kinds}")
    print(f"{(hands.beyond + hands.letters) / max(1, first[0] - last[0]):.2f} keys an error in all; {seconds:.0f} s")
    print("acts:", ", ".join(f"{count} {what}" for what, count in shapes.acts.items()) or "none")
    for line in hands.resort[:10]:
        print("  left:", line)


if __name__ == "__main__":
    sys.exit(main())
