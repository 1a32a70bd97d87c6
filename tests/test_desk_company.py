"""Others at the same page: one takes back, cuts or accepts what another is typing in, and no letter is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import Server, Tabs, serving
from desk_pages import sample_project
from desk_tabs import is_saved, sit, text_of
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from correction.review import replay
from correction.store import open_project

pytestmark = pytest.mark.long  # minutes in a browser

P1, P2 = "p000001", "p000002"
WAITING = "galleyDesk.outbox._later = () => {}"  # what is typed is not sent, until
SENT = "delete galleyDesk.outbox._later; galleyDesk.outbox.flush()"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages. Every test has lines of its own."""
    found = tmp_path_factory.mktemp("company") / "P"
    sample_project(found, "en", "de-fraktur", slips=1)
    return found


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


def line_at(tab: Tab, n: int) -> str:
    """Go to the end of a line; gives its id."""
    line: str = tab.evaluate("n => { const id = galleyDesk.lines.order[n]; galleyDesk.go(id); return id }", n)
    tab.keyboard.press("End")
    return line


def texts(root: Path, page_id: str = P1) -> str:
    """All that the lines of a page say by the log."""
    with closing(open_project(root)) as project:
        page = project.load_page(page_id)
        reviewed = replay(page, project.decisions(page_id))
        return "\n".join(reviewed.text_of(page, line) for line in reviewed.texts)


@pytest.mark.vital
def test_another_takes_back_what_one_types_on(tabs: Tabs, server: Server, root: Path) -> None:
    ada, ben = sit(tabs, server), sit(tabs, server, name="Ben")
    line = line_at(ben, 5)
    read = text_of(ben, line)
    ben.keyboard.type(" Ben's")
    is_saved(ben)
    expect(ada.locator(f'[data-line="{line}"] textarea')).to_have_value(f"{read} Ben's")
    ada.evaluate(WAITING)
    line_at(ada, 5)
    ada.keyboard.type(" and Ada's")
    ben.keyboard.press("Control+z")
    expect(ben.locator(f'[data-line="{line}"] textarea')).to_have_value(read)
    ada.evaluate(SENT)
    expect(ada.locator(f'[data-line="{line}"] .conflict .theirs')).to_have_text(read)
    assert text_of(ada, line) == f"{read} Ben's and Ada's"
    assert "Ada's" not in texts(root)
    ada.get_by_role("button", name="Keep mine").click()
    is_saved(ada)
    assert f"{read} Ben's and Ada's" in texts(root)
    expect(ben.locator(f'[data-line="{line}"] textarea')).to_have_value(f"{read} Ben's and Ada's")


def test_another_cuts_the_line_that_one_types_in(tabs: Tabs, server: Server, root: Path) -> None:
    ada, ben = sit(tabs, server), sit(tabs, server, name="Ben")
    ada.evaluate(WAITING)
    line = line_at(ada, 9)
    ada.keyboard.type(" Ada's")
    said = text_of(ada, line)
    line_at(ben, 9)
    ben.keyboard.press("Home")
    for _ in range(6):
        ben.keyboard.press("ArrowRight")
    ben.keyboard.press("Control+Shift+D")
    expect(ben.locator(".cut-bar")).to_be_visible()
    ben.keyboard.press("Enter")
    expect(ben.locator(f'[data-line="{line}"]')).to_have_count(0)
    expect(ada.locator(f'[data-line="{line}"]')).to_have_count(0)
    ada.evaluate(SENT)
    is_saved(ada)
    assert "".join(said.split()) in "".join(texts(root).split())
    expect(ada.locator(".text")).to_contain_text("Ada's")
    assert ada.evaluate("!!document.activeElement.closest('.line')")


@pytest.mark.vital
def test_another_accepts_the_page_that_one_types_on(tabs: Tabs, server: Server, root: Path) -> None:
    tabs.allow("status of 409")
    ada, ben = sit(tabs, server, P2), sit(tabs, server, P2, name="Ben")
    ada.evaluate(WAITING)
    line = line_at(ada, 7)
    ada.keyboard.type(" Ada's")
    ben.evaluate("galleyDesk.outbox.decide({ kind: 'state', value: 'accepted' })")
    expect(ada.locator(".bar .state")).to_have_text("accepted")
    expect(ada.locator(f'[data-line="{line}"] textarea')).to_have_js_property("readOnly", True)
    ada.evaluate(SENT)
    expect(ada.locator(".saved")).to_have_attribute("data-state", "refused")
    expect(ada.locator(".galley-desk .status")).to_contain_text("accepted")
    assert text_of(ada, line).endswith(" Ada's")
    assert "Ada's" not in texts(root, P2)
    ada.on("dialog", lambda dialog: dialog.accept())
    ada.reload()
    ada.wait_for_selector(".galley-desk[data-ready]")
    assert text_of(ada, line).endswith(" Ada's")  # kept in this browser
    ben.evaluate("galleyDesk.outbox.decide({ kind: 'state', value: 'in progress', remark: 'go on' })")
    expect(ada.locator(f'[data-line="{line}"] textarea')).to_have_js_property("readOnly", False)
    ada.keyboard.press("Control+s")
    is_saved(ada)
    assert " Ada's" in texts(root, P2)
