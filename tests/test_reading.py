"""Runs that are interrupted, and runs at the same time: no page is lost, and none is read twice."""

import csv
import errno
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import ROOT, draw_page, draw_text_pages, start
from page_readers import make_page
from PIL import Image

from correction.cli import run
from correction.plan import BESIDE_ENGINES, plan
from correction.progress import read_progress
from correction.reading import KNOWN, OTHER, Request, read_into
from correction.report import Result, Row
from correction.review import decide, replay
from correction.store import Project, create_project, open_project
from ocr.errors import OutputError, ProjectError
from ocr.events import CancelToken, Event
from ocr.fingerprint import fingerprint
from ocr.ingest import sources
from ocr.page import Page
from ocr.settings import PageSettings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_goes_on_later(number: signal.Signals, tmp_path: Path) -> None:
    draw_text_pages(tmp_path / "in", 8)
    process = start("ocr", "in", "--project", "P", "--jobs", "1", "--language", "en")
    while process.poll() is None and not _done(Path("P")):
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate()
    assert process.returncode == 130, err
    assert "run the same command again" in out
    assert "Traceback" not in err
    saved = _done(Path("P"))
    assert 1 <= saved < 8
    assert run(["ocr", "in", "--project", "P", "--language", "en"]) == 0
    assert _done(Path("P")) == 8


@pytest.mark.skipif(sys.platform == "win32", reason="locks as on POSIX")
def test_two_runs_at_once_read_each_page_once(tmp_path: Path) -> None:
    draw_text_pages(tmp_path / "in", 6)
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


def test_a_page_that_was_read_is_free_while_its_run_goes_on(tmp_path: Path) -> None:
    """A watch may go on for weeks."""
    (file,) = draw_text_pages(tmp_path / "in", 1)
    with closing(create_project(tmp_path / "P")) as found:
        assert read_into(found, Request((file,), QUICK), lambda _: None, CancelToken()).count("read") == 1
        said, _ = start(
            "ocr", file, "--project", "P", "--language", "en", "--engine", "rapidocr", "--force"
        ).communicate()
    assert "pages: 1 read\n" in said


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


QUICK = PageSettings(language="en", engine="rapidocr")


def quick(project: Project, *files: Path, **asked: Any) -> Result:
    """Read files that need no recognition, or whatever was asked for."""
    request = replace(Request(files, QUICK), **asked)
    return read_into(project, request, lambda _: None, CancelToken())


def states(result: Result) -> list[str]:
    return [row.state for row in result.rows]


def test_pages_read_with_other_settings_are_told_and_read_anew_when_asked(tmp_path: Path) -> None:
    files = draw_text_pages(tmp_path / "in", 2)
    other = replace(QUICK, language="de")
    with closing(create_project(tmp_path / "P")) as found:
        assert states(quick(found, *files)) == ["read", "read"]
        again = quick(found, *files)
        assert (states(again), again.others) == (["skipped", "skipped"], 0)
        told = quick(found, *files, settings=other)
        assert (states(told), told.others, told.exit_code) == (["skipped", "skipped"], 2, 0)
        assert {row.note for row in told.rows} == {OTHER}
        assert states(quick(found, files[0], settings=other, changed=True)) == ["read"]
        assert states(quick(found, settings=other, changed=True)) == ["read"]  # of the project: the one that is left
        assert states(quick(found, *files, settings=other, changed=True)) == ["skipped", "skipped"]
        assert [len(found.load_page(entry.id).readings) for entry in found.pages()] == [2, 2]


def test_a_scan_that_changed_or_went_since_is_told(tmp_path: Path) -> None:
    files = draw_text_pages(tmp_path / "in", 3)
    with closing(create_project(tmp_path / "P")) as found:
        scans = [found.root / found.add_sources(sources(file))[0].entry.source.path for file in files]
        scans[0].write_bytes(scans[1].read_bytes())
        scans[1].unlink()
        result = quick(found)
        notes = {row.page: row.note for row in result.rows}
        assert "has changed since it was taken in" in notes["p000001"]
        assert "No such file" in notes["p000002"]
        assert [row.state for row in result.rows if row.page == "p000003"] == ["read"]
        assert result.exit_code == 1


