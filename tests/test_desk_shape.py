"""The shape of a page changed at the desk, in a browser, by keys and by drawing: lines, paragraphs, articles, boxes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from browser import Server, Tabs, compose, serious, serving
from desk_pages import sample_project
from playwright.sync_api import Page, expect

from correction.review import Decision
from correction.store import open_project

pytestmark = pytest.mark.long  # minutes in a browser

FRAKTUR, VERTICAL, ENGLISH = "p000001", "p000002", "p000003"
PARAGRAPH = """min => {
  const item = galleyDesk.view.items.find(i => i.id && i.paragraphs.some(p => p.lines.length > min));
  return item.paragraphs.find(p => p.lines.length > min).lines }"""
BOX = """([left, top, right, bottom]) => { const { viewer } = galleyDesk.sheet, image = viewer.world.getItemAt(0);
  const frame = viewer.canvas.getBoundingClientRect(), shown = galleyDesk.view.width / image.getContentSize().x;
  const at = (x, y) => image.imageToViewerElementCoordinates(new OpenSeadragon.Point(x / shown, y / shown));
  const [a, b] = [at(left, top), at(right, bottom)];
  return [a.x + frame.left, a.y + frame.top, b.x + frame.left, b.y + frame.top] }"""
STILL = """() => { const { viewport } = galleyDesk.sheet.viewer;
  const [now, then] = [viewport.getBounds(true), viewport.getBounds()];
  return ["x", "y", "width", "height"].every(side => Math.abs(now[side] - then[side]) < 1e-6) }"""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shape") / "Samples"
    sample_project(root, "de-fraktur", "zh-vertical", "en")
    return root


@pytest.fixture(scope="module")
def server(samples: Path) -> Iterator[Server]:
    with serving(samples) as found:
        yield found


@pytest.fixture
def sit(server: Server, tabs: Tabs) -> Callable[[str], Page]:
    """Sit down at a page, as Ada."""

    def sitting(page: str) -> Page:
        tab = tabs(viewport={"width": 1500, "height": 900})
        tab.add_init_script("localStorage.setItem('galley:author', 'Ada')")
        tab.goto(f"{server.url}?item={page}")
        tab.wait_for_selector(f".galley-desk[data-ready={page}]")
        tab.wait_for_function("galleyDesk.sheet.viewer.world.getItemAt(0)")
        return tab

    return sitting


def log(samples: Path, page: str) -> list[Decision]:
    with closing(open_project(samples)) as project:
        return project.decisions(page)


def lines(tab: Page, least: int = 5) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tab.evaluate(PARAGRAPH, least)
    return found


def stand(tab: Page, line: str, at: int = 0) -> None:
    tab.evaluate("([line, at]) => galleyDesk.lines.focus(line, at)", [line, at])
    tab.wait_for_function(
        "line => galleyDesk.element.querySelector('.lines .current')?.dataset.line === line", arg=line
    )


def done(tab: Page, act: Callable[[], object]) -> None:
    """Do something, and wait until the page is shown as it is then."""
    before = tab.evaluate("galleyDesk.view.version")
    act()
    tab.wait_for_function("before => galleyDesk.view.version > before", arg=before)


def press(tab: Page, *keys: str) -> None:
    for key in keys[:-1]:
        tab.keyboard.press(key)
    done(tab, lambda: tab.keyboard.press(keys[-1]))


def current(tab: Page) -> dict[str, Any]:
    found: dict[str, Any] = tab.evaluate(
        "(({id, text, box, field}) => ({id, text, box, focus: document.activeElement === field, "
        "caret: field.selectionStart}))(galleyDesk.lines.lines.get(galleyDesk.lines.current))"
    )
    return found


def order(tab: Page) -> list[str]:
    found: list[str] = tab.evaluate("galleyDesk.lines.order")
    return found


def drag(tab: Page, box: list[int]) -> None:
    left, top, right, bottom = tab.evaluate(BOX, box)
    tab.mouse.move(left, top)
    tab.mouse.down()
    tab.mouse.move(right, bottom, steps=3)
    tab.mouse.up()


def draw_articles(tab: Page) -> None:
    """Begin to draw; what tells how lies over nothing."""
    scan = tab.locator(".sheet").bounding_box()
    tab.keyboard.press("Alt+G")
    expect(tab.locator(".glass")).to_be_focused()
    expect(tab.locator(".status")).to_contain_text("Ctrl Enter: done")
    for press in tab.locator(".bar button:visible:not(:disabled)").all():
        press.click(trial=True)  # nothing stands in the way
    assert tab.locator(".sheet").bounding_box() == scan


def article_of(tab: Page, line: str) -> list[str]:
    found: list[str] = tab.evaluate(
        "line => galleyDesk.view.items.map(i => i.paragraphs.flatMap(p => p.lines.map(l => l.id)))"
        ".find(ids => ids.includes(line))",
        line,
    )
    return found


def paragraph_of(tab: Page, line: str) -> list[str]:
    found: list[str] = tab.evaluate(
        "line => galleyDesk.view.items.flatMap(i => i.paragraphs.map(p => p.lines.map(l => l.id)))"
        ".find(ids => ids.includes(line))",
        line,
    )
    return found


@pytest.mark.parametrize("page", [FRAKTUR, VERTICAL])
def test_boxes_are_drawn_by_arrow_keys(sit: Callable[[str], Page], page: str) -> None:
    tab = sit(page)
    stand(tab, lines(tab)[2]["id"])
    left, top, right, bottom = current(tab)["box"]
    thick, side = (right - left, "ArrowDown") if page == VERTICAL else (bottom - top, "ArrowRight")
    step = round(thick / 4)
    tab.keyboard.press("Alt+A")
    tab.keyboard.press("Enter")  # no frame is there yet
    tab.keyboard.press("ArrowDown")
    expect(tab.locator(".drawn .frame")).to_be_visible()
    press(tab, "ArrowLeft", f"Shift+{side}", "Control+ArrowLeft", "Control+ArrowRight", "Enter")
    by = (-thick - step, 0, -thick - step, step) if page == VERTICAL else (-step, thick, 0, thick)
    wanted = [a + b for a, b in zip((left, top, right, bottom), by, strict=True)]
    assert all(abs(a - b) <= 1 for a, b in zip(current(tab)["box"], wanted, strict=True))
    assert current(tab)["focus"]
    assert tab.locator(".glass, .drawn .frame").count() == 0
    tab.keyboard.press("Alt+G")
    press(tab, "ArrowUp", "Space", "Control+Enter")
    assert len(tab.evaluate("galleyDesk.view.drawn")) == 1


@pytest.mark.vital
@pytest.mark.parametrize("page", [FRAKTUR, VERTICAL])
def test_lines_are_cut_fused_dropped_and_drawn(sit: Callable[[str], Page], page: str) -> None:
    tab = sit(page)
    several = lines(tab)
    before, line = several[1], several[2]
    axis = 1 if page == VERTICAL else 0
    stand(tab, line["id"], 6)
    tab.keyboard.press("Control+Shift+D")
    expect(tab.locator(".cut-bar")).to_be_visible()
    press(tab, "ArrowRight", "Enter")
    right = current(tab)
    left = tab.evaluate("id => galleyDesk.lines.lines.get(galleyDesk.lines.beside(id, -1))", right["id"])
    assert (left["text"] + right["text"]).replace(" ", "") == line["text"].replace(" ", "")
    assert left["text"] == line["text"][:6].strip()
    assert right["focus"]
    assert right["caret"] == 0
    assert left["box"][axis + 2] == right["box"][axis]
    stand(tab, left["id"])
    press(tab, "Control+Shift+M")
    assert current(tab)["box"] == line["box"]
    assert current(tab)["text"].replace(" ", "") == line["text"].replace(" ", "")
    count = len(order(tab))
    press(tab, "Control+Delete")
    assert len(order(tab)) == count - 1
    tab.keyboard.press("Alt+A")
    done(tab, lambda: drag(tab, line["box"]))
    drawn = current(tab)
    assert drawn["focus"]
    assert drawn["text"] == ""
    assert all(abs(a - b) < 25 for a, b in zip(drawn["box"], line["box"], strict=True))
    assert order(tab)[order(tab).index(drawn["id"]) - 1] == before["id"]
    tab.keyboard.type("typed")
    expect(tab.locator(".saved")).to_have_attribute("data-state", "saved")
    tab.reload()
    tab.wait_for_selector(f".galley-desk[data-ready={page}]")
    assert tab.evaluate("id => galleyDesk.lines.lines.get(id).text", drawn["id"]) == "typed"


@pytest.mark.vital
def test_paragraphs_and_articles_by_keys(sit: Callable[[str], Page], samples: Path) -> None:
    tab = sit(FRAKTUR)
    several = [line["id"] for line in lines(tab, 6)]
    here = several[3]
    stand(tab, here)
    if paragraph_of(tab, here)[0] != here:
        press(tab, "Control+D")
    assert paragraph_of(tab, here)[0] == here
    assert current(tab)["id"] == here
    assert current(tab)["focus"]
    press(tab, "Control+M")
    assert paragraph_of(tab, here)[0] != here
    whole = article_of(tab, here)
    press(tab, "Alt+N")
    assert article_of(tab, here) == whole[whole.index(here) :]
    press(tab, "Alt+M")
    assert set(article_of(tab, here)) >= set(whole)
    tab.keyboard.press("Alt+R")
    press(tab, "6")
    assert tab.evaluate("galleyDesk.lines.lines.get(galleyDesk.lines.current).row.closest('.credit') !== null")
    at = order(tab).index(here)
    press(tab, "Alt+Shift+ArrowDown")
    assert order(tab).index(here) == at + 1
    press(tab, "Alt+Shift+ArrowUp")
    assert order(tab).index(here) == at
    tab.keyboard.press("Alt+Shift+I")
    expect(tab.get_by_role("menuitem").first).to_be_visible()
    name = tab.get_by_role("menuitem").first.inner_text()
    tab.keyboard.type(name[:8])
    press(tab, "Enter")
    assert here not in article_of(tab, several[0])
    assert article_of(tab, here)[-1] == here
    last = log(samples, FRAKTUR)[-2:]
    assert [d.kind for d in last] == ["item", "order"]
    assert last[0].batch == last[1].batch != ""
    press(tab, "Control+Z")
    assert here in article_of(tab, several[0])


def test_boxes_are_drawn_in_reading_order(sit: Callable[[str], Page], samples: Path) -> None:
    tab = sit(ENGLISH)
    width, height = tab.evaluate("[galleyDesk.view.width, galleyDesk.view.height]")
    tab.keyboard.press("Alt+0")
    tab.wait_for_function(STILL)
    top, foot = [20, height // 2, width - 20, height - 30], [20, 30, width - 20, height // 2]
    draw_articles(tab)
    drag(tab, top)
    tab.keyboard.press("n")
    tab.keyboard.type("First")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    drag(tab, foot)
    drag(tab, [20, 30, width // 2, height // 3])
    tab.keyboard.press("Backspace")
    expect(tab.locator(".overlay .drawn text")).to_have_text(["1 · First", "2"])
    press(tab, "Control+Enter")
    decision = log(samples, ENGLISH)[-1]
    drawn = json.loads(decision.value or "")
    assert decision.kind == "regions"
    assert len({each["group"] for each in drawn}) == 2
    items = tab.evaluate(
        "galleyDesk.view.items.filter(i => i.id).map(i => i.paragraphs.flatMap(p => p.lines.map(l => l.box[1])))"
    )
    assert len(items) == 2
    assert min(items[0]) > height // 2 - 60 > min(items[1])
    draw_articles(tab)
    left, upper, right, lower = tab.evaluate(BOX, foot)
    tab.mouse.click((left + right) / 2, (upper + lower) / 2)
    press(tab, "Delete", "Control+Enter")
    assert [each["group"] for each in tab.evaluate("galleyDesk.view.drawn")] == [drawn[0]["group"]]
    draw_articles(tab)
    tab.keyboard.press("Escape")
    expect(tab.locator(".glass")).to_have_count(0)
    assert current(tab)["focus"]


def test_comments_stand_at_their_line_until_they_are_done(sit: Callable[[str], Page]) -> None:
    tab = sit(VERTICAL)
    line = lines(tab)[0]["id"]
    stand(tab, line)
    tab.keyboard.press("Alt+C")
    tab.keyboard.type("Is this so?")
    assert serious(tab, ".galley-desk") == []
    press(tab, "Control+Enter")
    expect(tab.locator(f"[data-line={line}] .comment-sign")).to_have_attribute("title", "Ada: Is this so?")
    assert current(tab)["focus"]
    tab.keyboard.press("Alt+C")
    done(tab, lambda: tab.locator("[data-done]").click())
    expect(tab.locator(".comment-sign")).to_have_count(0)


def test_what_is_read_again_is_offered(sit: Callable[[str], Page], samples: Path) -> None:
    tab = sit(FRAKTUR)
    line = lines(tab)[0]
    stand(tab, line["id"])
    for key, title in (("Alt+E", "line"), ("1", "RapidOCR")):
        tab.keyboard.press(key)
        expect(tab.get_by_role("menuitem").filter(has_text=title).first).to_be_visible()
    tab.get_by_role("menuitem").filter(has_text="RapidOCR").click()
    offer = tab.locator(f"[data-line={line['id']}] .again")
    expect(offer).to_contain_text("rapidocr")
    assert tab.evaluate("id => galleyDesk.lines.lines.get(id).text", line["id"]) == line["text"]
    assert log(samples, FRAKTUR)[-1].kind != "text"
    text = offer.locator("button span").inner_text()
    tab.keyboard.press("Alt+Enter")
    expect(tab.locator(".saved")).to_have_attribute("data-state", "saved")
    assert tab.evaluate("id => galleyDesk.lines.lines.get(id).text", line["id"]) == text


def test_the_article_at_hand_stands_out_in_text_and_scan(sit: Callable[[str], Page]) -> None:
    tab = sit(VERTICAL)
    tab.keyboard.press("Alt+0")
    tab.wait_for_function(STILL)
    region = tab.evaluate("galleyDesk.view.regions.filter(r => r.item).at(-1)")
    left, top, right, bottom = tab.evaluate(BOX, region["box"])
    tab.mouse.click((left + right) / 2, (top + bottom) / 2)
    expect(tab.locator(f".item.chosen[data-item={region['item']}]")).to_have_count(1)
    assert tab.locator(f".regions rect.chosen[data-item={region['item']}]").count() > 0
    number = tab.locator(".overlay .regions text").first
    expect(number).to_be_hidden()
    tab.keyboard.down("Alt")
    expect(number).to_be_visible()
    tab.keyboard.up("Alt")
    expect(number).to_be_hidden()


def test_the_menu_at_a_line_by_its_key(sit: Callable[[str], Page]) -> None:
    tab = sit(VERTICAL)
    several = lines(tab)
    stand(tab, several[2]["id"])
    tab.keyboard.press("Shift+F10")
    expect(tab.get_by_role("menu")).to_be_visible()
    assert serious(tab, ".galley-menu") == []
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("menu")).to_have_count(0)
    assert current(tab)["focus"]


def test_no_key_does_anything_while_an_input_method_composes(sit: Callable[[str], Page], samples: Path) -> None:
    tab = sit(VERTICAL)
    stand(tab, lines(tab)[1]["id"])
    before = len(log(samples, VERTICAL))
    compose(tab, "n", "ni", commit="你")
    expect(tab.locator(".saved")).to_have_attribute("data-state", "saved")
    assert [d.kind for d in log(samples, VERTICAL)[before:] if d.kind != "state"] == ["text"]


def test_what_others_change_is_shown_and_an_accepted_page_is_locked(sit: Callable[[str], Page]) -> None:
    tab, other = sit(VERTICAL), sit(VERTICAL)
    line = lines(tab)[3]["id"]
    stand(tab, line)
    stand(other, line)
    count = len(paragraph_of(tab, line))
    done(tab, lambda: press(other, "Control+D" if paragraph_of(other, line)[0] != line else "Control+M"))
    assert len(paragraph_of(tab, line)) != count
    assert current(tab)["id"] == line
    assert current(tab)["focus"]
    other.evaluate("galleyDesk.outbox.decide({ kind: 'state', value: 'accepted' })")
    tab.wait_for_function("galleyDesk.view.state === 'accepted'")
    version = tab.evaluate("galleyDesk.view.version")
    for key in ("Control+D", "Alt+N", "Control+Delete", "Alt+G", "Alt+A", "Alt+E"):
        tab.keyboard.press(key)
        expect(tab.locator(".status")).to_contain_text("accepted")
        expect(tab.locator(".status")).to_be_visible()
    assert tab.evaluate("galleyDesk.view.version") == version
    assert tab.locator(".glass, dialog").count() == 0
