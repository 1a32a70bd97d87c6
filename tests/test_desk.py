"""The desk in a browser: typing is saved and never lost, others are told of, accepted pages are locked."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import Server, Tabs, compose, serious, serving
from desk_pages import sample_project
from desk_tabs import sit
from playwright.sync_api import Locator, Page, expect

from correction.review import replay
from correction.store import open_project

SAVED = "() => galleyDesk.outbox.state === 'saved' && !galleyDesk.outbox.pending"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("desk") / "Samples"
    sample_project(found, "en", "zh-vertical")
    return found


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


def field(tab: Page, number: int) -> Locator:
    return tab.locator(".line textarea").nth(number)


def into(tab: Page, number: int) -> None:
    """Put the caret at the end of a line."""
    field(tab, number).evaluate("f => { f.focus(); f.setSelectionRange(f.value.length, f.value.length) }")


def said(root: Path, page: str = "p000001") -> list[str]:
    """What the lines of a page say by the log."""
    with closing(open_project(root)) as project:
        found = project.load_page(page)
        reviewed = replay(found, project.decisions(page))
        return [reviewed.text_of(found, line.id) for line in found.lines]


def test_what_is_typed_is_in_the_log(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server)
    into(tab, 3)
    tab.keyboard.type(" typed")
    tab.wait_for_function(SAVED)
    assert any(text.endswith(" typed") for text in said(root))
    expect(tab.locator(".bar .state")).to_have_text("in progress")


def test_a_reload_in_mid_word_loses_no_letter(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server)
    tab.on("dialog", lambda dialog: dialog.accept())
    into(tab, 4)
    tab.keyboard.type(" half")
    tab.reload()
    tab.wait_for_selector(".galley-desk[data-ready]")
    into(tab, 4)
    tab.keyboard.type("word")
    tab.wait_for_function(SAVED)
    assert sum(text.endswith(" halfword") for text in said(root)) == 1


def test_a_server_that_dies_loses_no_letter(tabs: Tabs, serve: Callable[..., Server], tmp_path: Path) -> None:
    root = tmp_path / "P"
    sample_project(root, "en", "de-fraktur")
    server = serve(root)
    tabs.allow("console: ")  # while nobody answers, browsers complain in many words
    tab = sit(tabs, server)
    server.kill()
    into(tab, 5)
    tab.keyboard.type(" without")
    expect(tab.locator(".saved")).to_have_attribute("data-state", "offline")
    tab.keyboard.press("PageDown")
    expect(tab.locator(".status")).to_contain_text("Galley does not answer")
    into(tab, 6)
    tab.keyboard.type(" server")
    tab.click(".galley-desk .bar .next")
    expect(tab.locator(".galley-desk .status")).not_to_have_text("")  # says that there is no way on
    server.start()
    tab.wait_for_function(SAVED)
    assert {" without", " server"} <= {text[text.rfind(" ") :] for text in said(root)}


def test_two_people_never_write_over_each_other(tabs: Tabs, server: Server, root: Path) -> None:
    ada, ben = sit(tabs, server), sit(tabs, server, name="Ben")
    expect(ada.locator(".present")).to_contain_text("Ben")
    into(ben, 7)
    ben.keyboard.type(" draft")  # is not sent yet
    ben.evaluate("clearTimeout(galleyDesk.outbox.timer)")
    into(ada, 7)
    ada.keyboard.type(" hers")
    ada.wait_for_function(SAVED)
    ben.evaluate("galleyDesk.outbox.flush()")
    expect(ben.locator(".conflict .theirs")).to_contain_text("hers")
    assert not any(text.endswith(" draft") for text in said(root))
    ben.get_by_role("button", name="Keep mine").click()
    ben.wait_for_function(SAVED)
    assert any(text.endswith(" draft") for text in said(root))
    # The other one is told of it at the next look.
    expect(field(ada, 7)).to_have_value(field(ben, 7).input_value())


def test_an_input_method_is_left_alone(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server, "p000002")
    into(tab, 2)
    before = field(tab, 2).input_value()
    compose(tab, "h", "ha", "hao", commit="好")
    expect(field(tab, 2)).to_have_value(f"{before}好")
    tab.wait_for_function(SAVED)
    with closing(open_project(root)) as project:
        texts = [each.value for each in project.decisions("p000002") if each.kind == "text"]
    assert texts == [f"{before}好"]


def test_an_accepted_page_is_locked(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server, "p000002", name="Chief")
    for _ in range(3):
        tab.keyboard.press("Alt+s")
        first = tab.locator("dialog.states button").first
        if (state := tab.locator(".bar .state").inner_text()) == "accepted":
            break
        first.click()
        expect(tab.locator(".bar .state")).not_to_have_text(state)
    expect(tab.locator(".bar .state")).to_have_text("accepted")
    expect(field(tab, 1)).to_have_js_property("readOnly", True)
    tab.keyboard.press("Escape")
    tab.keyboard.press("Alt+s")
    tab.locator("dialog.states button").first.click()
    expect(tab.locator(".bar .state")).to_have_text("for review")
    expect(field(tab, 1)).to_have_js_property("readOnly", False)


def test_columns_stand_or_lie(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, "p000002")
    expect(tab.locator(".text")).to_have_class("text beside")
    into(tab, 3)
    tab.keyboard.press("Alt+v")
    expect(tab.locator(".text")).to_have_class("text")
    assert "turn=1" in (tab.locator(".line img").nth(20).get_attribute("src") or "")
    tab.keyboard.press("Alt+v")
    expect(tab.locator(".text")).to_have_class("text beside")


def test_an_address_leads_to_a_line(tabs: Tabs, server: Server, root: Path) -> None:
    with closing(open_project(root)) as project:
        line = project.load_page("p000001").lines[20].id
    tab = sit(tabs, server, f"p000001:{line}")
    expect(tab.locator(".line.current")).to_have_attribute("data-line", line)
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_the_image_leads_to_the_line_and_back(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    into(tab, 9)
    expect(tab.locator(".overlay .lines rect.current")).to_have_count(1)
    line = tab.evaluate("galleyDesk.lines.order[12]")
    tab.evaluate("line => galleyDesk.sheet.dispatchEvent(new CustomEvent('line', {detail: {id: line}}))", line)
    expect(tab.locator(".line.current")).to_have_attribute("data-line", line)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_bars_the_way(tabs: Tabs, server: Server, scheme: str) -> None:
    tab = sit(tabs, server, color_scheme=scheme)
    assert serious(tab, ".galley-desk") == []
