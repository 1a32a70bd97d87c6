"""The first minutes: a project begun by opening it, its empty desk and board, and the first page that is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from browser import Server, Tabs, serious
from desk_pages import sample
from desk_tabs import WAITS
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

import ui
from correction.store import create_project, open_project


def turn(tab: Tab, screen: str) -> None:
    tab.locator(f'button[role="tab"][data-tab-id="{screen}"]').click()


def test_a_project_begins_in_a_folder_that_is_free(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "scan.png").write_bytes(b"")
    assert [ui.is_free(tmp_path / name) for name in ("empty", "new", "full", "full/scan.png", "no/such")] == [
        *(True, True),
        *(False, False, False),
    ]


@pytest.mark.long
@pytest.mark.parametrize(("locale", "title", "way"), [("en", "No page", "library"), ("zh-CN", "尚无", "书库")])
def test_desk_and_board_of_a_new_project_say_what_to_do(
    serve: Callable[[Path], Server], tabs: Tabs, tmp_path: Path, locale: str, title: str, way: str
) -> None:
    root = tmp_path / "P"
    server = serve(root)
    assert "A new project was begun" in server.log()
    tab = tabs(locale=locale)
    tab.add_init_script("localStorage['galley:author'] ??= 'Ada'")
    tab.goto(server.url)
    for screen in ("board", "desk"):
        turn(tab, screen)
        shown = tab.locator(f"#screen-{screen} .galley-nothing")
        expect(shown).to_contain_text(title, timeout=WAITS)
        assert serious(tab, f"#screen-{screen}") == []
    shown.get_by_role("button", name=way).click()
    expect(tab.locator(".welcome")).to_be_visible()
    with closing(open_project(root)) as project:
        sample(project, "en")
    turn(tab, "desk")
    tab.wait_for_selector(".galley-desk[data-ready=p000001]", timeout=WAITS)
    expect(shown).to_have_count(0)
    turn(tab, "board")
    expect(tab.locator(".board-page")).to_have_count(1)


def test_the_address_of_the_first_page_is_no_error_without_one(tmp_path: Path) -> None:
    from fastapi.testclient import TestClient

    from correction.desk.desk import Desk
    from correction.desk.server import application

    with closing(create_project(tmp_path / "P")) as project, closing(Desk(project)) as desk:
        answer = TestClient(application(desk)).get("/desk/find/first")
        assert (answer.status_code, answer.json()) == (200, None)
