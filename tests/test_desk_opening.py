"""Opening and moving over a page: what a person sees comes first, and what nobody sees any more is given up."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from browser import Server, Tabs, serving
from desk_pages import sample_project
from desk_tabs import WAITS, pages_of, sit
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request, expect

from correction.doubts import kept
from correction.store import open_project

pytestmark = pytest.mark.long
# Where a line's box is drawn, and where the viewer has that part of the picture: [left, top] each.
DRAWN = """() => {
  const { left, top } = document.querySelector('.overlay .lines .current').getBoundingClientRect();
  const [x, y] = galleyDesk.sheet.boxes.get(galleyDesk.lines.current);
  const place = galleyDesk.sheet.viewer.world.getItemAt(0).imageToWindowCoordinates(new OpenSeadragon.Point(x, y));
  return [left, top, place.x, place.y];
}"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("opening") / "P"
    sample_project(found, "en", "de")
    return found


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


def test_a_line_far_down_is_there_at_once_and_the_others_soon(tabs: Tabs, server: Server, root: Path) -> None:
    lines = pages_of(root)[0].lines
    tab = sit(tabs, server, lines[-3].id)
    assert tab.evaluate("document.activeElement.closest('.line').dataset.line") == lines[-3].id
    expect(tab.locator(".line textarea")).to_have_count(len(lines))
    assert [each.input_value() for each in tab.locator(".line textarea").all()] == [
        pages_of(root)[0].text_of(line.id) for line in lines
    ]
    expect(tab.locator(f'[data-line="{lines[-3].id}"] > img')).to_have_js_property("complete", True)
    assert tab.locator(f'[data-line="{lines[0].id}"] > img').get_attribute("src") is None


def test_what_is_asked_about_a_page_ends_with_it(tabs: Tabs, server: Server) -> None:
    tab = tabs()
    given_up: list[str] = []
    tab.on("requestfailed", lambda request: given_up.append(_path(request)))
    tab.add_init_script("localStorage['galley:author'] ??= 'Ada'")
    tab.route("**/p000001/doubts", lambda route: None)  # nobody ever answers
    tab.goto(f"{server.url}?item=p000001")
    tab.wait_for_selector(".galley-desk[data-ready]", timeout=WAITS)
    tab.keyboard.press("PageDown")
    tab.wait_for_selector(".galley-desk[data-ready=p000002]")
    tab.wait_for_function("() => galleyDesk.doubts.places.told?.page === 'p000002'", timeout=WAITS)
    assert "/desk/pages/p000001/doubts" in given_up


def test_lines_stay_on_the_picture_while_it_moves(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    tab.wait_for_function("() => galleyDesk.sheet.viewer.world.getItemAt(0)?.getFullyLoaded()", timeout=WAITS)
    box = tab.locator(".sheet").bounding_box()
    assert box
    tab.mouse.move(box["x"] + 300, box["y"] + 300)
    for delta in (-200, -200, 300):
        tab.mouse.wheel(0, delta)
        _agree(tab)
    tab.mouse.down()
    for step in range(1, 9):
        tab.mouse.move(box["x"] + 300 - 70 * step, box["y"] + 300 - 60 * step)
        _agree(tab)
    tab.mouse.up()
    tab.wait_for_function("() => !galleyDesk.sheet.overlay.style.transform")  # drawn anew where it stands
    _agree(tab)


def test_the_next_page_is_made_ready_meanwhile(tabs: Tabs, server: Server, root: Path) -> None:
    tab = sit(tabs, server)
    for _ in range(120):
        with closing(open_project(root)) as project:
            if project.derived("p000002", kept.NAME):
                return
        tab.wait_for_timeout(500)
    raise AssertionError("nobody looked for the doubts of the next page")


def test_another_language_is_spoken_everywhere(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, "p000002")
    into = tab.locator(".line textarea").first
    into.press("End")
    tab.keyboard.type(" before")
    tab.click("[data-language=zh]")
    before = tab.locator(".galley-desk[data-ready=p000002] .bar .previous")
    expect(before).to_have_attribute("title", "上一版 (PageUp)", timeout=WAITS)
    expect(tab.get_by_role("tab", name="校对")).to_have_attribute("aria-selected", "true")
    expect(tab.locator(".line textarea").first).to_have_value(re.compile(" before$"))


def test_keys_are_heard_where_somebody_turns(tabs: Tabs, server: Server) -> None:
    tab = tabs()
    tab.add_init_script("localStorage['galley:author'] ??= 'Ada'")
    tab.goto(server.url)
    for _ in range(2):  # the desk is made at the first time
        tab.get_by_role("tab", name="Desk").click()
        expect(tab.locator(".line textarea:focus")).to_have_count(1, timeout=WAITS)
        tab.keyboard.press("F1")
        expect(tab.locator("dialog")).to_be_visible()
        tab.keyboard.press("Escape")
        tab.get_by_role("tab", name="Board").click()
        expect(tab.locator(".card:focus")).to_have_count(1, timeout=WAITS)


def _path(request: Request) -> str:
    return "/" + request.url.split("/", 3)[3]


def _agree(tab: Tab) -> None:
    """The drawing lies on the picture, in one and the same frame."""
    x, y, wanted_x, wanted_y = tab.evaluate(
        f"() => new Promise(done => requestAnimationFrame(() => done(({DRAWN})())))"
    )
    assert abs(x - wanted_x) < 4
    assert abs(y - wanted_y) < 4
