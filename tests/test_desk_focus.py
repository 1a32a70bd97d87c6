"""One act after the other at the desk, and the focus stays in the text; what a page refuses is said, each time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import Server, Tabs, serious, serving
from desk_pages import sample_project
from desk_tabs import is_saved, sit
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from correction.review import Decision
from correction.store import open_project

pytestmark = pytest.mark.long  # minutes in a browser

# Each test that decides has a page of its own, in one project.
NAMES = ("de-fraktur", "en", "de", "fr", "zh-horizontal", "zh-vertical")
FRAKTUR, ENGLISH, GERMAN, FRENCH, CHINESE, VERTICAL = (f"p{n:06}" for n in range(1, 7))
IN_LINE = "document.activeElement.closest('.line')?.dataset.line ?? null"
STILL = "() => !galleyDesk.inTurn.going && !galleyDesk.outbox.pending"
TO_SCREEN = """([x, y]) => { const { viewer } = galleyDesk.sheet, image = viewer.world.getItemAt(0);
  const frame = viewer.canvas.getBoundingClientRect(), shown = galleyDesk.view.width / image.getContentSize().x;
  const at = image.imageToViewerElementCoordinates(new OpenSeadragon.Point(x / shown, y / shown));
  return [at.x + frame.left, at.y + frame.top] }"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("focus") / "P"
    sample_project(found, *NAMES)
    with closing(open_project(found)) as project:
        project.save_page(replace(project.load_page(VERTICAL), notes=("the scan breaks off: 81 % of it was read",)))
    return found


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


def log(root: Path, page: str) -> list[Decision]:
    with closing(open_project(root)) as project:
        return project.decisions(page)


def lines(tab: Tab) -> list[dict[str, Any]]:
    """The lines of the first long paragraph of an article."""
    found: list[dict[str, Any]] = tab.evaluate(
        "galleyDesk.view.items.filter(i => i.id).flatMap(i => i.paragraphs).find(p => p.lines.length > 6).lines"
    )
    return found


def stand(tab: Tab, line: str, at: int = 0) -> None:
    tab.evaluate("([line, at]) => galleyDesk.lines.focus(line, at)", [line, at])


def still(tab: Tab) -> None:
    """Wait until all that was begun is done."""
    tab.wait_for_function(STILL)
    is_saved(tab)


def drawn(tab: Tab, box: list[int]) -> None:
    """Draw a box on the scan."""
    left, top = tab.evaluate(TO_SCREEN, box[:2])
    right, bottom = tab.evaluate(TO_SCREEN, box[2:])
    tab.mouse.move(left, top)
    tab.mouse.down()
    tab.mouse.move(right, bottom, steps=3)
    tab.mouse.up()


def test_acts_follow_each_other_however_fast_the_keys(server: Server, tabs: Tabs, root: Path) -> None:
    tab = sit(tabs, server, FRAKTUR)
    line = lines(tab)[2]
    stand(tab, line["id"], 6)
    tab.keyboard.press("Control+Shift+D")
    expect(tab.locator(".cut-bar")).to_be_visible()
    for key in ("Enter", "Control+D", "Control+M", "Control+D"):
        tab.keyboard.press(key)
    still(tab)
    made = [d for d in log(root, FRAKTUR) if d.kind != "state"]
    assert [d.kind for d in made] == ["cut", "split", "join", "split"]
    second = tab.evaluate(IN_LINE)
    assert second not in (None, line["id"])
    assert {anchor.line for d in made[1:] for anchor in d.at} == {second}
    for _ in made:
        tab.keyboard.press("Control+Z")
    still(tab)
    assert tab.evaluate("id => galleyDesk.lines.lines.get(id)?.text", line["id"]) == line["text"]
    assert tab.evaluate(IN_LINE) == line["id"]


def test_the_focus_stays_in_the_text_when_its_line_goes(server: Server, tabs: Tabs, root: Path) -> None:
    tab = sit(tabs, server, ENGLISH)
    several = lines(tab)
    stand(tab, several[3]["id"])
    tab.keyboard.press("Control+Delete")
    tab.keyboard.press("Control+Delete")
    still(tab)
    assert [d.at[0].line for d in log(root, ENGLISH) if d.kind == "drop"] == [several[3]["id"], several[4]["id"]]
    assert tab.evaluate(IN_LINE) == several[5]["id"]
    # Another one drops the line that the caret is in.
    other = sit(tabs, server, several[5]["id"], name="Ben")
    other.keyboard.press("Control+Delete")
    tab.wait_for_function("id => !galleyDesk.lines.lines.has(id)", arg=several[5]["id"])
    tab.wait_for_function(f"() => {IN_LINE} !== null")
    assert tab.evaluate(IN_LINE) == several[2]["id"]


