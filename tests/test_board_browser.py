"""The board in a browser: joined and parted by keyboard and by dragging, undone after a reload, opened at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from browser import PATIENCE, Server, Tabs, serious, serving
from issue_pages import issue_project
from playwright.sync_api import Locator, Page, expect

from correction.decisions import rule
from correction.proof import prove
from correction.store import open_project

pytestmark = pytest.mark.long  # minutes in a browser

FETCHED = 3 * PATIENCE  # the process beside the server has to begin first, and is nice to all others


@pytest.fixture
def root(tmp_path: Path) -> Path:
    issue_project(tmp_path / "P")
    return tmp_path / "P"


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with serving(root) as found:
        yield found


@pytest.fixture
def board(server: Server, tabs: Tabs) -> Callable[..., Page]:
    """Opens the board in a tab of a person's own."""

    def opened(name: str = "Ada", **settings: Any) -> Page:
        tab = tabs(**settings)
        tab.add_init_script(f"localStorage.setItem('galley:author', '{name}')")
        show(tab, server)
        return tab

    return opened


def show(tab: Page, server: Server) -> None:
    tab.goto(server.url)
    tab.get_by_role("tab", name="Board").or_(tab.get_by_role("tab", name="拼版")).click()
    tab.locator('.galley-board[data-ready^="i"]').wait_for(timeout=FETCHED)


def card(tab: Page, text: str) -> Locator:
    return tab.locator(".galley-board .card").filter(has=tab.locator(f'h3:text-is("{text}"), .opening:text("{text}")'))


def status(tab: Page) -> Locator:
    return tab.locator(".galley-board .status")


def pages_of(root: Path) -> dict[str | None, tuple[str, ...]]:
    with closing(open_project(root)) as project:
        return {article.headline: article.pages for article in prove(project).articles}


