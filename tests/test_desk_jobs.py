"""Reading as a process of its own: started, watched, stopped and resumed, by whoever looks."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from correction.desk.jobs import Job, Jobs, Order
from correction.progress import PROGRESS_FILE, read_progress
from correction.store import create_project, open_project
from ocr.errors import UsageError

pytestmark = pytest.mark.long  # minutes in a browser

SCANS = Path(__file__).parents[1] / "scans"
PATIENCE = 240.0  # seconds; a bound for a machine that is busy, no measurement


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    create_project(tmp_path / "P").close()
    yield tmp_path / "P"
    jobs = Jobs(tmp_path / "P")
    while jobs.look().state in ("going", "ending"):
        jobs.stop()
        time.sleep(0.5)


def wait(jobs: Jobs, until: Callable[[Job], bool]) -> Job:
    limit = time.monotonic() + PATIENCE
    while not until(job := jobs.look()):
        assert time.monotonic() < limit, job
        time.sleep(0.1)
    return job


def test_an_order_is_the_command_line_of_galley_ocr() -> None:
    order = Order(("-odd name.png",), language="de", jobs=2)
    words = order.command(Path("P"), "sqlite:///x.db")
    assert words[:5] == ["ocr", "--project", "P", "--database", "sqlite:///x.db"]
    assert words[-4:] == ["--jobs", "2", "--", "-odd name.png"]


def test_a_job_is_seen_by_all_and_its_faults_are_told(root: Path, tmp_path: Path) -> None:
    shutil.copy(SCANS / "en.jpg", tmp_path / "good.jpg")
    (tmp_path / "torn.jpg").write_bytes(b"no picture")
    jobs, others = Jobs(root), Jobs(root)
    assert jobs.look().state == "none"
    jobs.start(Order((str(tmp_path / "good.jpg"), str(tmp_path / "torn.jpg")), jobs=1))
    assert others.look().state == "going"
    with pytest.raises(UsageError, match="already"):
        others.start(Order())
    job = wait(others, lambda job: not job.is_going)
    assert job.state == "over"
    assert job.progress
    assert (job.progress.read, job.progress.failed) == (1, 1)
    assert any("torn.jpg" in text for text in job.complaints)


def test_a_job_stops_and_goes_on(root: Path) -> None:
    jobs = Jobs(root)
    jobs.start(Order((str(SCANS),), jobs=1))
    wait(jobs, lambda job: job.progress is not None and job.progress.total > 1)
    assert jobs.stop().state == "ending"
    assert wait(jobs, lambda job: not job.is_going).state == "stopped"
    with closing(open_project(root)) as project:
        read = sum(entry.was_read for entry in project.pages())
    assert read < 6
    with pytest.raises(UsageError):
        jobs.stop()
    again = jobs.resume()
    assert again.order == Order((str(SCANS),), jobs=1)
    jobs.stop()
    jobs.stop()
    assert wait(jobs, lambda job: not job.is_going).asked == 2


def test_a_job_that_was_killed_is_broken_and_a_foreign_one_is_respected(root: Path) -> None:
    jobs = Jobs(root)
    jobs.start(Order((str(SCANS),), jobs=1))
    job = wait(jobs, lambda job: job.progress is not None)
    assert job.progress
    os.kill(job.progress.process, signal.SIGKILL)
    assert wait(jobs, lambda job: not job.is_going).state == "broken"
    progress = read_progress(root)
    assert progress
    written = (root / PROGRESS_FILE).read_text().replace(f'"process":{progress.process}', f'"process":{os.getpid()}')
    (root / PROGRESS_FILE).write_text(written)
    assert jobs.look().state == "elsewhere"
    with pytest.raises(UsageError, match="terminal"):
        jobs.start(Order())
