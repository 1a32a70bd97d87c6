"""Undo, history, find and replace at the desk in a browser, by keyboard alone."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from browser import Server, Tabs, compose, serious, serving
from desk_pages import sample_project
from playwright.sync_api import Page, expect

from correction.store import open_project

pytestmark = pytest.mark.long  # minutes in a browser

P1, P2, P3 = "p000001", "p000002", "p000003"
FOUND = "galleyDesk.find.finds.step?.end && !galleyDesk.find.stale && !galleyDesk.find.busy"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("history") / "Samples"
    sample_project(found, "en", "de-fraktur", "zh-vertical", slips=4)
    return found


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    """One for all; every test has lines of its own."""
    with serving(root) as found:
        yield found


def sit(tabs: Tabs, server: Server, item: str = P1, name: str = "Ada", **settings: Any) -> Page:
    """A tab of a person, at a page."""
    tab = tabs(**settings)
    tab.set_default_timeout(60_000)
    tab.add_init_script(f"localStorage.setItem('galley:author', '{name}')")
    tab.goto(f"{server.url}?item={item}")
    tab.wait_for_selector(".galley-desk[data-ready]")
    tab.wait_for_function("window.galleyDesk")
    return tab


def line(tab: Page, n: int) -> str:
    """Go to a line; gives its id."""
    found: str = tab.evaluate("n => { const id = galleyDesk.lines.order[n]; galleyDesk.go(id); return id }", n)
    return found


def says(tab: Page, line_id: str) -> str:
    text: str = tab.evaluate("id => galleyDesk.lines.lines.get(id).field.value", line_id)
    return text


def wait_says(tab: Page, line_id: str, text: str) -> None:
    tab.wait_for_function("([id, text]) => galleyDesk.lines.lines.get(id).field.value === text", arg=[line_id, text])


def saved(tab: Page) -> None:
    tab.wait_for_function("!galleyDesk.outbox.pending")


def status(tab: Page, text: str) -> None:
    expect(tab.locator(".galley-desk .status")).to_contain_text(text, timeout=60_000)


def stored(server: Server, page: str) -> list[str]:
    with urllib.request.urlopen(f"{server.url}desk/pages/{page}") as answer:
        view = json.load(answer)
    return [each["text"] for item in view["items"] for part in item["paragraphs"] for each in part["lines"]]


def write(server: Server, page: str, line_id: str, text: str, seen: str, author: str) -> None:
    """Decide on a text as another person's browser does."""
    made = {"id": f"d_{author}{abs(hash(text))}", "kind": "text", "lines": [line_id], "value": text, "seen": [seen]}
    request = urllib.request.Request(
        f"{server.url}desk/pages/{page}/decisions",
        json.dumps({"author": author, "made": [made]}).encode(),
        {"X-Galley": "desk", "Content-Type": "application/json"},
    )
    urllib.request.urlopen(request).close()