@pytest.mark.vital
def test_articles_are_joined_and_parted_by_keyboard(board: Callable[..., Page], server: Server, root: Path) -> None:
    tab = board()
    expect(tab.locator(".board-page")).to_have_count(3)
    expect(card(tab, "Rain").locator(".link.to")).to_contain_text("Page 2")
    card(tab, "Ships").focus()
    tab.keyboard.press("Space")
    expect(status(tab)).to_contain_text("Ships")
    tab.keyboard.press("ArrowRight")
    expect(card(tab, "The merchants")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(card(tab, "Ships").locator(".link.to")).to_contain_text("Page 3")
    expect(status(tab)).to_contain_text("goes on in")
    assert pages_of(root)["Ships"] == ("p000002", "p000003")
    card(tab, "Rain").focus()
    tab.keyboard.press("g")
    expect(card(tab, "higher than")).to_be_focused()
    tab.keyboard.press("p")
    expect(card(tab, "Rain").locator(".link.to")).to_have_count(0)
    expect(card(tab, "higher than")).to_be_focused()
    assert pages_of(root)["Rain"] == ("p000001",)
    show(tab, server)
    card(tab, "Rain").focus()
    tab.keyboard.press("Control+z")
    expect(card(tab, "Rain").locator(".link.to")).to_have_count(1)
    tab.keyboard.press("Control+z")
    expect(card(tab, "Ships").locator(".link.to")).to_have_count(0)
    tab.keyboard.press("Control+y")
    expect(card(tab, "Ships").locator(".link.to")).to_have_count(1)


def test_suggestions_are_taken_by_a_key(board: Callable[..., Page], root: Path) -> None:
    tab = board()
    card(tab, "The merchants").focus()
    offer = card(tab, "The merchants").locator(".offers li").filter(has_text="Ships")
    expect(offer).to_contain_text("the jump line says so")
    tab.keyboard.press(offer.locator("kbd").inner_text())
    expect(card(tab, "The merchants").locator(".link.back")).to_contain_text("Ships")
    expect(card(tab, "The merchants").locator(".offers li")).to_have_count(0)
    assert pages_of(root)["Ships"] == ("p000002", "p000003")
    tab.locator(".galley-board .bar .next").click()
    expect(status(tab)).to_contain_text("no suggestions")


def test_links_run_between_the_pages_and_keys_are_told_anywhere(board: Callable[..., Page], root: Path) -> None:
    with closing(open_project(root)) as project:
        project.set_state(["p000003"], "accepted", "Bob")
    tab = board()
    expect(tab.locator(".board-page svg.lock")).to_have_count(1)
    crossed = """() => [...document.querySelectorAll('.threads path')].map((path) => {
      const [room, length] = [path.ownerSVGElement.getBoundingClientRect(), path.getTotalLength()];
      const points = [...Array(60).keys()].map((n) => path.getPointAtLength((length * n) / 59));
      const cards = [...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect());
      const within = ({x, y}, card) => x > card.left + 1 && x < card.right - 1 && y > card.top && y < card.bottom;
      return points.some(({x, y}) => cards.some((card) => within({x: x + room.left, y: y + room.top}, card)));
    })"""
    assert tab.evaluate(crossed) == [False]
    tab.locator("button[role=tab][data-tab-id=board]").focus()
    tab.keyboard.press("F1")
    shown = tab.locator("dialog.galley-help")
    expect(shown.locator("dt").first).to_be_in_viewport()
    tab.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    expect(tab.locator("button[role=tab][data-tab-id=board]")).to_be_focused()


def test_cards_are_dragged_onto_each_other(board: Callable[..., Page], root: Path) -> None:
    tab = board()
    card(tab, "The merchants").drag_to(card(tab, "Wages"))
    expect(card(tab, "Wages").locator(".link.to")).to_have_count(1)
    assert pages_of(root)["Wages"] == ("p000002", "p000003")


def test_the_clean_article_is_shown_and_a_card_opened_at_the_desk(board: Callable[..., Page]) -> None:
    tab = board()
    card(tab, "Rain").focus()
    tab.keyboard.press("v")
    text = "the river stood higher than it ever had"
    expect(tab.locator(".board-preview")).to_contain_text(text)
    card(tab, "Wages").focus()
    expect(tab.locator(".board-preview h2")).to_have_text("Wages")
    tab.keyboard.press("o")
    tab.locator('.galley-desk[data-ready="p000002"]').wait_for()
    expect(tab.locator(".galley-desk textarea:focus")).to_have_value("Wages")


def test_a_type_is_set(board: Callable[..., Page]) -> None:
    tab = board()
    card(tab, "Wages").focus()
    tab.keyboard.press("t")
    expect(tab.get_by_role("dialog", name="What is this?")).to_be_visible()
    tab.keyboard.press("3")
    expect(tab.locator(".card.notice")).to_have_count(1)
    expect(status(tab)).to_contain_text("notice")


def test_an_accepted_page_keeps_its_links(board: Callable[..., Page], root: Path) -> None:
    with closing(open_project(root)) as project:
        project.append([rule("p000002", "state", "accepted", "Eva")])
    tab = board()
    expect(tab.locator(".board-page.locked")).to_have_count(1)
    card(tab, "Rain").focus()
    tab.keyboard.press("p")
    expect(status(tab)).to_contain_text("accepted and locked")
    assert pages_of(root)["Rain"] == ("p000001", "p000002")


def test_nothing_is_lost_while_the_server_is_away(board: Callable[..., Page], server: Server, tabs: Tabs) -> None:
    tabs.allow("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch|Connection errored out")
    tab = board()
    server.kill()
    card(tab, "Rain").focus()
    tab.keyboard.press("p")
    expect(status(tab)).to_contain_text("not connected")
    server.start()
    expect(card(tab, "Rain").locator(".link.to")).to_have_count(0)


@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark", "locale": "zh-CN"}])
def test_anybody_can_use_it(board: Callable[..., Page], settings: dict[str, str]) -> None:
    tab = board(**settings)
    if settings:
        tab.goto(tab.url.split("?")[0] + "?__theme=dark")
        tab.get_by_role("tab", name="拼版").click()
        tab.locator('.galley-board[data-ready^="i"]').wait_for(timeout=FETCHED)
        expect(tab.locator(".board-page h2").first).to_have_text("第 1 版")
    card(tab, "Ships").focus()
    tab.keyboard.press("v")
    expect(tab.locator(".board-preview h2")).to_have_text("Ships")
    assert serious(tab, ".galley-board") == []
    tab.keyboard.press("?")
    expect(tab.locator(".galley-board dialog")).to_be_visible()
    assert serious(tab, ".galley-board") == []
