"""Hasty hands: one composes or types while the page is turned or another writes; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import COMPOSING, Server, Tabs, serving
from desk_pages import sample_project
from desk_tabs import is_saved, sit, text_of
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from correction.store import open_project

pytestmark = pytest.mark.long  # minutes in a browser

P1, P2 = "p000001", "p000002"
# What is asked for by an address that ends so waits until `letGo` is called.
HELD = """ending => {
  const real = window.fetch;
  const gate = new Promise((resolve) => (window.letGo = resolve));
  window.fetch = async (address, ...rest) => {
    const answer = await real(address, ...rest);
    if (String(address).endsWith(ending)) await gate;
    return answer;
  };
}"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages. Every test has lines of its own."""
    found = tmp_path_factory.mktemp("hasty") / "P"
    sample_project(found, "en", "de-fraktur", slips=5)
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


def begin(tab: Tab, text: str) -> None:
    """Compose without an end yet."""
    session = tab.context.new_cdp_session(tab)
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **COMPOSING})
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def end(tab: Tab, text: str) -> None:
    """Let the composition give a text."""
    tab.context.new_cdp_session(tab).send("Input.insertText", {"text": text})


def written(root: Path, page: str) -> list[str]:
    """The texts of a page's log."""
    with closing(open_project(root)) as project:
        return [each.value or "" for each in project.decisions(page) if each.kind == "text"]


def test_a_page_is_turned_while_an_input_method_composes(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server)
    tab.evaluate(HELD, f"/{P2}")
    line_at(tab, 3)
    tab.keyboard.press("PageDown")
    begin(tab, "hao")
    tab.evaluate("letGo()")
    tab.wait_for_timeout(500)
    end(tab, "好")
    tab.wait_for_selector(f".galley-desk[data-ready={P2}]")
    assert any(text.endswith("好") for text in written(root, P1))
    line_at(tab, 3)
    tab.keyboard.type(" and on")
    tab.wait_for_timeout(700)
    is_saved(tab)
    assert any(text.endswith(" and on") for text in written(root, P2))


def test_what_follows_a_composition_that_was_cut_off_is_kept(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server)
    line = line_at(tab, 5)
    begin(tab, "ha")
    tab.evaluate("galleyDesk.lines.show(galleyDesk.view)")
    line_at(tab, 5)
    tab.keyboard.type(" kept")
    expect(tab.locator(".saved")).to_have_attribute("data-state", "typing")
    is_saved(tab)
    assert any(text.endswith(" kept") for text in written(root, P1)), text_of(tab, line)


def test_another_writes_in_the_line_in_which_one_composes(tabs: Tabs, server: Server, root: Path) -> None:
    ada, ben = sit(tabs, server), sit(tabs, server, name="Ben")
    line = line_at(ada, 8)
    read = text_of(ada, line)
    begin(ada, "hao")
    line_at(ben, 8)
    ben.keyboard.type(" Ben's")
    is_saved(ben)
    ada.wait_for_function("line => galleyDesk.lines.lines.get(line).late", arg=line)
    end(ada, "好")
    expect(ada.locator(f'[data-line="{line}"] .conflict .theirs')).to_have_text(f"{read} Ben's")
    assert text_of(ada, line) == f"{read}好"


def test_a_composition_that_is_given_up_shows_what_another_wrote(tabs: Tabs, server: Server) -> None:
    ada, ben = sit(tabs, server), sit(tabs, server, name="Ben")
    line = line_at(ada, 11)
    read = text_of(ada, line)
    begin(ada, "hao")
    line_at(ben, 11)
    ben.keyboard.type(" Ben's")
    is_saved(ben)
    ada.wait_for_function("line => galleyDesk.lines.lines.get(line).late", arg=line)
    begin(ada, "")
    expect(ada.locator(f'[data-line="{line}"] textarea')).to_have_value(f"{read} Ben's")


