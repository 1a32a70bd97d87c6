"""The desk in any window: twice as large, or narrow; and dialogs that are left as they were entered, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Server, Tabs, serious, serving
from desk_pages import sample_project
from desk_tabs import sit, text_of
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

pytestmark = pytest.mark.long  # minutes in a browser

WINDOWS = {
    "200 %": {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2},  # as browsers do it
    "narrow": {"viewport": {"width": 900, "height": 700}},
}
OUTSIDE = """() => [...document.querySelectorAll('.galley-desk .bar :is(button, strong, .saved), [role=tab]')]
  .filter(e => e.checkVisibility() && e.textContent.trim())
  .filter(e => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth + 1 })
  .map(e => e.textContent.trim())"""
CARET = "() => [document.activeElement.closest('.line')?.dataset.line, document.activeElement.selectionStart]"
OPENERS = {
    "F1": "dialog.galley-help",
    "F2": "dialog.galley-palette",
    "Alt+s": "dialog.states",
    "Alt+c": "dialog.comments",
    "Alt+r": "dialog.galley-menu",
    "Alt+t": "dialog.galley-menu",
    "Alt+Shift+I": "dialog.galley-menu",
    "Alt+e": "dialog.galley-menu",
    "Shift+F10": "dialog.galley-menu",
    "Control+f": ".find",
    "Control+h": ".find",
    "Alt+h": ".history",
    "Alt+a": ".glass",
    "Alt+g": ".glass",
    "Control+Shift+D": ".cut-bar",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("window") / "P"
    sample_project(root, "en", "zh-vertical", slips=3)
    with serving(root) as found:
        yield found


@pytest.mark.parametrize("page", ["p000001", "p000002"])
@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_out_of_reach(tabs: Tabs, server: Server, window: str, page: str) -> None:
    tab = sit(tabs, server, page, **WINDOWS[window])
    expect(tab.locator(".doubt-count")).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.evaluate(OUTSIDE) == []
    for key in ("Tab", "Control+Home", "Enter", "Control+End"):
        tab.keyboard.press(key)
        expect(tab.locator(".line textarea:focus")).to_be_in_viewport()
    halves = [tab.locator(f".galley-desk {half}").bounding_box() for half in (".sheet", ".text")]
    assert all(half and half["width"] > 150 and half["height"] > 150 for half in halves), halves
    assert serious(tab, ".galley-desk") == []


@pytest.mark.parametrize("window", WINDOWS)
def test_dialogs_fit_and_can_be_read_to_their_end(tabs: Tabs, server: Server, window: str) -> None:
    tab = sit(tabs, server, **WINDOWS[window])
    tab.evaluate("galleyDesk.go(galleyDesk.lines.order[6])")  # a line of an article
    for key, place in OPENERS.items():
        if not place.startswith("dialog"):
            continue
        tab.keyboard.press(key)
        shown = tab.locator(place)
        expect(shown).to_be_visible()
        box = shown.bounding_box()
        assert box, key
        assert box["x"] >= 0, key
        assert box["y"] >= 0, key
        assert box["x"] + box["width"] <= WINDOWS[window]["viewport"]["width"], key
        assert box["y"] + box["height"] <= WINDOWS[window]["viewport"]["height"], key
        tab.keyboard.press("Escape")
        expect(shown).to_have_count(0)


@pytest.mark.vital
def test_escape_leaves_every_dialog_where_it_was_entered(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, viewport={"width": 1400, "height": 850})
    line = tab.evaluate("galleyDesk.lines.order[6]")
    tab.evaluate("line => galleyDesk.lines.focus(line, 3)", line)
    text = text_of(tab, line)
    for n, (key, place) in enumerate(OPENERS.items()):
        tab.keyboard.press(key)
        expect(tab.locator(place).first).to_be_visible()
        tab.wait_for_function("place => document.activeElement.closest(`${place}, .line`)", arg=place)
        tab.keyboard.press("Escape")
        expect(tab.locator(f"{place}:visible")).to_have_count(0)
        tab.keyboard.type(letter := chr(ord("a") + n))
        text = text[: 3 + n] + letter + text[3 + n :]
        expect(tab.locator(f'[data-line="{line}"] textarea'), key).to_have_value(text)


def test_tab_stays_in_a_dialog(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, viewport={"width": 1400, "height": 850})
    for key in ("Alt+s", "Alt+c", "F2"):
        tab.keyboard.press(key)
        expect(tab.locator("dialog[open]")).to_be_visible()
        for _ in range(8):
            tab.keyboard.press("Tab")
            assert within(tab), key
        tab.keyboard.press("Escape")
        expect(tab.locator("dialog")).to_have_count(0)


def within(tab: Tab) -> bool:
    """Whether the focus is in a dialog, or in the browser's own frame around the page."""
    found: bool = tab.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    return found
