"""How the desk looks in a browser: the first view, fonts by language, labels of vertical print, low windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Server, Tabs, serving
from desk_pages import sample_project
from desk_tabs import sit
from playwright.sync_api import expect

pytestmark = pytest.mark.long  # minutes in a browser

BOUNDS = """() => {
  const { viewport } = galleyDesk.sheet.viewer;
  const round = ({x, y, width, height}) => [x, y, width, height].map((each) => Math.round(each * 1000));
  return [round(viewport.getBounds()), round(viewport.getHomeBounds())];
}"""
WIDTH = """() => {
  const field = document.querySelector('.text .field');
  field.insertAdjacentHTML('beforeend', '<span class="tried" style="position: absolute">’</span>');
  return field.querySelector('.tried').getBoundingClientRect().width / parseFloat(getComputedStyle(field).fontSize);
}"""
OVER = """() => {
  const boxes = (name) => [...document.querySelectorAll(name)].map((each) => each.getBoundingClientRect());
  const over = (a, b) => a.width && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const lines = boxes('.text .line');
  return boxes('.text .role, .text h2').filter((label) => lines.some((line) => over(label, line))).length;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("looks") / "P"
    sample_project(root, "fr", "zh-vertical")
    with serving(root) as found:
        yield found


def test_a_page_is_first_shown_whole_and_stays_so(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server)
    whole = f"() => {{ const [seen, home] = ({BOUNDS})(); return `${{seen}}` === `${{home}}` }}"
    expect(tab.locator(".legend")).to_be_visible()  # which takes room away
    tab.wait_for_function(whole)
    tab.evaluate("galleyDesk.go(galleyDesk.lines.order.at(-1))")
    tab.wait_for_function("document.querySelector('.overlay .current')?.dataset.line === galleyDesk.lines.order.at(-1)")
    tab.wait_for_timeout(400)
    assert tab.evaluate(whole)
    tab.set_viewport_size({"width": 900, "height": 600})
    tab.wait_for_function(whole)
    tab.keyboard.press("Alt++")
    tab.wait_for_function(f"!({whole})()")


def test_marks_are_as_wide_as_the_language_has_them(tabs: Tabs, server: Server) -> None:
    assert sit(tabs, server, locale="zh-CN").evaluate(WIDTH) < 0.6


def test_labels_of_vertical_print_stand_clear(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, "p000002", locale="zh-CN")
    expect(tab.locator(".text.beside .headline .role").first).to_be_attached()
    assert tab.evaluate(OVER) == 0


def test_nothing_lies_over_another_in_a_low_window(tabs: Tabs, server: Server) -> None:
    tab = sit(tabs, server, viewport={"width": 700, "height": 425})
    tab.keyboard.press("Control+h")
    tab.keyboard.type("la")
    expect(tab.locator(".hit").first).to_be_visible()
    tab.check("[name=whole]")
    expect(tab.locator(".find .told")).to_contain_text("places")
    parts = "() => ['.halves > .text', '.legend'].map((name) => document.querySelector(name).getBoundingClientRect())"
    text, legend = tab.evaluate(parts)
    assert text["bottom"] <= legend["top"]
    tab.keyboard.press("Escape")
    expect(tab.locator(".find")).to_be_hidden()
    expect(tab.locator(".text textarea:focus")).to_have_count(1)
