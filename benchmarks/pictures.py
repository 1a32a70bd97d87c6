"""Takes pictures of the screens: the desk on a project, PNG files of named screens.

    python benchmarks/pictures.py [--to out/pictures] [--project DIR] [NAME...]

Without a project one is made of the scans in scans/, with their true texts and some slips in them. A screen is a row of
`SCREENS`: add one to have its picture taken.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser import ARGUMENTS, Server, Tabs, find_chromium, serving
from desk_pages import sample_project

COLOURS = 96  # enough for grey scans and a few signs; a picture of all colours is three times as large
SIZE = {"width": 1440, "height": 900}
SAMPLES = ("en", "de-fraktur", "zh-vertical", "zh-horizontal")


@dataclass(frozen=True)
class Screen:
    """A picture: its file's name, how a tab at the server's address comes to show it, the tab's settings."""

    name: str
    show: Callable[[Page], None]
    settings: dict[str, Any] = field(default_factory=dict)


def show_library(tab: Page) -> None:
    """The list of pages."""
    expect(tab.locator("#library-list tbody tr").first).to_be_visible()


def show_desk(page: str, *keys: str) -> Callable[[Page], None]:
    """A page at the desk, after some keys."""

    def show(tab: Page) -> None:
        tab.evaluate("localStorage.setItem('galley:author', 'A. Reader')")
        tab.goto(f"{tab.url.partition('?')[0]}?item={page}", wait_until="networkidle")
        expect(tab.locator(f".galley-desk[data-ready={page}]")).to_be_visible()
        for key in keys:
            tab.keyboard.press(key)
            tab.wait_for_timeout(300)
        tab.wait_for_load_state("networkidle")

    return show


def show_tab(name: str) -> Callable[[Page], None]:
    """Another screen."""

    def show(tab: Page) -> None:
        tab.locator(f'button[role="tab"][data-tab-id="{name}"]').click()
        tab.wait_for_load_state("networkidle")

    return show


DARK = {"color_scheme": "dark"}
SCREENS = (
    Screen("library", show_library),
    Screen("library-zh", show_library, {"locale": "zh-CN"}),
    Screen("library-dark", show_library, DARK),
    Screen("desk", show_desk("p000002", *["Tab"] * 6)),
    Screen("desk-dark", show_desk("p000001", "Tab"), DARK),
    Screen("desk-vertical", show_desk("p000003", *["ArrowLeft"] * 6), {"locale": "zh-TW"}),
    Screen("desk-keys", show_desk("p000001", "F1")),
    Screen("desk-states", show_desk("p000001", "Alt+s")),
    Screen("search", show_tab("search")),
    Screen("export", show_tab("export")),
)


def take(screen: Screen, server: Server, tabs: Tabs, folder: Path) -> Path:
    """Show a screen and write its picture."""
    tab = tabs(**{"viewport": SIZE, "locale": "en-GB", "reduced_motion": "reduce"} | screen.settings)
    tab.goto(server.url, wait_until="networkidle")
    screen.show(tab)
    file = folder / f"{screen.name}.png"
    shot = Image.open(io.BytesIO(tab.screenshot()))
    shot.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    return file


def main() -> int:
    """Take the pictures that were named, or all; 1 when something went wrong in a tab, 3 without a browser."""
    parser = argparse.ArgumentParser(description="Take pictures of the screens.")
    parser.add_argument("names", nargs="*", help="screens, by the names of SCREENS; all if none")
    parser.add_argument("--to", type=Path, default=Path("out/pictures"), help="folder to write to")
    parser.add_argument("--project", type=Path, help="project to show; the samples if none")
    options = parser.parse_args()
    program = find_chromium()
    if program is None:
        print("galley: there is no Chromium: see .ci/install-chromium", file=sys.stderr)
        return 3
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = options.project or Path(folder, "Samples")
        if not options.project:
            sample_project(root, *SAMPLES)
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        tabs = Tabs(browser)
        with serving(root) as server:
            for screen in SCREENS:
                if not options.names or screen.name in options.names:
                    print(take(screen, server, tabs, options.to), flush=True)
        tabs.close()
        browser.close()
    for fault in tabs.faults:
        print(fault, file=sys.stderr)
    return 1 if tabs.faults else 0


if __name__ == "__main__":
    sys.exit(main())
