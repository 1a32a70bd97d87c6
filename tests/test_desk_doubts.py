"""Doubtful places at the desk, by keyboard: walked, picked, accepted, typed over, and still right after all of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import Server, Tabs, compose, serious, serving
from desk_pages import sample_project, slips_of
from desk_tabs import WAITS, is_saved, pages_of, sit, text_of
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from correction.doubts.kept import page_doubts
from correction.review import in_force
from correction.store import open_project
from ocr.page import Page

pytestmark = pytest.mark.long  # minutes in a browser

Open = Callable[..., Tab]
PICTURES = """() => [...document.querySelectorAll(".line img")].every(image => image.complete ||
  image.getBoundingClientRect().bottom < 0 || image.getBoundingClientRect().top > innerHeight)"""  # that are in sight


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose doubts are at hand. Every test works at a slip of its own."""
    found = tmp_path_factory.mktemp("doubts") / "Samples"
    sample_project(found, "en", "zh-vertical", slips=12)
    with closing(open_project(found)) as project:
        for entry in project.pages():
            page_doubts(project, entry.id)
    return found


@pytest.fixture(scope="module")
def pages(root: Path) -> list[Page]:
    return pages_of(root)


@pytest.fixture(scope="module")
def desk(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


@pytest.fixture
def at(desk: Server, tabs: Tabs) -> Open:
    """Opens a tab at a page or line, once its doubts are there."""

    def opened(item: str, **settings: object) -> Tab:
        tab = sit(tabs, desk, item, script="localStorage['galley:likely'] ??= 'no'", **settings)
        expect(tab.locator(".doubt-count")).to_be_visible(timeout=WAITS)
        return tab

    return opened


def here(tab: Tab) -> tuple[str, int, str]:
    """The line and offset of the doubt at which the person stands, and the selected piece."""
    found: dict[str, object] = tab.evaluate(
        "() => { const {here} = galleyDesk.doubts, f = document.activeElement;"
        "return {line: here?.line, offset: here?.offset, piece: f.value.slice(f.selectionStart, f.selectionEnd)} }"
    )
    return found["line"], found["offset"], found["piece"]  # type: ignore[return-value]


def walk_to(tab: Tab, line: str, offset: int) -> None:
    """Tab to the doubt of a line that has a place."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        at_line, start, piece = here(tab)
        if at_line == line and start <= offset < start + len(piece):
            return
    raise AssertionError(f"no doubt at {line} {offset}")


def kinds(root: Path, line: str) -> list[tuple[str, str | None]]:
    """The decisions on a line."""
    with closing(open_project(root)) as project:
        decisions = in_force(project.decisions())
    return [(d.kind, d.value) for d in decisions if any(anchor.line == line for anchor in d.at)]


def open_count(tab: Tab) -> int:
    return int(tab.locator(".doubt-count").inner_text().split()[0])


@pytest.mark.vital
def test_a_digit_takes_an_offer_and_leads_on(root: Path, pages: list[Page], at: Open) -> None:
    slip = slips_of(pages[0])[0]
    tab = at(slip.page)
    before = open_count(tab)
    walk_to(tab, slip.line, slip.offset)
    panel = tab.locator(f'[data-line="{slip.line}"] .doubt-panel')
    expect(panel.locator("dd b")).to_have_text(slip.printed)
    assert panel.locator("img").evaluate("i => i.decode().then(() => i.naturalWidth > 20)")
    tab.wait_for_function(PICTURES)  # which move what is under them
    expect(panel).to_be_in_viewport(ratio=1)
    was = text_of(tab, slip.line)
    key = panel.locator("li", has_text=slip.printed).first.get_attribute("data-key")
    assert key
    tab.keyboard.press(key)
    assert text_of(tab, slip.line) == was[: slip.offset] + slip.printed + was[slip.offset + 1 :]
    assert here(tab)[:2] != (slip.line, slip.offset)
    assert here(tab)[2]
    assert open_count(tab) == before - 1
    is_saved(tab)
    assert [kind for kind, _ in kinds(root, slip.line)] == ["text"]


def test_enter_finds_a_piece_right_for_good(root: Path, pages: list[Page], at: Open) -> None:
    slip = slips_of(pages[0])[1]
    tab = at(slip.page)
    before = open_count(tab)
    walk_to(tab, slip.line, slip.offset)
    line, offset, piece = here(tab)
    tab.keyboard.press("Enter")
    assert here(tab)[:2] != (line, offset)
    assert open_count(tab) == before - 1
    is_saved(tab)
    assert kinds(root, line) == [("confirm", f"{offset}+{len(piece)}")]
    tab.reload()
    expect(tab.locator(".doubt-count")).to_contain_text(f"{before - 1} of ", timeout=WAITS)


def test_typing_answers_and_tab_leads_on(pages: list[Page], at: Open) -> None:
    slip = slips_of(pages[0])[2]
    tab = at(slip.page)
    walk_to(tab, slip.line, slip.offset)
    was = text_of(tab, slip.line)
    _, offset, piece = here(tab)
    tab.keyboard.type("0w")  # no offer is called 0
    assert text_of(tab, slip.line) == was[:offset] + "0w" + was[offset + len(piece) :]
    expect(tab.locator(f'[data-line="{slip.line}"] .doubt-panel')).to_be_visible()
    tab.keyboard.press("Enter")
    assert here(tab)[2]
    assert here(tab)[:2] != (slip.line, slip.offset)


def test_a_digit_elsewhere_is_typed(pages: list[Page], at: Open) -> None:
    slip = slips_of(pages[0])[3]
    tab = at(slip.line)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Home")
    expect(tab.locator(".doubt-panel")).to_have_count(0)
    line = tab.evaluate("galleyDesk.lines.current")
    was = text_of(tab, line)
    tab.keyboard.press("1")
    assert text_of(tab, line) == "1" + was


def test_a_line_is_found_right_as_a_whole(root: Path, pages: list[Page], at: Open) -> None:
    slip = slips_of(pages[0])[4]
    tab = at(slip.line)
    tab.keyboard.press("End")
    tab.keyboard.press("Enter")
    assert tab.evaluate("galleyDesk.lines.current") != slip.line
    assert tab.locator(f'[data-line="{slip.line}"] mark').count() == 0
    is_saved(tab)
    assert kinds(root, slip.line) == [("confirm", None)]


def test_doubts_move_with_what_is_typed_before_them(pages: list[Page], at: Open) -> None:
    slip = slips_of(pages[0])[10]
    tab = at(slip.line)
    tab.keyboard.press("Home")
    tab.keyboard.type("𝔄x ")
    walk_to(tab, slip.line, slip.offset + 3)
    assert slip.said in here(tab)[2]
    is_saved(tab)
    tab.reload()
    expect(tab.locator(".doubt-count")).to_be_visible(timeout=WAITS)
    walk_to(tab, slip.line, slip.offset + 3)
    assert slip.said in here(tab)[2]


def test_what_others_settle_is_settled_here(pages: list[Page], at: Open) -> None:
    slip, other = slips_of(pages[0])[8:10]
    one, two = at(slip.page), at(slip.line)
    before = open_count(one)
    two.keyboard.press("End")
    two.keyboard.press("Enter")
    is_saved(two)
    expect(one.locator(f'[data-line="{slip.line}"] mark')).to_have_count(0)
    assert open_count(one) < before
    walk_to(one, other.line, other.offset)


def test_tab_goes_over_the_end_of_the_page(pages: list[Page], at: Open) -> None:
    tab = at(pages[0].id)
    tab.keyboard.press("Control+End")
    tab.keyboard.press("End")
    tab.keyboard.press("Tab")
    tab.wait_for_selector(f".galley-desk[data-ready={pages[1].id}]")
    expect(tab.locator(".doubt-panel")).to_be_visible(timeout=WAITS)
    assert here(tab)[2]
    tab.keyboard.press("Shift+Tab")
    tab.wait_for_selector(f".galley-desk[data-ready={pages[0].id}]")
    expect(tab.locator(".doubt-panel")).to_be_visible(timeout=WAITS)


def test_only_the_likeliest(pages: list[Page], at: Open) -> None:
    tab = at(pages[0].id)
    everything = open_count(tab)
    tab.keyboard.press("Alt+u")
    assert open_count(tab) <= everything
    expect(tab.locator(".doubt-count")).to_have_attribute("aria-pressed", "true")
    tab.reload()
    expect(tab.locator(".doubt-count")).to_contain_text("likeliest", timeout=WAITS)


def test_an_input_method_answers(pages: list[Page], at: Open) -> None:
    slip = slips_of(pages[1])[0]
    tab = at(slip.page, locale="zh-CN")
    walk_to(tab, slip.line, slip.offset)
    was = text_of(tab, slip.line)
    _, offset, piece = here(tab)
    compose(tab, "n", "ni", commit="你")
    assert text_of(tab, slip.line) == was[:offset] + "你" + was[offset + len(piece) :]
    tab.keyboard.press("Tab")
    line, offset, piece = here(tab)
    was = text_of(tab, line)
    compose(tab, "h", "ha", commit=None)
    assert text_of(tab, line) == was[:offset] + was[offset + len(piece) :]


def test_marks_of_doubts_differ_in_more_than_colour(pages: list[Page], at: Open) -> None:
    tab = at(pages[0].id)
    styles = tab.evaluate(
        "() => ['unsure', 'differ', 'odd'].map(kind => { const m = document.createElement('mark');"
        "m.className = `doubt ${kind}`; galleyDesk.element.append(m);"
        "return getComputedStyle(m).textDecorationStyle })"
    )
    assert len(set(styles)) == 3
    tab.keyboard.press("Tab")
    assert serious(tab, ".galley-desk") == []


def test_a_confirmation_that_came_too_late_blames_no_draft(pages: list[Page], at: Open) -> None:
    line = slips_of(pages[0])[11].line
    tab = at(line)
    found = tab.evaluate(
        """line => { const {outbox} = galleyDesk;
        outbox.drafts.set(line, {id: 'd_t', seen: 'a', text: 'b', tried: [], conflict: null});
        const act = {id: 'd_c', kind: 'confirm', lines: [line], value: null, seen: ['a'], remark: ''};
        outbox.acts.push(act);
        outbox._received([act], {kept: [], conflicts: [{id: 'd_c', line, text: 'c', author: 'Bob', time: ''}]});
        const {conflict} = outbox.drafts.get(line);
        outbox.drafts.clear();
        return [conflict, outbox.acts.length] }""",
        line,
    )
    assert found == [None, 0]


def test_an_accepted_page_is_left_as_it_is(root: Path, desk: Server, tabs: Tabs, at: Open) -> None:
    with closing(open_project(root)) as project:
        page = project.pages()[1].id
        project.set_state([page], "accepted", "Bob")
    try:
        tab = at(page)
        tab.keyboard.press("Tab")
        line, _, piece = here(tab)
        assert piece
        was, before = text_of(tab, line), open_count(tab)
        for key in ("1", "Enter", "Alt+1"):
            tab.keyboard.press(key)
        assert text_of(tab, line) == was
        assert open_count(tab) == before
        is_saved(tab)
        assert tab.locator("mark.unclear").count() == 1  # the legend's
    finally:
        with closing(open_project(root)) as project:
            project.set_state([page], "in progress", "Bob")