def test_other_models_are_other_settings(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    asked = replace(QUICK, engine="tesseract", models=("own",), tessdata=tmp_path / "models")
    before = fingerprint(asked)
    (tmp_path / "models" / "own.traineddata").write_bytes(b"1")
    first = fingerprint(asked)
    (tmp_path / "models").rename(tmp_path / "moved")
    assert fingerprint(replace(asked, tessdata=tmp_path / "moved", run="r_9")) == first != before
    (tmp_path / "moved" / "own.traineddata").write_bytes(b"2")
    assert fingerprint(replace(asked, tessdata=tmp_path / "moved")) != first


def test_confirmed_text_outlasts_every_way_to_read_anew(tmp_path: Path) -> None:
    files = draw_text_pages(tmp_path / "in", 1)
    with closing(create_project(tmp_path / "P")) as found:
        quick(found, *files)
        page = found.load_page("p000001")
        found.append([decide(page, "text", [page.lines[0].id], "as a person wrote it", "reader")])
        quick(found, *files, settings=replace(QUICK, language="fr"), changed=True)
        quick(found, *files, force=True)
        page = found.load_page("p000001")
        assert len(page.readings) == 3
        assert replay(page, found.decisions("p000001")).texts == {page.lines[0].id: "as a person wrote it"}


@pytest.mark.parametrize("force", [False, True])
def test_a_run_that_was_cut_off_goes_on_under_its_id(force: bool, tmp_path: Path) -> None:
    """Also one that reads pages again: those that it has read already are not read a third time."""
    files = draw_text_pages(tmp_path / "in", 3)
    report = tmp_path / "report.csv"
    with closing(create_project(tmp_path / "P")) as found:
        if force:
            quick(found, *files)
        cancel = CancelToken()
        request = Request(files, QUICK, force=force, report=report)
        first = read_into(found, request, lambda event: event.kind == "page_done" and cancel.cancel(), cancel)
        assert first.stopped
        assert states(first) == ["read"]
        second = quick(found, *files, force=force, report=report)
        assert states(second) == ["skipped", "read", "read"]
        assert len(found.runs()) == 1 + force
        assert found.runs()[-1].finished
        pages = [found.load_page(entry.id) for entry in found.pages()]
        assert [len(page.readings) for page in pages] == [1 + force] * 3
        assert len({page.readings[-1].run for page in pages}) == 1
    rows = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
    assert [(row["page"], row["state"]) for row in rows] == [(f"p00000{n}", "read") for n in (1, 2, 3)]
    assert all(row["engine"] == "pdf text layer" and row["seconds"] and row["doubts"] for row in rows)


def test_a_blank_page_is_no_page_that_was_not_read(tmp_path: Path) -> None:
    """It has no reading to name its run: the project says which one read it."""
    files = [tmp_path / f"{number}.png" for number in (1, 2)]
    for number, file in enumerate(files):
        Image.new("L", (700, 900 + number), 255).save(file)
    with closing(create_project(tmp_path / "P")) as found:
        assert states(quick(found, *files)) == ["read", "read"]
        assert {entry.run for entry in found.pages()} == {found.runs()[0].id}
        assert states(quick(found, *files, changed=True)) == ["skipped", "skipped"]
        assert states(quick(found, *files, changed=True, settings=replace(QUICK, language="fr"))) == ["read", "read"]
        cancel = CancelToken()
        request = Request(tuple(files), QUICK, force=True)
        read_into(found, request, lambda event: event.kind == "page_done" and cancel.cancel(), cancel)
        assert states(quick(found, *files, force=True)) == ["skipped", "read"]


def test_a_page_that_comes_under_another_name_is_told_by_its_first_one(tmp_path: Path) -> None:
    """In the command that brings both, and in a later one; the file's own name again needs no words."""
    (first,) = draw_text_pages(tmp_path / "in", 1)
    second, third = (Path(shutil.copy(first, tmp_path / name)) for name in ("again.pdf", "and again.pdf"))
    says = f"{KNOWN}: p000001, which came as {first}"
    report = tmp_path / "report.csv"
    with closing(create_project(tmp_path / "P")) as found:
        both = quick(found, first, second, report=report)
        assert {(row.file, row.state) for row in both.rows} == {(str(first), "read"), (str(second), "skipped")}
        assert [row.note for row in both.rows if row.state == "skipped"] == [says]
        rows = csv.DictReader(report.read_text(encoding="utf-8").splitlines())
        assert {(row["file"], row["state"]) for row in rows} == {(row.file, row.state) for row in both.rows}
        assert [(row.note, row.page) for row in quick(found, third).rows] == [(says, "p000001")]
        assert [row.note for row in quick(found, first).rows] == [KNOWN]
        assert len(found.pages()) == 1


def test_another_run_with_force_is_another_run(tmp_path: Path) -> None:
    files = draw_text_pages(tmp_path / "in", 2)
    with closing(create_project(tmp_path / "P")) as found:
        for _ in range(2):
            assert states(quick(found, *files, force=True)) == ["read", "read"]
        assert len(found.runs()) == 2


def test_a_report_has_a_row_as_soon_as_a_page_is_finished(tmp_path: Path) -> None:
    files = (tmp_path / "gone.png", *draw_text_pages(tmp_path / "in", 2))
    report = tmp_path / "out" / "report.csv"
    seen: list[int] = []
    with closing(create_project(tmp_path / "P")) as found:
        request = Request(files, QUICK, report=report, lost=(Row("none", "failed", note="no such file"),))
        read_into(found, request, lambda _: seen.append(len(report.read_text().splitlines())), CancelToken())
    assert seen == [2, 3, 4, 5, 5]  # with the header and the name that named nothing
    rows = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
    assert [row["state"] for row in rows] == ["read", "read", "failed", "failed"]


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(tmp_path: Path) -> None:
    files = draw_text_pages(tmp_path / "in", 1)
    with closing(create_project(tmp_path / "P")) as found:
        with pytest.raises(OutputError, match="a folder has this name"):
            quick(found, *files, report=tmp_path)
        assert found.pages() == []


def test_a_plan_counts_and_writes_nothing(tmp_path: Path) -> None:
    files = draw_text_pages(tmp_path / "in", 2)
    picture = draw_page(tmp_path / "in" / "a.png", "Page", (2000, 3000))
    request = Request((*files, picture), QUICK, workers=2)
    made = plan(None, request)
    assert (made.pages, made.pace.pages) == (3, 0)
    assert made.megapixels == pytest.approx(6 + 2 * 595 * 842 * (300 / 72) ** 2 / 1e6)
    assert made.seconds == pytest.approx(made.megapixels * made.pace.seconds / 2)
    assert made.scans == sum(file.stat().st_size for file in request.files)
    with closing(create_project(tmp_path / "P")) as found:
        (arrival,) = found.add_sources(sources(picture))
        page = make_page(arrival.entry.id, "one line")
        found.save_page(replace(page, width=1000, height=2000, readings=(replace(page.readings[0], seconds=8.0),)))
        made = plan(found, request)
        assert [row.state for row in made.result.rows] == ["planned", "planned", "skipped"]
        assert made.pace.pages == 1
        assert made.pace.seconds == pytest.approx(8 / 2 * BESIDE_ENGINES)
        assert made.scans == sum(file.stat().st_size for file in files)
        assert len(found.runs()) == 0


def test_a_plan_tells_the_halves_of_a_double_page_apart(tmp_path: Path) -> None:
    with Image.open(ROOT / "scans" / "en.jpg") as scan:
        page = scan.convert("L").resize((1000, 1300))
    spread = Image.new("L", (2000, 1300), 255)
    spread.paste(page, (0, 0))
    spread.paste(page, (1000, 0))
    spread.save(tmp_path / "a.png")
    with closing(create_project(tmp_path / "P")) as found:
        left, right = found.add_sources(sources(tmp_path / "a.png"))
        made = plan(found, Request((tmp_path / "a.png",), QUICK))
        assert [row.page for row in made.result.rows] == [left.entry.id, right.entry.id]


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
def test_a_folder_is_watched_until_somebody_ends_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    process = start("ocr", "--watch", "in", "--project", "P", "--jobs", "1", "--language", "en")
    for n in range(2):
        draw_text_pages(tmp_path / "in" / f"box {n}", n + 1)
        while process.poll() is None and _done(Path("P")) < n + 1:
            time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert "pages: 2 read" in out  # the first page of both boxes is the same
    assert "the watch is over" in out
    assert read_progress(Path("P")).run == "over"  # type: ignore[union-attr]


def test_a_watched_folder_must_be_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ocr", "--watch", "nowhere", "--project", "P"]) == 2
    assert "is no folder" in capsys.readouterr().err
    assert not Path("P").exists()


@pytest.mark.parametrize(("until", "stopped"), [(1, True), (2, False)])
def test_an_interrupt_with_nothing_left_is_no_interrupt(until: int, stopped: bool, tmp_path: Path) -> None:
    files = draw_text_pages(tmp_path / "in", 2)
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
        return int(connection.execute("SELECT count(*) FROM pages WHERE state IN ('done', 'read')").fetchone()[0])
    finally:
        connection.close()
