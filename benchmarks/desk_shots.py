"""Pictures of the screens while a page is corrected, and of those beside the desk."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from browser import Server, Tabs, serving
from desk_truth import Row
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from correction.store import create_project

SIZE = {"width": 1440, "height": 900}


class Shots:
    """Writes pictures into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, tab: Tab, name: str) -> None:
        """What a tab shows, once nothing more comes."""
        tab.wait_for_load_state("networkidle")
        tab.wait_for_timeout(600)
        tab.screenshot(path=self._folder / f"{name}.png")


def show_screens(tabs: Tabs, server: Server, page: str, folder: Path, truth: Sequence[Row]) -> None:
    """Library, desk, board, search with hits, export, the list of keys; dark and Chinese as well."""
    shots = Shots(folder)
    words = [word for row in truth for word in re.findall(r"\w+", row.text)]
    word = max(words[:400], key=len)
    word = word if word.isascii() else word[:4]
    for name, settings in (("", {}), ("-dark", {"color_scheme": "dark"}), ("-zh", {"locale": "zh-CN"})):
        tab = tabs(**{"viewport": SIZE} | settings)
        tab.add_init_script("localStorage['galley:author'] ??= 'Ada'")
        for screen in walk(tab, server.url, page, word):
            shots.take(tab, f"{screen}{name}")
        tab.context.close()


def show_trouble(browser: Browser, root: Path, page: str, folder: Path) -> None:
    """An empty project, and a page whose scan is gone."""
    with tempfile.TemporaryDirectory() as made:
        empty, gone = Path(made) / "empty.galley", Path(made) / "gone.galley"
        create_project(empty).close()
        shutil.copytree(root, gone, ignore=shutil.ignore_patterns("scans", "tiles", "cache", "exported"))
        for project, item in ((empty, ""), (gone, page)):
            with serving(project) as other:
                tabs = Tabs(browser)
                for name, settings in (("", {}), ("-zh", {"locale": "zh-CN"})):
                    tab = tabs(**{"viewport": SIZE} | settings)
                    tab.add_init_script("localStorage['galley:author'] ??= 'Ada'")
                    tab.goto(f"{other.url}?item={item}" if item else other.url, wait_until="networkidle")
                    tab.wait_for_timeout(3000)
                    Shots(folder).take(tab, f"{project.stem}{name}")
                tabs.close()


def walk(tab: Tab, url: str, page: str, word: str) -> Iterator[str]:
    """Show one screen after the other; gives the name of each while it is shown."""
    tab.goto(url, wait_until="networkidle")
    expect(tab.locator("#library-list tbody tr").first).to_be_visible()
    yield "library"
    tab.goto(f"{url}?item={page}")
    tab.wait_for_selector(f".galley-desk[data-ready={page}]")
    tab.wait_for_selector(".doubt-count:not([hidden])")
    yield "page"
    tab.keyboard.press("F1")
    tab.wait_for_selector("dialog[open]")
    yield "keys"
    tab.keyboard.press("Escape")
    for name, sign in (
        ("board", "#galley-board .card"),
        ("search", "#search-hits .card"),
        ("export", "#export select"),
    ):
        tab.locator(f'button[role="tab"][data-tab-id="{name}"]').click()
        if name == "search":
            tab.fill("#search-form [name=words]", word)
            tab.keyboard.press("Enter")
        tab.wait_for_selector(sign)
        yield name
