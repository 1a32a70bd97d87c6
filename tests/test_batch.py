"""The batch runner: workers that fail, die and are stopped."""

import multiprocessing
import os
import sys
from collections.abc import Generator, Iterator

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
