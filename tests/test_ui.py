"""The reading room: it is served on this machine only, and shows every page with its picture and articles."""

import hashlib
import socket
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from page_readers import make_page
from PIL import Image

import ui
from correction.cli import run
from correction.store import Project, create_project
from ocr.errors import UsageError
from ocr.page import Item, Source, TextRegion


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three pages: one of two articles, one that waits, one that failed."""
    found = create_project(tmp_path / "P")
    for n in range(3):
        file = tmp_path / f"{n} <scan>.png"
        Image.new("L", (420, 1000), 255 - n).save(file)
        found.add_sources([Source(str(file), hashlib.sha256(file.read_bytes()).hexdigest())])
    page = make_page("p000001", "The win-", "dow was shut.", "It cost $5 <b>.")
    upper, lower = page.lines[:2], page.lines[2:]
    regions = (replace(page.regions[0], lines=upper), TextRegion("r_2", lower[0].box, "body", lower, "i_2"))
    found.save_page(
        replace(page, source=found.pages()[0].source, regions=regions, items=(Item(regions[0].item or ""), Item("i_2")))
    )
    found.fail_page("p000003", "the *picture* is torn")
    yield found
    found.close()


@pytest.fixture
def room(project: Project) -> ui.Room:
    found = ui.Room(project)
    found.refresh()
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(language: str) -> Any:
    return SimpleNamespace(headers={"accept-language": language})


def test_a_page_is_shown_with_its_picture_and_articles(room: ui.Room) -> None:
    pages, back, on, picture, text = room.render("en", "p000001")
    assert pages["value"] == "p000001"
    assert [label for label, _id in pages["choices"]] == [
        "p000001 · read · articles: 2",
        "p000002 · waiting · articles: 0",
        "p000003 · failed · articles: 0",
    ]
    assert not back["interactive"]
    assert on["interactive"]
    assert 'src="data:image/png;base64,iVBOR' in picture
    assert "<scan>" not in picture
    assert text == "The window was shut.\n\n---\n\nIt cost $5 \\<b>."


def test_pages_without_text_say_why(room: ui.Room) -> None:
    assert "Still to be read" in room.render("en", "p000002")[4]
    assert "the \\*picture\\* is torn" in room.render("en", "p000003")[4]
    assert "<img" not in room.render("en", "p000003")[3]


def test_steps_stay_inside_the_list(room: ui.Room) -> None:
    steps = [("p000001", 1), ("p000003", 1), ("p000001", -1), ("gone", 0)]
    shown = [room.render("en", page_id, step)[0]["value"] for page_id, step in steps]
    assert shown == ["p000002", "p000003", "p000001", "p000001"]


def test_the_browser_chooses_the_language(room: ui.Room) -> None:
    language, pages, *_rest = room.open(ask("zh-CN,en;q=0.5"))
    assert language == "zh"
    assert pages["label"] == "版面"
    assert pages["choices"][0][0] == "p000001 · 已识读 · 文章：2"
    assert room.open(ask("de"))[0] == "en"


def test_a_scan_that_is_gone_leaves_the_text(room: ui.Room) -> None:
    Path(room.project.located(room.project.pages()[0].source).path).unlink()
    _pages, _back, _on, picture, text = room.render("en", "p000001")
    assert 'role="alert"' in picture
    assert text.startswith("The window")


def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    empty = create_project(tmp_path / "E")
    pages, _back, on, picture, text = ui.Room(empty).render("zh", None)
    empty.close()
    assert (pages["value"], on["interactive"], picture) == (None, False, "")
    assert "galley ocr" in text


def test_the_room_is_served_on_this_machine(project: Project) -> None:
    blocks, port = ui.build(project), free_port()
    try:
        address = ui.launch(blocks, "127.0.0.1", port)
        assert address == f"http://127.0.0.1:{port}/"
        assert not blocks.share
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address) as answer:
            assert answer.status == 200
            assert "Galley: P" in answer.read().decode()
        with pytest.raises(UsageError, match="give another"):
            ui.launch(ui.build(project), "127.0.0.1", port)
    finally:
        blocks.close(verbose=False)


def test_a_missing_gradio_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delitem(sys.modules, "ui")
    monkeypatch.setitem(sys.modules, "gradio", None)
    assert run(["review", "--project", "nowhere"]) == 2
    assert "pip install 'galley[ui]'" in capsys.readouterr().err