def test_a_drawn_line_that_is_taken_back_leaves_the_focus_in_the_text(server: Server, tabs: Tabs) -> None:
    tab = sit(tabs, server, GERMAN)
    tab.wait_for_function("galleyDesk.sheet.viewer.world.getItemAt(0)")
    line = lines(tab)[0]["id"]
    stand(tab, line)
    tab.keyboard.press("Alt+0")
    tab.wait_for_timeout(600)
    tab.keyboard.press("Alt+A")
    tab.keyboard.press("Alt+A")
    expect(tab.locator(".glass")).to_have_count(1)
    tab.keyboard.press("Control+Z")  # a drawing has nothing to take back
    expect(tab.locator(".glass")).to_be_focused()
    drawn(tab, [5, 5, 60, 40])  # where no line is beside it
    still(tab)
    new = tab.evaluate(IN_LINE)
    assert new not in (None, line)
    tab.keyboard.press("Control+Z")
    still(tab)
    assert not tab.evaluate("id => galleyDesk.lines.lines.has(id)", new)
    assert tab.evaluate(IN_LINE) is not None


def test_boxes_are_of_the_page_they_are_drawn_on(server: Server, tabs: Tabs, root: Path) -> None:
    tab = sit(tabs, server, GERMAN)
    tab.keyboard.press("Alt+G")
    expect(tab.locator(".glass")).to_be_visible()
    tab.locator(".bar .next").click()
    tab.wait_for_selector(".galley-desk[data-ready=p000004]")
    expect(tab.locator(".glass")).to_have_count(0)
    assert tab.evaluate(IN_LINE) is not None


def test_an_accepted_page_says_so_at_every_key(server: Server, tabs: Tabs, root: Path) -> None:
    tab = sit(tabs, server, FRENCH)
    line = lines(tab)[2]
    foot = tab.locator(".status")
    tab.evaluate("galleyDesk.outbox.decide({ kind: 'state', value: 'accepted' })")
    expect(foot).to_contain_text("accepted and locked")
    tab.reload()
    tab.wait_for_selector(".galley-desk[data-ready]")
    expect(foot).to_contain_text("Alt S")
    stand(tab, line["id"])
    for key in ("x", "7", "Backspace", "Delete", "Control+z", "F2", "Alt+1", "Control+d", "Control+v"):
        tab.evaluate("galleyDesk.report('')")
        tab.keyboard.press(key)
        expect(foot).to_contain_text("accepted and locked")
    first = foot.text_content()
    tab.keyboard.press("x")
    assert foot.text_content() != first  # so that it is read out again
    assert tab.locator("dialog").count() == 0
    tab.keyboard.press("Alt+s")
    tab.keyboard.press("Enter")
    expect(foot).to_contain_text("may be changed again")
    tab.keyboard.press("Control+z")
    expect(foot).to_contain_text("its state is changed by Alt S")
    stand(tab, line["id"])
    tab.keyboard.type("x")
    still(tab)
    assert [d.kind for d in log(root, FRENCH)] == ["state", "state", "text"]


def test_a_conflict_is_not_forgotten_when_the_page_is_turned(server: Server, tabs: Tabs, root: Path) -> None:
    tab, other = sit(tabs, server, CHINESE), sit(tabs, server, CHINESE, name="Ben")
    line = lines(tab)[4]
    stand(other, line["id"])
    stand(tab, line["id"])
    tab.context.set_offline(True)
    tab.keyboard.type("mine ")
    other.keyboard.type("theirs ")
    still(other)
    tabs.allow("ERR_INTERNET_DISCONNECTED")
    tab.context.set_offline(False)
    expect(tab.locator(".saved")).to_have_attribute("data-state", "conflict")
    waiting = tab.locator(".bar .waiting")
    expect(waiting).to_contain_text("1 to choose (page p000005)")
    stand(tab, lines(tab)[0]["id"])
    waiting.click()
    assert tab.evaluate(IN_LINE) == line["id"]
    tab.keyboard.press("PageDown")
    tab.wait_for_selector(".galley-desk[data-ready=p000006]")
    expect(tab.locator(".saved")).to_have_attribute("data-state", "saved")
    expect(waiting).to_contain_text("1 to choose (page p000005)")
    expect(tab.locator(".status")).to_contain_text("1 to choose (page p000005)")
    tab.reload()
    tab.wait_for_selector(".galley-desk[data-ready=p000006]")
    waiting.click()
    tab.wait_for_selector(".galley-desk[data-ready=p000005]")
    assert tab.evaluate(IN_LINE) == line["id"]
    tab.locator("[data-settle=mine]").click()
    is_saved(tab)
    expect(waiting).to_be_hidden()
    assert log(root, CHINESE)[-1].value == "mine " + line["text"]


