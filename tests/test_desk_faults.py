"""What is at fault beside the desk: texts that look like markup, a scan or lines that are not there, the database."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from browser import Server, Tabs, serving
from desk_pages import sample
from desk_tabs import is_saved, sit
from page_readers import make_page
from PIL import Image
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from correction.review import replay
from correction.store import create_project, open_project
from ocr.page import Source

pytestmark = pytest.mark.long  # minutes in a browser

WIDE = {"width": 1400, "height": 850}
MARKUP = "<img src=x onerror='window.hit = 1'><b>bold</b>"
ENGLISH, FRAKTUR, VERTICAL, EMPTY = "p000001", "p000002", "p000003", "p000004"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages with lines, the last of them without its scan, and a blank one. Every test has lines of its own."""
    found = tmp_path_factory.mktemp("trouble") / "P"
    with closing(create_project(found)) as project:
        for name in ("en", "de-fraktur", "zh-vertical"):
            page = sample(project, name, slips=2)
        blank = found.parent / "blank.png"
        Image.new("L", (420, 1000), 255).save(blank)
        source = Source(str(blank), hashlib.sha256(blank.read_bytes()).hexdigest())
        entry = project.add_sources([source])[0].entry
        project.save_page(replace(make_page(entry.id), source=entry.source))
        scan = Path(project.located(page.source).path)
    assert scan.is_relative_to(found)
    scan.unlink()
    return found


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


def field(tab: Tab, number: int) -> Locator:
    return tab.locator(".line textarea").nth(number)


def into(tab: Tab, number: int) -> None:
    field(tab, number).evaluate("f => { f.focus(); f.setSelectionRange(f.value.length, f.value.length) }")


def texts(root: Path, page_id: str = ENGLISH) -> list[str]:
    with closing(open_project(root)) as project:
        page = project.load_page(page_id)
        reviewed = replay(page, project.decisions(page_id))
        return [reviewed.text_of(page, line.id) for line in page.lines]


@pytest.mark.vital
def test_text_never_becomes_markup(server: Server, tabs: Tabs, root: Path) -> None:
    """In a line, a name, a remark, a conflict, a history, a difference, what is found and what is listed."""
    ada = sit(tabs, server, name="Ada", viewport=WIDE)
    ben = sit(tabs, server, name=MARKUP.replace("'", ""), viewport=WIDE)
    expect(ada.locator(".present")).to_contain_text("<b>bold")
    line = ada.evaluate("galleyDesk.lines.order[12]")
    for tab in (ada, ben):
        tab.evaluate("line => galleyDesk.go(line)", line)
        tab.keyboard.press("End")
    ada.evaluate("galleyDesk.outbox._later = () => {}")  # is not sent yet
    ada.keyboard.type("!")
    ben.keyboard.type(MARKUP)
    is_saved(ben)
    ada.evaluate("galleyDesk.outbox.flush()")
    expect(ada.locator(".conflict .theirs")).to_contain_text("<b>bold")
    ada.get_by_role("button", name="Take theirs").click()
    ben.keyboard.press("Alt+c")
    ben.keyboard.type(MARKUP)
    ben.keyboard.press("Control+Enter")
    expect(ben.locator(".comment-sign")).to_have_count(1)
    ben.keyboard.press("Alt+c")
    expect(ben.locator("dialog.comments li p")).to_have_text(MARKUP)
    ben.keyboard.press("Escape")
    ben.keyboard.press("Alt+d")
    expect(ben.locator(f'[data-line="{line}"] .difference ins').first).to_contain_text("<")
    ben.keyboard.press("Alt+h")
    expect(ben.locator(".history li")).not_to_have_count(0)
    expect(ben.locator(".history")).to_contain_text("<b>bold")
    ben.keyboard.press("Escape")
    ben.keyboard.press("Control+h")
    ben.keyboard.type("<b>")
    ben.locator("[name=put]").fill("<i>")
    ben.locator("[name=put]").press("Enter")
    expect(ben.locator(".hit ins").first).to_have_text("<i>")
    ben.get_by_role("tab", name="Search").click()
    ben.fill("#search-form [name=words]", "onerror")
    ben.keyboard.press("Enter")
    expect(ben.locator("#search")).to_contain_text("<b>")
    for tab in (ada, ben):
        assert tab.evaluate("[window.hit, document.querySelectorAll('img[src=x]').length]") == [None, 0]
    assert any(text.endswith(MARKUP) for text in texts(root))


def test_a_page_without_its_scan_is_corrected_all_the_same(server: Server, tabs: Tabs, root: Path) -> None:
    tabs.allow("status of 409|failed to load")
    tab = sit(tabs, server, VERTICAL, viewport=WIDE)
    into(tab, 4)
    tab.keyboard.type("無圖")
    is_saved(tab)
    assert any(text.endswith("無圖") for text in texts(root, VERTICAL))


def test_a_page_without_lines_takes_the_first(server: Server, tabs: Tabs, root: Path) -> None:
    tab = sit(tabs, server, EMPTY, viewport=WIDE)
    tab.wait_for_function("galleyDesk.sheet.viewer.world.getItemAt(0)")
    shaping = ("Control+d", "Control+Shift+D", "Control+Shift+M", "Control+Delete")
    for key in ("ArrowDown", "Control+End", "Alt+h", "Alt+d", "Alt+j", "Alt+3", *shaping):
        tab.keyboard.press(key)
    tab.keyboard.press("Escape")
    tab.keyboard.press("Alt+a")
    expect(tab.locator(".glass")).to_be_visible()
    frame = tab.locator(".sheet").bounding_box()
    assert frame
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    tab.mouse.move(middle[0] - 40, middle[1] - 10)
    tab.mouse.down()
    tab.mouse.move(middle[0] + 40, middle[1] + 10, steps=3)
    tab.mouse.up()
    expect(field(tab, 0)).to_be_focused()
    tab.keyboard.type("the first")
    is_saved(tab)
    tab.reload()
    tab.wait_for_selector(".galley-desk[data-ready]")
    expect(field(tab, 0)).to_have_value("the first")


def test_an_address_that_leads_nowhere_says_so(server: Server, tabs: Tabs) -> None:
    tabs.allow("status of 404")
    tab = tabs()
    tab.goto(f"{server.url}?item=p000099")
    expect(tab.locator(".galley-desk .status")).to_contain_text("p000099")


def test_what_the_database_cannot_take_yet_waits(server: Server, tabs: Tabs, root: Path) -> None:
    """Another program writes to it for longer than anybody waits for a lock."""
    tabs.allow("status of (409|5..)")
    tab = sit(tabs, server, FRAKTUR, viewport=WIDE)
    with closing(sqlite3.connect(root / "galley.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        into(tab, 3)
        tab.keyboard.type(" waits")
        expect(tab.locator(".saved")).to_have_attribute("data-state", "offline")
        other.execute("ROLLBACK")
    is_saved(tab)
    assert any(text.endswith(" waits") for text in texts(root, FRAKTUR))
