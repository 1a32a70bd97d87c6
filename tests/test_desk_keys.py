"""What keys open at the desk: the list of keys, the palette of characters, a reviewer's marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import Server, Tabs, compose, serious, serving
from desk_pages import sample_project
from desk_tabs import WAITS, is_saved, pages_of, sit, text_of
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from correction.review import in_force, replay
from correction.store import open_project
from ocr.page import Page

pytestmark = pytest.mark.long  # minutes in a browser

Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("keys") / "Samples"
    sample_project(found, "de-fraktur", "zh-vertical", slips=1)
    with (found / "galley.toml").open("a", encoding="utf-8") as file:
        file.write('[desk]\ncharacters = "ꝓ m̃"\n')
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
    """Opens a tab at a line."""

    def opened(item: str, **settings: object) -> Tab:
        return sit(tabs, desk, item, **settings)

    return opened


def line_of(pages: list[Page], page: int, n: int) -> str:
    return pages[page].lines[n].id


def focused(tab: Tab) -> str | None:
    found: str | None = tab.evaluate("document.activeElement.closest('.line')?.dataset.line ?? null")
    return found


@pytest.mark.parametrize("key", ["F1", "Control+/"])
def test_keys_are_listed_and_the_line_comes_back(pages: list[Page], at: Open, key: str) -> None:
    line = line_of(pages, 0, 20)
    tab = at(line)
    tab.keyboard.press("Home")
    tab.keyboard.press(key)
    dialog = tab.locator("dialog.galley-help")
    expect(dialog).to_be_visible()
    expect(dialog.locator("dd", has_text="next doubtful place")).to_be_visible()
    assert tab.evaluate("galleyDesk.keys.list.filter(([, name]) => galleyDesk.say(name) === name)") == []
    assert serious(tab, ".galley-help") == []
    for _ in range(4):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert focused(tab) == line


# Where a line is being cut or a doubt stands these are for that first, else they lead on.
IN_LAYERS = {"Enter", "Escape", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"}
BROWSERS_OWN = {f"Ctrl+{shift}{key}" for shift in ("", "Shift+") for key in "NTW"}  # no page hears of them


def test_no_key_does_two_things(pages: list[Page], at: Open) -> None:
    tab = at(line_of(pages, 0, 20))
    combos: list[str] = tab.evaluate("galleyDesk.keys.table.map(({ combo }) => combo)")
    assert {combo for combo in combos if combos.count(combo) > 1} == IN_LAYERS
    assert not BROWSERS_OWN & set(combos)


# Told by one entry of the list for several: the readings by number, the arrows that move a cut, leaps beside columns.
TOLD_TOGETHER = {*"123456789", *(f"{held}+Arrow{side}" for held in ("Shift", "Ctrl") for side in ("Left", "Right"))}


def test_every_key_that_does_something_is_listed(pages: list[Page], at: Open) -> None:
    tab = at(line_of(pages, 0, 20))
    combos: list[str] = tab.evaluate("galleyDesk.keys.table.map(({ combo }) => combo)")
    listed: list[str] = tab.evaluate("galleyDesk.keys.list.map(([combo]) => combo)")
    assert set(combos) - set(listed) == TOLD_TOGETHER
    assert "Ctrl+J" in listed
    tab.keyboard.press("Control+j")
    expect(tab.locator("dialog.galley-palette")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.keyboard.press("F6")
    tab.keyboard.press("Tab")
    tab.locator(".bar .help").focus()
    tab.keyboard.press("Enter")  # presses the button that has the focus
    expect(tab.locator("dialog.galley-help")).to_be_visible()


def test_keys_are_known_where_alt_makes_accents(pages: list[Page], at: Open) -> None:
    tab = at(line_of(pages, 0, 20))
    pressed = """([key, code, shiftKey]) => !document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, code, shiftKey, altKey: true, bubbles: true, cancelable: true }))"""
    for key, code in (("Dead", "KeyU"), ("∂", "KeyD"), ("d", "KeyD")):
        assert tab.evaluate(pressed, [key, code, False]), key
    assert not tab.evaluate(pressed, ["Dead", "KeyK", False])


def test_a_question_mark_in_a_line_is_text(pages: list[Page], at: Open) -> None:
    line = line_of(pages, 0, 21)
    tab = at(line)
    was = text_of(tab, line)
    tab.keyboard.press("End")
    tab.keyboard.type("?")
    assert text_of(tab, line) == was + "?"
    tab.evaluate("document.activeElement.blur()")
    tab.keyboard.press("?")
    expect(tab.locator("dialog.galley-help")).to_be_visible()


def test_the_list_speaks_chinese(pages: list[Page], at: Open) -> None:
    tab = at(pages[1].id, locale="zh-CN")
    tab.keyboard.press("F1")
    expect(tab.locator("dialog.galley-help")).to_contain_text("存疑之处")
    assert tab.evaluate("galleyDesk.keys.list.filter(([, name]) => galleyDesk.say(name) === name)") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", "ꝓ"), ("u+17f", "ſ"), ("2E17", "⸗"), ("20000", "𠀀"), ("double hyphen", "⸗"), ("s", "ſ"), ("missing", "〓")],
)
def test_a_character_goes_to_the_caret(pages: list[Page], at: Open, typed: str, found: str) -> None:
    line = line_of(pages, 0, 30)
    tab = at(line)
    was = text_of(tab, line)
    tab.keyboard.press("Home")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("F2")
    expect(tab.locator("dialog.galley-palette")).to_be_visible()
    tab.wait_for_function("galleyDesk.palette.own.length")
    tab.keyboard.type(typed)
    tab.keyboard.press("Enter")
    assert text_of(tab, line) == was[:1] + found + was[1:]
    assert focused(tab) == line
    tab.keyboard.press("Control+z")  # the browser's own undo, in one step
    assert text_of(tab, line) == was
    is_saved(tab)


def test_the_palette_is_walked_and_remembers(pages: list[Page], at: Open) -> None:
    line = line_of(pages, 1, 3)
    tab = at(line, locale="zh-CN")
    was = text_of(tab, line)
    tab.keyboard.press("Home")
    tab.keyboard.press("F2")
    tab.locator("[role=option]", has_text="「").wait_for()
    tab.keyboard.type("「")
    tab.keyboard.press("Enter")
    tab.keyboard.press("F2")
    assert tab.locator("[role=option]").first.get_attribute("data-character") == "「"
    tab.keyboard.press("ArrowDown")
    down = tab.locator(".galley-palette [aria-selected=true]").get_attribute("data-character")
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".galley-palette [aria-selected=true]").get_attribute("data-character") != down
    assert serious(tab, ".galley-palette") == []
    compose(tab, "z", "zi", commit="字")
    expect(tab.locator("[role=option]").first).to_have_text("〓")
    tab.keyboard.press("Escape")
    assert text_of(tab, line) == "「" + was
    assert focused(tab) == line


def test_no_control_characters(pages: list[Page], at: Open) -> None:
    tab = at(pages[0].id)
    tab.keyboard.press("F2")
    for typed in ("U+000A", "D800", "110000", "FFFF"):
        tab.locator(".galley-palette input").fill(typed)
        assert tab.locator("[role=option]").count() == 0
    tab.keyboard.press("Enter")
    expect(tab.locator("dialog.galley-palette")).to_be_visible()


@pytest.mark.vital
def test_marks_are_decisions_and_no_text(root: Path, pages: list[Page], at: Open) -> None:
    line = line_of(pages, 0, 40)
    tab = at(line)
    was = text_of(tab, line)
    tab.keyboard.press("Home")
    for _ in range(3):
        tab.keyboard.press("Shift+ArrowRight")
    tab.keyboard.press("Alt+3")
    tab.keyboard.press("End")
    tab.keyboard.press("Alt+2")
    mirror = tab.locator(f'[data-line="{line}"] .mirror')
    expect(mirror.locator("mark.supplied")).to_have_text(was[:3])
    expect(mirror.locator("mark.gap.empty")).to_have_count(1)
    expect(tab.locator(".legend")).to_contain_text("supplied by the reviewer")
    assert text_of(tab, line) == was
    is_saved(tab)
    tab.keyboard.press("Home")
    tab.keyboard.type("xy")
    is_saved(tab)
    tab.reload()
    expect(mirror.locator("mark.supplied")).to_have_text(was[:3], timeout=WAITS)
    with closing(open_project(root)) as project:
        marks = replay(project.load_page(pages[0].id), project.decisions(pages[0].id)).marks[line]
    assert [(mark.offset, mark.length, mark.kind) for mark in marks] == [
        (2, 3, "supplied"),
        (len(was) + 2, 0, "gap"),
    ]


def test_the_same_key_takes_a_mark_off(root: Path, pages: list[Page], at: Open) -> None:
    line = line_of(pages, 1, 10)
    tab, other = at(line), at(line)
    tab.keyboard.press("Home")
    tab.keyboard.press("Alt+1")
    mirror = tab.locator(f'[data-line="{line}"] .mirror')
    expect(mirror.locator("mark.unclear")).to_have_text(text_of(tab, line)[0])
    expect(other.locator(f'[data-line="{line}"] mark.unclear')).to_have_count(1)
    tab.keyboard.press("Alt+1")
    expect(mirror.locator("mark.unclear")).to_have_count(0)
    is_saved(tab)
    expect(other.locator(f'[data-line="{line}"] mark.unclear')).to_have_count(0)
    with closing(open_project(root)) as project:
        assert not [d for d in in_force(project.decisions(pages[1].id)) if d.kind == "mark"]


def test_the_bar_is_reached_and_left(pages: list[Page], at: Open) -> None:
    line = line_of(pages, 0, 5)
    tab = at(line)
    tab.keyboard.press("F6")
    assert tab.evaluate("!!document.activeElement.closest('.bar')")
    tab.keyboard.press("F6")
    assert focused(tab) == line


@pytest.mark.parametrize(("page", "on", "back"), [(0, "Down", "Up"), (1, "Left", "Right")])
def test_paragraphs_are_leapt_over(at: Open, page: int, on: str, back: str) -> None:
    tab = at(f"p00000{page + 1}")
    firsts = tab.evaluate(
        "vertical => galleyDesk.view.items.flatMap(item => item.paragraphs).filter(each => each.lines.length > 1 && "
        "each.lines.every(line => Boolean(line.vertical) === vertical)).map(each => each.lines.map(line => line.id))",
        page == 1,
    )
    order = tab.evaluate("galleyDesk.view.items.flatMap(item => item.paragraphs.map(each => each.lines[0].id))")
    here = next(lines for lines in firsts if lines[0] != order[-1])
    tab.evaluate("line => galleyDesk.lines.focus(line, 0)", here[1])
    tab.keyboard.press(f"Control+Arrow{back}")
    assert focused(tab) == here[0]
    tab.keyboard.press(f"Control+Arrow{on}")
    assert focused(tab) == order[order.index(here[0]) + 1]


def test_a_row_among_columns_is_gone_along_by_its_own_arrows(at: Open, pages: list[Page]) -> None:
    tab = at("p000002")
    vertical = "id => galleyDesk.lines.lines.get(id).vertical"
    order = tab.evaluate("galleyDesk.lines.order")
    row = next(line for line in order[:-1] if not tab.evaluate(vertical, line))
    tab.evaluate("line => galleyDesk.lines.focus(line, 0)", row)
    tab.keyboard.press("ArrowRight")
    assert focused(tab) == row
    assert tab.evaluate("galleyDesk.lines.selection") == [1, 1]
    tab.keyboard.press("ArrowDown")
    assert focused(tab) == order[order.index(row) + 1]
