"""Tabs in which somebody sits at the desk, and what a test asks of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from browser import Server, Tabs
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from correction.store import open_project
from ocr.page import Page

WAITS = 60_000  # milliseconds, on a busy machine


def sit(
    tabs: Tabs, server: Server, item: str = "p000001", name: str = "Ada", script: str = "", **settings: object
) -> Tab:
    """A person's tab, with a page or a line open; `script` runs before the page does."""
    tab = tabs(**settings)
    tab.add_init_script(f"localStorage['galley:author'] ??= '{name}'; {script}")
    tab.goto(f"{server.url}?item={item}")
    tab.wait_for_selector(".galley-desk[data-ready]", timeout=WAITS)
    return tab


def text_of(tab: Tab, line: str) -> str:
    """What the field of a line says."""
    return tab.locator(f'[data-line="{line}"] textarea').input_value()


def is_saved(tab: Tab) -> None:
    """Wait until everything is saved."""
    expect(tab.locator(".saved")).to_have_attribute("data-state", "saved")


def pages_of(root: Path) -> list[Page]:
    """The pages of a project as they were read."""
    with closing(open_project(root)) as project:
        return [project.load_page(entry.id) for entry in project.pages()]
