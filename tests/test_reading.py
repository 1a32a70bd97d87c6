"""Runs that are interrupted, and runs at the same time: no page is lost, and none is read twice."""

import errno
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from command_line import draw_page, start
from page_readers import make_page
from PIL import Image

from correction.cli import run
from correction.reading import Request, read_into
from correction.review import decide, replay
from correction.store import create_project, open_project
from ocr.errors import ProjectError
from ocr.events import CancelToken, Event
from ocr.ingest import sources
from ocr.page import Page
from ocr.settings import PageSettings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_goes_on_later(number: signal.Signals, tmp_path: Path) -> None:
    for n in range(5):
        draw_page(tmp_path / "in" / f"{n}.png", f"Page {n} of the council")
    process = start("ocr", "in", "--project", "P", "--jobs", "1", "--language", "en")
    while process.poll() is None and not _done(Path("P")):
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate()
    assert process.returncode == 130, err
    assert "run the same command again" in out
    assert "Traceback" not in err
    saved = _done(Path("P"))
    assert 1 <= saved < 5
    assert run(["ocr", "in", "--project", "P", "--language", "en"]) == 0
    assert _done(Path("P")) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="locks as on POSIX")
def test_two_runs_at_once_read_each_page_once(tmp_path: Path) -> None:
    for n in range(3):
        draw_page(tmp_path / "in" / f"{n}.png", f"Page {n} of the council")
    words = ("ocr", "in", "--project", "P", "--jobs", "1", "--language", "en")
    runs = [start(*words), start(*words)]
    for process in runs:
        _, err = process.communicate()
        assert process.returncode == 0, err
    with closing(open_project(Path("P"))) as project:
        pages = [project.load_page(entry.id) for entry in project.pages()]
    assert all(len({reading.run for reading in page.readings}) == 1 for page in pages)


@pytest.mark.skipif(sys.platform == "win32", reason="locks as on POSIX")
def test_a_claim_ends_with_its_process(tmp_path: Path) -> None:
    with closing(create_project(tmp_path / "P")) as made:
        for n in range(2):
            made.add_sources(sources(draw_page(tmp_path / f"{n}.png", f"Page {n}")))
    hold = (
        "import sys; from pathlib import Path; from correction.store import open_project\n"
        "project = open_project(Path('P')); print(project.claim('p000001') is not None, flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "True\n"
    with closing(open_project(Path("P"))) as found:
        assert found.claim("p000001") is None
        assert found.claim("p000002") is not None
        other.kill()
        other.communicate()
        assert found.claim("p000001") is not None


@pytest.mark.skipif(sys.platform == "win32", reason="locks as on POSIX")
def test_claims_that_are_forbidden_are_no_claims_of_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    with closing(create_project(tmp_path / "P")) as made:
        made.add_sources(sources(draw_page(tmp_path / "0.png", "Page")))
        monkeypatch.setattr("correction.store.claims.os.open", forbid)
        with pytest.raises(ProjectError, match="no permission"):
            made.claim("p000001")


def test_a_page_that_another_run_reads_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = draw_page(tmp_path / "0.png", "Page")
    with closing(create_project(tmp_path / "P")) as found:
        monkeypatch.setattr("correction.store.claims.Claims.take", lambda *_: False)
        result = read_into(found, Request((file,), PageSettings()), lambda _: None, CancelToken())
    assert [row.state for row in result.rows] == ["busy"]
    assert result.exit_code == 0


def test_frames_that_wait_are_counted_in_the_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [Image.new("L", (300, 400), shade) for shade in (250, 251, 252)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    monkeypatch.setattr("correction.store.claims.Claims.take", lambda *_: False)
    told: list[Event] = []
    with closing(create_project(tmp_path / "P")) as found:
        read_into(found, Request((tmp_path / "a.tif",), PageSettings()), told.append, CancelToken())
    assert [(event.done, event.total) for event in told if event.page] == [(1, 3), (2, 3), (3, 3)]


def test_a_fault_that_passes_drops_no_overrides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a record that is damaged is read anew without what was laid down on it."""
    file = draw_page(tmp_path / "0.png", "Page")
    with closing(create_project(tmp_path / "P")) as found:
        (arrival,) = found.add_sources(sources(file))
        page = found.save_page(make_page(arrival.entry.id, "one"))
        line = page.lines[0].id
        found.append([decide(page, "role", [line], "kicker", "a person", replay(page, []))])

        def fail(_: str) -> Page:
            raise ProjectError("the database is locked", "run the command again")

        monkeypatch.setattr(found, "load_page", fail)
        request = Request((file,), PageSettings(language="en", engine="rapidocr"), force=True)
        result = read_into(found, request, lambda _: None, CancelToken())
        assert result.fatal is not None
        assert result.fatal.problem == "the database is locked"


@pytest.mark.parametrize(("until", "stopped"), [(1, True), (2, False)])
def test_an_interrupt_with_nothing_left_is_no_interrupt(until: int, stopped: bool, tmp_path: Path) -> None:
    files = tuple(draw_page(tmp_path / f"{n}.png", f"Page {n}") for n in range(2))
    cancel = CancelToken()

    def listen(event: Event) -> None:
        if event.kind == "page_done" and event.done == until:
            cancel.cancel()

    with closing(create_project(tmp_path / "Q")) as found:
        request = Request(files, PageSettings(language="en", engine="rapidocr"))
        result = read_into(found, request, listen, cancel)
        assert result.stopped == stopped
        assert result.exit_code == (130 if stopped else 0)
        assert (found.runs()[-1].finished is None) == stopped


def _done(root: Path) -> int:
    """Pages read so far, looked up beside the running program."""
    if not (root / "galley.toml").exists():
        return 0
    connection = sqlite3.connect(root / "galley.db")
    try:
        return int(connection.execute("SELECT count(*) FROM pages WHERE state = 'read'").fetchone()[0])
    finally:
        connection.close()
