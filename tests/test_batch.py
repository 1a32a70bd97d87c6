"""The batch runner: workers that fail, die and are stopped."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from page_readers import moody

from ocr.batch import NO_LIMITS, Job, Limits, Outcome, read_all
from ocr.errors import EngineError, InputError
from ocr.events import CancelToken
from ocr.page import Source
from ocr.workers import Workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")


def jobs(*moods: str) -> Iterator[Job]:
    return (Job(f"p{n:06d}", Source(f"{mood}-{n}", "0" * 64)) for n, mood in enumerate(moods, 1))


def run(*moods: str, workers: int = 2, limits: Limits = NO_LIMITS) -> dict[str, Outcome]:
    """The last outcome of each job."""
    crew = Workers(moody, workers, limits)
    return {each.page_id: each for each in read_all(jobs(*moods), crew, CancelToken())}


def test_every_job_has_one_outcome() -> None:
    found = run("read", "read", "read", "read", "read")
    assert sorted(found) == [f"p{n:06d}" for n in range(1, 6)]
    assert all(each.page is not None and each.error is None for each in found.values())


def test_no_jobs_start_no_workers() -> None:
    assert run() == {}


def test_pages_are_read_in_processes_of_their_own_with_one_thread() -> None:
    found = run("env", workers=1)
    page = found["p000001"].page
    assert page is not None
    assert [page.text_of(line.id) for line in page.lines] == ["1", "1"]
    other = run("read", workers=1)["p000001"].page
    assert other is not None
    assert other.text_of(other.lines[1].id) != str(os.getpid())


def test_a_page_that_fails_keeps_its_remedy_and_stops_nobody() -> None:
    found = run("read", "fail", "fault", "read")
    error = found["p000002"].error
    assert isinstance(error, InputError)
    assert error.remedy == "scan it again"
    assert isinstance(found["p000003"].error, EngineError)
    assert "a fault of our own" in found["p000003"].trace
    assert found["p000001"].page is not None
    assert found["p000004"].page is not None


@pytest.mark.parametrize("mood", ["die", "kill"])
def test_a_worker_that_dies_costs_its_own_page_only(mood: str) -> None:
    found = run("read", mood, "read", mood, "read")
    assert [each.page is None for _, each in sorted(found.items())] == [False, True, False, True, False]
    assert "memory" in str(found["p000002"].error) if mood == "kill" else "exit code 3" in str(found["p000002"].error)


def test_jobs_are_asked_for_only_when_a_worker_is_free() -> None:
    taken: list[str] = []

    def watched() -> Iterator[Job]:
        for job in jobs(*["read"] * 6):
            taken.append(job.page_id)
            yield job

    done = 0
    for _ in read_all(watched(), Workers(moody, 2), CancelToken()):
        done += 1
        assert len(taken) <= done + 2
    assert done == 6


def test_a_system_that_gives_no_process_is_told_in_words() -> None:
    import resource

    crew, before = Workers(moody, 1), resource.getrlimit(resource.RLIMIT_NOFILE)
    with open(os.devnull) as lowest:
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest.fileno() + 1, before[1]))
        try:
            with pytest.raises(EngineError, match="no process could be started"):
                crew.give(next(jobs("read")))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_cancelling_begins_no_further_page_and_finishes_those_in_hand() -> None:
    cancel = CancelToken()
    found: list[Outcome] = []
    for outcome in read_all(jobs(*["read"] * 9), Workers(moody, 2), cancel):
        found.append(outcome)
        cancel.cancel()
    assert 1 <= len(found) <= 2
    assert all(each.page is not None for each in found)


def test_closing_ends_workers_that_are_at_work() -> None:
    outcomes = read_all(jobs("read", "sleep"), Workers(moody, 2), CancelToken())
    assert next(outcomes).page_id == "p000001"
    assert isinstance(outcomes, Generator)
    outcomes.close()
    assert multiprocessing.active_children() == []


def test_what_failed_once_is_tried_again_at_the_end(tmp_path: Path) -> None:
    once = Job("p000001", Source(str(tmp_path / "once-1"), "0" * 64))
    torn = Job("p000002", Source("fail-2", "0" * 64))
    found = list(read_all([once, torn, *list(jobs(*["read"] * 4))[2:]], Workers(moody, 2), CancelToken()))
    assert sorted(each.page_id for each in found if each.again) == ["p000001", "p000002"]
    assert sorted(each.page_id for each in found[-2:]) == ["p000001", "p000002"]
    last = {each.page_id: each for each in found}
    assert last["p000001"].page is not None
    assert str(last["p000002"].error) == "the picture is torn - scan it again"


def test_a_page_that_takes_too_long_is_ended_and_says_what_to_do() -> None:
    found = run("sleep", "read", limits=Limits(seconds=2))
    error = found["p000001"].error
    assert error is not None
    assert "longer than 2 seconds" in error.problem
    assert "--page-seconds" in error.remedy
    assert found["p000002"].page is not None
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is watched where there is /proc")
@pytest.mark.parametrize("mood", ["swell", "child"])
def test_a_page_that_takes_too_much_memory_is_ended(mood: str) -> None:
    """Its own memory counts, and that of the programs that it starts."""
    crew = Workers(moody, 1, Limits(memory=150 << 20))
    found = list(read_all(jobs(mood, "read"), crew, CancelToken()))
    first, second, last = found
    assert first.again
    assert second.page is not None
    assert "more than 150 MB" in str(first.error)
    assert "--page-memory" in str(last.error)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is watched where there is /proc")
def test_a_page_that_is_tried_alone_has_the_memory_of_all() -> None:
    found = list(read_all(jobs("swell"), Workers(moody, 3, Limits(memory=150 << 20)), CancelToken()))
    assert [each.again for each in found] == [True, False]
    assert found[1].page is not None


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="processes are looked up in /proc")
def test_no_worker_outlives_the_run_that_was_killed() -> None:
    """Kill -9 in the middle of a page: its process ends at once, with the program that it started."""
    script = (
        "import multiprocessing, sys\n"
        "from page_readers import moody\n"
        "from ocr.batch import Job, read_all\n"
        "from ocr.events import CancelToken\n"
        "from ocr.page import Source\n"
        "from ocr.workers import Workers\n"
        "jobs = [Job('p1', Source('read-1', '')), Job('p2', Source('nap-2', ''))]\n"
        "for _ in read_all(jobs, Workers(moody, 1), CancelToken()):\n"
        "    print(multiprocessing.active_children()[0].pid, flush=True)\n"
    )
    paths = os.pathsep.join(str(Path(__file__).parents[n]) for n in (0, 1))
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths}
    )
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    while not (child := _children(worker)):
        time.sleep(0.05)
    process.kill()
    process.communicate()
    end = time.monotonic() + 300  # a loaded machine takes its time
    while any(_runs(pid) for pid in (worker, *child)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_runs(pid) for pid in (worker, *child))


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def _runs(pid: int) -> bool:
    """Whether a process is there and is no mere entry of one that has ended."""
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
