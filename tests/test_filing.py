"""What was read is ready for search when the run is over, and what is left is made by the next search."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from command_line import draw_text_pages
from project_pages import pages

from correction.cli import run
from correction.commands.filing import file_passages
from correction.progress import Terminal
from correction.reading import Request, read_into
from correction.search import refresh, search
from correction.store import create_project, open_project
from correction.store.folder import ProjectFolder
from correction.watch import Watch
from ocr.events import CancelToken
from ocr.settings import PageSettings

Capture = pytest.CaptureFixture[str]


def stale(root: Path) -> int:
    with closing(open_project(root)) as project:
        return len(project.stale())


def read(root: Path, folder: Path, *options: str) -> int:
    return run(["ocr", str(folder), "--project", str(root), "--jobs", "1", *options])


def test_what_was_read_is_ready_for_search(tmp_path: Path, capsys: Capture) -> None:
    root, folder = tmp_path / "P", tmp_path / "in"
    draw_text_pages(folder, 2)
    assert read(root, folder) == 0
    assert "galley: pages to make ready for search: 2\n" in capsys.readouterr().err
    assert stale(root) == 0
    assert read(root, folder) == 0
    assert "ready for search" not in capsys.readouterr().err
    assert read(root, folder, "--force", "--quiet") == 0
    assert capsys.readouterr().err == ""
    assert stale(root) == 0


def test_making_ready_stops_and_leaves_the_rest(local: ProjectFolder, tmp_path: Path, capsys: Capture) -> None:
    pages(local, tmp_path / "in", 3)
    cancel = CancelToken()
    assert refresh(local, lambda _: cancel.cancel(), cancel) == 1
    with Terminal() as terminal:
        file_passages(local, terminal, cancel)
    assert "galley: pages left to the next search: 2\n" in capsys.readouterr().err
    assert refresh(local, most=1) == 1
    assert len(local.stale()) == 1
    assert len(search(local, "one")) == 3


def test_a_fault_of_the_search_is_a_warning(tmp_path: Path, capsys: Capture) -> None:
    root, folder = tmp_path / "P", tmp_path / "in"
    create_project(root).close()
    with closing(sqlite3.connect(root / "galley.db")) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON passages BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    draw_text_pages(folder, 1)
    assert read(root, folder) == 1
    said = capsys.readouterr()
    assert "pages: 1 read" in said.out
    assert "galley: warning: not every page is ready for search" in said.err
    with closing(open_project(root)) as project:
        assert project.runs()[-1].finished


def test_a_watch_makes_ready_what_came(tmp_path: Path) -> None:
    root = tmp_path / "P"
    draw_text_pages(tmp_path / "in", 1)
    cancel = CancelToken()

    def wait() -> None:
        for _ in range(600):
            time.sleep(0.1)
            with closing(open_project(root)) as seen:
                if all(entry.was_read and seen.passages(entry.id) for entry in seen.pages()) and seen.pages():
                    break
        cancel.cancel()

    with closing(create_project(root)) as project:
        waiting = threading.Thread(target=wait)
        waiting.start()
        request = Request((), PageSettings("en"), watch=Watch(tmp_path / "in", root, settled=0.0))
        result = read_into(project, request, lambda _: None, cancel)
        waiting.join()
        assert result.count("read") == 1
        assert project.stale() == []
