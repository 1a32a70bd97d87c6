"""Whether the review desk loses a letter, in Chromium: a server that dies, reloads in mid-word, two people on a page.

`python benchmarks/desk_losses.py [--edits N] [--reloads N] [--seed N]` types words into lines of a page while the
server is killed (-9) and started again at random moments; reloads the page in the midst of words; and lets two tabs
and two people type on the same page, partly in the same lines. Then each word that was typed must stand in the log, or
in a conflict on the screen that waits for a choice. Prints a line for each part; the exit code is 1 when a letter was
lost.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser import ARGUMENTS, Server, Tabs, find_chromium, serving
from desk_pages import sample_project
from playwright.sync_api import Page, sync_playwright

from correction.review import replay
from correction.store import open_project

NAMED = "localStorage.getItem('galley:author') || localStorage.setItem('galley:author', '{}')"
SAVED = "() => galleyDesk.outbox.state === 'saved' && !galleyDesk.outbox.pending"
QUIET = 60_000  # milliseconds until everything must be saved once the server is back


def main() -> int:
    parser = argparse.ArgumentParser(description="Whether the review desk loses a letter.")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--reloads", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    lost = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        for part, times in ((_killed, options.edits), (_reloaded, options.reloads), (_together, options.edits)):
            root = Path(folder) / part.__name__
            sample_project(root, "en")
            with serving(root) as server:
                tabs = Tabs(browser)
                lost += part(tabs, server, root, times, chance)
                tabs.close()
        browser.close()
    return 1 if lost else 0


def _killed(tabs: Tabs, server: Server, root: Path, edits: int, chance: random.Random) -> int:
    """Words are typed at the ends of lines; every tenth or so the server dies, and is back some words later."""
    tab, typed, kills, down = _open(tabs, server, "Ada"), [], 0, 0
    for number in range(edits):
        if not down and chance.random() < 0.1:
            server.kill()
            kills, down = kills + 1, chance.randint(1, 6)
        typed.append(_type(tab, number, chance))
        tab.wait_for_timeout(chance.randint(0, 400))
        down -= bool(down)
        if not down:
            server.start() if not server.runs else None
    if not server.runs:
        server.start()
    tab.wait_for_function(SAVED, timeout=QUIET)
    return _tell(f"{edits} edits, the server killed {kills} times", typed, _said(root))


def _reloaded(tabs: Tabs, server: Server, root: Path, reloads: int, chance: random.Random) -> int:
    """The page is reloaded after a random letter of a word; then the rest is typed."""
    tab, typed = _open(tabs, server, "Ada"), []
    tab.on("dialog", lambda dialog: dialog.accept())
    for number in range(reloads):
        word = f"word{number}mark"
        at = chance.randint(1, len(word) - 1)
        _into(tab, number)
        tab.keyboard.type(f" {word[:at]}")
        tab.wait_for_timeout(chance.choice([0, 5, 200, 520, 700]))
        tab.reload()
        tab.wait_for_selector(".galley-desk[data-ready]")
        _into(tab, number)
        tab.keyboard.type(word[at:])
        typed.append(word)
    tab.wait_for_function(SAVED, timeout=QUIET)
    return _tell(f"{reloads} reloads in mid-word", typed, _said(root))


def _together(tabs: Tabs, server: Server, root: Path, edits: int, chance: random.Random) -> int:
    """Two tabs of one person and one of another type on one page, in the same ten lines."""
    first = _open(tabs, server, "Ada")
    second = first.context.new_page()
    second.goto(first.url)
    other = _open(tabs, server, "Ben")
    three = (first, second, other)
    for tab in three[1:2]:
        tab.wait_for_selector(".galley-desk[data-ready]")
    typed = []
    for number in range(edits):
        tab = chance.choice(three)
        typed.append(_type(tab, chance.randrange(10), chance, f"w{number}x"))
        tab.wait_for_timeout(chance.randint(0, 150))
    for tab in three:
        tab.wait_for_function("() => !['typing', 'saving', 'offline'].includes(galleyDesk.outbox.state)", timeout=QUIET)
    drafts = "[...galleyDesk.outbox.drafts.values()].map(draft => draft.text)"
    waiting = [text for tab in three for text in tab.evaluate(drafts)]
    conflicts = sum(tab.locator(".conflict").count() for tab in three)
    return _tell(f"{edits} edits by three tabs, {conflicts} conflicts shown", typed, [*_said(root), *waiting])


def _open(tabs: Tabs, server: Server, name: str) -> Page:
    tab = tabs(viewport={"width": 1400, "height": 800})
    tab.add_init_script(NAMED.format(name))
    tab.goto(f"{server.url}?item=p000001")
    tab.wait_for_selector(".galley-desk[data-ready]")
    return tab


def _type(tab: Page, line: int, chance: random.Random, word: str = "") -> str:
    word = word or f"{chance.choice(['harbour', 'ships', 'grain'])}{line}x"
    _into(tab, line)
    tab.keyboard.type(f" {word}", delay=5)
    return word


def _into(tab: Page, line: int) -> None:
    field = tab.locator(".line textarea").nth(line % 100)
    field.evaluate("field => { field.focus(); field.setSelectionRange(field.value.length, field.value.length) }")


def _said(root: Path) -> list[str]:
    """All that lines of the page say now."""
    with closing(open_project(root)) as project:
        page = project.load_page("p000001")
        reviewed = replay(page, project.decisions("p000001"))
        return [reviewed.text_of(page, line.id) for line in page.lines]


def _tell(what: str, typed: Iterable[str], said: Iterable[str]) -> int:
    words = {word for text in said for word in text.split()}
    lost = [word for word in typed if word not in words]
    print(f"{what}: {len(lost)} words lost {lost[:5] if lost else ''}", flush=True)
    return len(lost)


if __name__ == "__main__":
    sys.exit(main())