@pytest.mark.vital
def test_undo_goes_from_typing_to_the_log_and_over_a_reload(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    keys, here = tab.keyboard, line(tab, 5)
    read = says(tab, here)
    keys.press("End")
    keys.type("ab")
    saved(tab)
    # What is typed and not saved yet comes off as the browser does it, and no further than to what is saved.
    tab.evaluate("galleyDesk.outbox.flush = () => Promise.resolve(); galleyDesk.outbox._later = () => {}")
    keys.type("cd")
    keys.press("Control+z")
    keys.press("Control+z")
    assert says(tab, here) == f"{read}ab"
    assert not tab.evaluate("galleyDesk.outbox.pending")
    tab.reload()
    tab.wait_for_function("window.galleyDesk?.element.dataset.ready")
    line(tab, 5)
    keys.press("Control+z")
    wait_says(tab, here, read)
    status(tab, "taken back: text")
    keys.press("Control+z")
    status(tab, "nothing of yours")
    keys.press("Control+y")
    wait_says(tab, here, f"{read}ab")
    keys.press("Control+Shift+z")
    status(tab, "nothing to bring back")
    assert stored(server, P1)[5] == f"{read}ab"


def test_keys_of_an_input_method_are_its_own(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, P3)
    here = line(tab, 4)
    read = says(tab, here)
    tab.keyboard.press("End")
    compose(tab, "n", "ni", commit="你")
    saved(tab)
    compose(tab, "h", "hao", commit=None)
    assert says(tab, here) == f"{read}你"
    tab.keyboard.press("Control+z")
    wait_says(tab, here, read)
    # The field of finding waits for the words that come of it, too.
    tab.keyboard.press("Control+f")
    compose(tab, "b", "bao", commit="報")
    tab.wait_for_function(FOUND)
    assert tab.evaluate("galleyDesk.find._wanted().find") == "報"


def test_what_another_wrote_on_top_is_told_and_stays(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    first = line(tab, 6)
    tab.keyboard.press("End")
    tab.keyboard.type("!")
    here = line(tab, 7)
    tab.keyboard.press("End")
    tab.keyboard.type("?")
    saved(tab)
    mine = says(tab, here)
    write(server, P1, here, "Bob's words", mine, "Bob")
    wait_says(tab, here, "Bob's words")
    tab.keyboard.press("Control+z")
    status(tab, "left as it is, since Bob wrote there later")
    assert stored(server, P1)[7] == "Bob's words"
    tab.keyboard.press("Control+z")
    tab.wait_for_function("id => !galleyDesk.lines.lines.get(id).text.endsWith('!')", arg=first)


def test_the_history_of_a_line_and_what_differs(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    keys, here = tab.keyboard, line(tab, 8)
    read = says(tab, here)
    keys.press("End")
    keys.type(" x")
    saved(tab)
    keys.press("Alt+d")
    status(tab, "than was read: ")
    shown = tab.locator(f'[data-line="{here}"] .difference')
    expect(shown).to_have_count(1)
    expect(shown.locator("ins")).to_have_text("␣x")
    keys.type("y")
    expect(shown.locator("ins")).to_have_text("␣xy")
    saved(tab)
    keys.press("Alt+h")
    panel = tab.locator(".history")
    expect(panel.locator("li")).to_have_count(4)  # two readings, two decisions
    expect(panel.locator("li").nth(2)).to_contain_text("Ada")
    assert serious(tab, ".history") == []
    keys.press("Home")
    keys.press("Enter")
    wait_says(tab, here, read)
    expect(panel).to_be_hidden()
    saved(tab)
    assert stored(server, P1)[8] == read
    keys.press("Control+z")
    wait_says(tab, here, f"{read} xy")
    keys.press("Alt+h")
    expect(panel.locator("li.undone")).to_contain_text("taken back by Ada")
    keys.press("Escape")
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_enter_and_f3_go_through_what_is_found(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    keys = tab.keyboard
    line(tab, 0)
    keys.press("Control+f")
    keys.type("the")
    tab.wait_for_function(FOUND)
    places = tab.evaluate("galleyDesk.find.finds.places.map(({line, place}) => [line.id, place.start])")
    assert len(places) > 5
    at = "[galleyDesk.lines.current, galleyDesk.lines.selection[0]]"
    for n in (0, 1):
        keys.press("Enter")
        tab.wait_for_function("n => galleyDesk.find.at === n", arg=n)
        assert tab.evaluate("document.activeElement.name") == "find"
    keys.press("F3")
    tab.wait_for_function("document.activeElement.tagName === 'TEXTAREA'")
    assert tab.evaluate(at) == places[2]
    keys.press("F3")
    tab.wait_for_function("galleyDesk.find.at === 3")
    keys.press("Shift+F3")
    tab.wait_for_function("galleyDesk.find.at === 2")
    assert tab.evaluate(at) == places[2]
    assert tab.evaluate("CSS.highlights.get('galley-found').size + CSS.highlights.get('galley-here').size") == len(
        places
    )
    keys.press("Control+f")
    assert serious(tab, ".find") == []
    keys.press("Escape")
    expect(tab.locator(".find")).to_be_hidden()


@pytest.mark.vital
def test_a_replacement_over_the_project_is_one_undo(tabs: Tabs, server: Server, root: Path) -> None:
    with closing(open_project(root)) as project:
        project.set_state([P3], "accepted", "Bob")
    tab = sit(tabs, server)
    keys = tab.keyboard
    before = {page: stored(server, page) for page in (P1, P2, P3)}
    keys.press("Control+h")
    keys.type(r"(\w)(\W)$")
    tab.locator("[name=how]").select_option("expression")
    tab.locator("[name=scope]").select_option("project")
    tab.locator("[name=put]").fill(r"\1\2#")
    tab.locator("[name=put]").press("Enter")
    tab.wait_for_function(FOUND)
    expect(tab.locator(".find .told")).to_contain_text("pages: 3")
    expect(tab.locator(".hit ins").first).to_contain_text("#")
    tab.locator(".hit [data-place]").first.press("Space")  # this one is not replaced
    left = tab.evaluate("galleyDesk.find.finds.places[0].line.id")
    text = says(tab, left)
    keys.press("Control+Enter")
    tab.wait_for_function("!galleyDesk.find.busy && galleyDesk.find.finds.count === 0")
    expect(tab.locator(".find .told")).to_contain_text(f"{P3}: accepted and locked")
    assert says(tab, left) == text
    after = {page: stored(server, page) for page in (P1, P2, P3)}
    assert after[P3] == before[P3]
    assert sum(text.endswith("#") for text in after[P1]) > 5
    assert any(text.endswith("#") for text in after[P2])
    keys.press("Escape")
    keys.press("Control+z")
    status(tab, "taken back: changes here")
    assert {page: stored(server, page) for page in before} == before


def test_an_expression_that_hangs_hurts_nobody(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    tabs.allow("409")
    here = line(tab, 9)
    tab.keyboard.press("Control+f")
    tab.locator("[name=how]").select_option("expression")
    field = tab.locator("[name=find]")
    field.fill("(")
    expect(tab.locator(".find .told")).to_contain_text("this is no expression")
    field.fill("(?:(?:(?:.|..)+)+)+§")
    expect(tab.locator(".find .told")).to_contain_text("takes too long", timeout=60_000)
    field.fill("$^")
    tab.wait_for_function(FOUND)
    tab.keyboard.press("Escape")
    tab.keyboard.press("End")
    tab.keyboard.type("+")
    saved(tab)
    assert says(tab, here).endswith("+")