@pytest.mark.parametrize(("page", "at"), [(VERTICAL, 6), (GERMAN, 3)])
def test_a_cut_line_is_made_whole_from_where_the_caret_stands(
    server: Server, tabs: Tabs, root: Path, page: str, at: int
) -> None:
    tab = sit(tabs, server, page)
    line = lines(tab)[2]
    stand(tab, line["id"], at)
    tab.keyboard.press("Control+Shift+D")
    expect(tab.locator(".cut-bar")).to_be_visible()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Control+Shift+M")  # the caret stands at the beginning of the second piece
    still(tab)
    assert [d.kind for d in log(root, page)][-2:] == ["cut", "fuse"]
    whole = tab.evaluate("(({text, box}) => ({text, box}))(galleyDesk.lines.lines.get(galleyDesk.lines.current))")
    assert whole == {"text": line["text"], "box": line["box"]}
    assert tab.evaluate(IN_LINE) is not None
    tab.keyboard.press("Control+Shift+M")
    expect(tab.locator(".status")).to_contain_text("Neither the line before nor the next")
    assert log(root, page)[-1].kind == "fuse"


def test_without_the_viewer_the_scan_is_one_picture(server: Server, tabs: Tabs) -> None:
    tab = tabs(viewport={"width": 1400, "height": 850})
    tabs.allow("openseadragon")  # an installation without npm has none
    tab.route("**/openseadragon.min.js", lambda route: route.fulfill(status=404))
    tab.add_init_script("localStorage['galley:author'] = 'Ada'")
    tab.goto(f"{server.url}?item={ENGLISH}")
    tab.wait_for_selector(".galley-desk[data-ready]")
    expect(tab.locator(".status")).to_contain_text("“make viewer” fetches it")
    tab.wait_for_function("galleyDesk.sheet.viewer.world.getItemAt(0)")
    # A line's frame lies on its ink, whatever the zoom.
    picture = (
        "(r => [r.left, r.top, r.right, r.bottom])(document.querySelector('.plain-scan img').getBoundingClientRect())"
    )
    frame = """(r => [r.left, r.top, r.right, r.bottom])(
        document.querySelector('.overlay .lines .current').getBoundingClientRect())"""
    line = tab.evaluate("galleyDesk.lines.lines.get(galleyDesk.lines.order[40])")
    stand(tab, line["id"])
    scales: list[float] = []
    for key in ("Alt+0", "Alt+l", "Alt+-", "Alt++"):
        tab.keyboard.press(key)
        tab.wait_for_timeout(400)  # the drawing is made anew when the picture stands
        scan, shown = tab.evaluate(picture), tab.evaluate(frame)
        scale = (scan[2] - scan[0]) / tab.evaluate("galleyDesk.view.width")
        wanted = [scan[n % 2] + scale * line["box"][n] for n in range(4)]
        assert all(abs(a - b) < 3 for a, b in zip(shown, wanted, strict=True)), key
        scales.append(scale)
    assert scales[0] < scales[2] < scales[1] == pytest.approx(scales[3])
    tab.keyboard.press("Alt+0")
    other = tab.evaluate("galleyDesk.lines.lines.get(galleyDesk.lines.order[60])")
    x, y = tab.evaluate(TO_SCREEN, [(other["box"][n] + other["box"][n + 2]) / 2 for n in range(2)])
    tab.mouse.click(x, y)
    assert tab.evaluate(IN_LINE) == other["id"]
    tab.mouse.wheel(0, -200)
    tab.keyboard.press("PageDown")
    tab.wait_for_selector(f".galley-desk[data-ready={GERMAN}]")
    tab.wait_for_function("galleyDesk.sheet.viewer.world.getItemAt(0)")
    expect(tab.locator(".plain-scan img")).to_have_count(1)


def test_the_ends_of_the_project_and_notes_on_a_page_are_told(server: Server, tabs: Tabs) -> None:
    tab = sit(tabs, server, FRAKTUR)
    before, behind = tab.locator(".bar .previous"), tab.locator(".bar .next")
    expect(before).to_be_disabled()
    expect(before).to_have_attribute("title", "This is the first page: there is none before it.")
    expect(behind).to_be_enabled()
    tab.keyboard.press("PageUp")
    expect(tab.locator(".status")).to_contain_text("there is none before it")
    notes = tab.locator(".bar .notes")
    expect(notes).to_be_hidden()
    tab.evaluate("page => galleyDesk.open(page)", VERTICAL)
    expect(behind).to_have_attribute("aria-label", "This is the last page: there is none behind it.")
    expect(notes.locator("li")).to_be_hidden()
    notes.locator("summary").focus()
    tab.keyboard.press("Enter")
    expect(notes.locator("li")).to_have_text("the scan breaks off: 81 % of it was read")
    assert serious(tab, ".galley-desk .bar") == []
    tab.keyboard.press("Escape")
    assert tab.evaluate(IN_LINE) is not None
