"""How far a run is and how long it will take, told by the pages that were read."""

from pathlib import Path

import pytest

from correction import progress
from correction.progress import LAST, MEASURED, Pace, ProgressFile, read_progress
from ocr.events import Event


def test_pages_that_are_skipped_cost_nothing() -> None:
    pace = Pace(0.0)
    for n in range(50):
        pace.take(Event("page_skipped", n + 1, 100), 100.0)
    assert pace.left(Event("page_skipped", 50, 100)) == ""
    for n in range(MEASURED):
        pace.take(Event("page_done", 51 + n, 100), 110.0 + 10 * n)
    assert pace.left(Event("page_done", 90, 100)) == ", about 2 min"


def test_pages_of_another_kind_change_the_pace() -> None:
    """Of 10,000 pages the first half takes 2 seconds each and the second 40, on any number of workers."""
    pace, now = Pace(0.0), 0.0
    for n in range(5000 + LAST):
        now += 2.0 if n < 5000 else 40.0
        pace.take(Event("page_done", n + 1, 10_000), now)
    left = pace.seconds_left(Event("page_done", 5000 + LAST, 10_000))
    assert left == pytest.approx(40 * (5000 - LAST), rel=0.02)


def test_a_screen_can_read_how_far_a_run_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "WRITE_SECONDS", 0.0)
    assert read_progress(tmp_path) is None
    tell = ProgressFile(tmp_path)
    tell(Event("started", 0, 3))
    tell(Event("page_done", 1, 3, "p000001", "12 lines"))
    tell(Event("page_failed", 2, 3, "p000002", "torn"))
    tell(Event("note", 2, 3, "p000002", "a word"))
    found = read_progress(tmp_path)
    assert found is not None
    assert (found.run, found.done, found.total, found.read, found.failed) == ("going", 2, 3, 1, 1)
    assert found.last_page == "p000002"
    assert not found.stale
    tell(Event("finished", 3, 3))
    found = read_progress(tmp_path)
    assert found is not None
    assert found.run == "over"
    assert [file.name for file in tmp_path.iterdir()] == [progress.PROGRESS_FILE]


def test_a_progress_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    ProgressFile(tmp_path / "gone")(Event("started", 0, 3))
    (tmp_path / progress.PROGRESS_FILE).write_text("{")
    assert read_progress(tmp_path) is None