def test_doubts_that_come_late_leave_who_types_alone(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    tab.evaluate(HELD, "/doubts")
    tab.evaluate("galleyDesk.doubts.places.told = null; void galleyDesk.doubts._load()")
    line = line_at(tab, 14)
    read = text_of(tab, line)
    tab.keyboard.press("Tab")
    tab.keyboard.type(" some")
    tab.evaluate("letGo()")
    tab.wait_for_function("galleyDesk.doubts.places.told")
    tab.wait_for_timeout(200)
    tab.keyboard.type(" words")
    assert text_of(tab, line) == f"{read} some words"


def test_what_is_typed_while_an_undo_is_on_its_way_stays(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, P2)
    line = line_at(tab, 20)
    tab.keyboard.type(" first")
    tab.wait_for_function("galleyDesk.outbox.drafts.size === 0")
    tab.evaluate(HELD, "/undo")
    with tab.expect_response("**/undo"):
        tab.keyboard.press("Control+z")
    tab.keyboard.type(" meanwhile")
    tab.evaluate("letGo()")
    expect(tab.locator(f'[data-line="{line}"] .conflict')).to_be_visible()
    assert text_of(tab, line).endswith(" first meanwhile")


def test_late_news_do_not_bring_back_what_a_line_said(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server, P2)
    line = line_at(tab, 24)
    for word in (" one", " two"):
        tab.keyboard.type(word)
        tab.wait_for_function("galleyDesk.outbox.drafts.size === 0 && galleyDesk.outbox.state === 'saved'")
        if word == " one":
            told = tab.evaluate(
                "line => { const { version, base } = galleyDesk.view;"
                " window.late = { version: galleyDesk.news.known, base, decisions: [], present: [],"
                " state: galleyDesk.view.state,"
                " texts: { [line]: galleyDesk.lines.lines.get(line).text } }; return late.version }",
                line,
            )
    assert told
    tab.evaluate("galleyDesk.news._heard(late)")
    assert text_of(tab, line).endswith(" one two")
    tab.keyboard.type(" three")
    is_saved(tab)
    expect(tab.locator(f'[data-line="{line}"] .conflict')).to_have_count(0)


def test_what_is_typed_in_a_line_that_another_drops_waits_above(tabs: Tabs, server: Server) -> None:
    ada, ben = sit(tabs, server, P2), sit(tabs, server, P2, name="Ben")
    ada.evaluate("galleyDesk.outbox._later = () => {}")
    line = line_at(ada, 30)
    ada.keyboard.type(" Ada's own")
    line_at(ben, 30)
    ben.keyboard.press("Control+Delete")
    expect(ada.locator(f'[data-line="{line}"]')).to_have_count(0)
    ada.evaluate("delete galleyDesk.outbox._later; galleyDesk.outbox.flush()")
    expect(ada.locator(".conflict.gone")).to_contain_text("Ada's own")


def test_an_act_that_waited_for_the_server_is_shown_when_it_is_done(tabs: Tabs, tmp_path: Path) -> None:
    tabs.allow("console: ")
    sample_project(tmp_path / "P", "en", slips=1)
    with serving(tmp_path / "P") as own:
        tab = sit(tabs, own)
        line = tab.evaluate(
            "galleyDesk.view.items.flatMap((item) => item.paragraphs).find(({ lines }) => lines.length > 4).lines[2].id"
        )
        tab.evaluate("line => galleyDesk.go(line)", line)
        own.kill()
        tab.keyboard.press("Control+d")
        expect(tab.locator(".saved")).to_have_attribute("data-state", "offline")
        own.start()
        is_saved(tab)
        expect(tab.locator(f'.role + [data-line="{line}"]')).to_have_count(1)  # a paragraph begins with it


def test_an_engine_is_asked_for_while_the_server_is_away(tabs: Tabs, tmp_path: Path) -> None:
    tabs.allow("console: ")
    sample_project(tmp_path / "P", "en", slips=1)
    with serving(tmp_path / "P") as own:
        tab = sit(tabs, own)
        line_at(tab, 3)
        own.kill()
        tab.keyboard.press("Alt+e")
        tab.locator("dialog[open]").wait_for()
        tab.keyboard.press("Enter")
        expect(tab.locator(".galley-desk .status")).not_to_be_empty()


def test_blanks_are_no_name(tabs: Tabs, server: Server) -> None:
    tab = tabs()
    tab.goto(f"{server.url}?item={P1}")
    tab.locator("dialog [name=name]").wait_for()
    tab.keyboard.type("   ")
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog [name=name]")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    expect(tab.locator("dialog [name=name]")).to_be_visible()
    tab.locator("dialog [name=name]").fill("Ada")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".galley-desk[data-ready]")
    expect(tab.locator(".bar .author")).to_have_text("Ada")


def test_what_was_typed_is_there_when_columns_are_turned(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, P2)
    saved = line_at(tab, 40)
    tab.keyboard.type(" saved")
    tab.wait_for_function("galleyDesk.outbox.drafts.size === 0")
    line = line_at(tab, 41)
    tab.keyboard.type(" typed")
    tab.keyboard.press("Alt+v")
    assert text_of(tab, line).endswith(" typed")
    assert text_of(tab, saved).endswith(" saved")
    tab.keyboard.press("End")
    tab.keyboard.type(" on")
    is_saved(tab)
    assert text_of(tab, line).endswith(" typed on")
    expect(tab.locator(".conflict")).to_have_count(0)
