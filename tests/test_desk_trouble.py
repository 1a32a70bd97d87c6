"""Bad luck at the desk: what people type is kept, whatever happens to the browser meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from browser import Server, Tabs, serving
from desk_pages import sample_project
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from correction.review import replay
from correction.store import open_project
from ocr.page import LineText, Reading

pytestmark = pytest.mark.long  # minutes in a browser

SAVED = "() => galleyDesk.outbox.state === 'saved' && !galleyDesk.outbox.pending"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    sample_project(tmp_path / "P", "en")
    return tmp_path / "P"


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


def sit(tabs: Tabs, server: Server, item: str = "p000001", name: str = "Ada") -> Tab:
    tab = tabs(viewport={"width": 1400, "height": 850})
    tab.add_init_script(f"localStorage.getItem('galley:author') || localStorage.setItem('galley:author', '{name}')")
    tab.goto(f"{server.url}?item={item}")
    tab.wait_for_selector(f".galley-desk[data-ready={item.partition(':')[0]}]")
    return tab


def field(tab: Tab, number: int) -> Locator:
    return tab.locator(".line textarea").nth(number)


def into(tab: Tab, number: int) -> None:
    field(tab, number).evaluate("f => { f.focus(); f.setSelectionRange(f.value.length, f.value.length) }")


def texts(root: Path) -> list[str]:
    with closing(open_project(root)) as project:
        page = project.load_page("p000001")
        reviewed = replay(page, project.decisions("p000001"))
        return [reviewed.text_of(page, line.id) for line in page.lines]


FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


def test_a_browser_that_keeps_nothing_saves_all_the_same(server: Server, tabs: Tabs, root: Path) -> None:
    tab = tabs(viewport={"width": 1400, "height": 850})
    tab.add_init_script(FULL)
    tab.goto(f"{server.url}?item=p000001")
    tab.locator("dialog.galley-dialog input").fill("Ada")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".galley-desk[data-ready]")
    into(tab, 3)
    tab.keyboard.type(" kept")
    tab.wait_for_function(SAVED)
    assert any(text.endswith(" kept") for text in texts(root))


def test_a_doubled_tab_is_another_one(server: Server, tabs: Tabs) -> None:
    tab = sit(tabs, server)
    with tab.expect_popup() as opened:  # with the first one's storage, as a doubled tab has it
        tab.evaluate("window.open(location.href)")
    other = opened.value
    other.wait_for_selector(".galley-desk[data-ready]")
    assert other.evaluate("galleyDesk.outbox.tab") != (own := tab.evaluate("galleyDesk.outbox.tab"))
    tab.reload()
    tab.wait_for_selector(".galley-desk[data-ready]")
    assert tab.evaluate("galleyDesk.outbox.tab") == own


def test_what_is_pasted_becomes_one_line(server: Server, tabs: Tabs, root: Path) -> None:
    tab = sit(tabs, server)
    field(tab, 7).evaluate("f => { f.focus(); f.select() }")
    tab.evaluate("document.execCommand('insertText', false, 'a\\nb\\u2028c\\td\\u0007e\\ud83df 😀e\\u0301 שלום')")
    tab.wait_for_function(SAVED)
    assert "a b c def 😀e\u0301 שלום" in texts(root)


def read_anew(root: Path) -> None:
    """Read the page again, with other lines, as another process does."""
    with closing(open_project(root)) as project:
        page = project.load_page("p000001")
        new = {line.id: f"{line.id}_anew" for line in page.lines}
        regions = tuple(
            replace(region, lines=tuple(replace(line, id=new[line.id]) for line in region.lines))
            for region in page.regions
        )
        said = {new[line.id]: LineText(page.text_of(line.id)) for line in page.lines}
        reading = Reading("g_anew", "typist", "hand", "2", said, run="r_anew")
        project.save_page(replace(page, regions=regions, readings=(reading,), base="g_anew"))


def test_what_is_typed_while_the_page_is_read_anew_is_offered(server: Server, tabs: Tabs, root: Path) -> None:
    tab = sit(tabs, server)
    into(tab, 3)
    tab.keyboard.type(" saved")
    tab.wait_for_function(SAVED)
    into(tab, 7)
    tab.keyboard.type(" draft")
    tab.evaluate("clearTimeout(galleyDesk.outbox.timer)")  # it was not sent yet
    said = field(tab, 7).input_value()
    read_anew(root)
    tab.wait_for_selector('[data-line$="_anew"]')
    tab.evaluate("galleyDesk.outbox.flush()")
    gone = tab.locator(".conflict.gone")
    tab.wait_for_selector(".conflict.gone", state="visible")
    assert said in gone.inner_text()
    assert "read anew" in gone.inner_text()
    assert tab.locator(".saved").get_attribute("data-state") == "conflict"
    assert tab.evaluate("document.activeElement.closest('.line') !== null")
    assert any(text.endswith(" saved") for text in texts(root))  # on its ink, in another line
    tab.reload()
    tab.wait_for_selector(".conflict.gone")
    assert said in gone.inner_text()
    # Put where it belongs by hand, it is done with.
    place = field(tab, 7)
    place.fill(said)
    tab.locator(".bar .waiting").click()
    assert tab.evaluate("document.activeElement.matches('.gone button')")
    tab.keyboard.press("Enter")
    tab.wait_for_function(SAVED)
    assert gone.count() == 0
    assert said in texts(root)


def test_a_scan_that_is_gone_is_told(server: Server, tabs: Tabs, root: Path) -> None:
    tabs.allow("409|Tile")
    shutil.rmtree(root / "scans")
    tab = sit(tabs, server)
    expect(tab.locator(".absent")).to_contain_text("The scan cannot be shown")
    into(tab, 3)
    tab.keyboard.type(" kept")
    tab.wait_for_function(SAVED)
