"""Many pages by a crew of workers: what is given to them, what comes back, and what failed once is tried again.

In: jobs, one by one, and a `Crew`: processes of this machine (`workers.Workers`) or of others (`cluster.Cluster`).
Out: outcomes as pages finish, in no fixed order. A page never waits in a queue of ours, so memory is bounded by the
number of workers. Saving, counting and showing are the caller's.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from ocr.errors import EngineError, GalleyError
from ocr.events import CancelToken
from ocr.layout.overrides import NO_OVERRIDES, Overrides
from ocr.page import Page, Source

LOOK_SECONDS = 0.25  # Between two looks at the limits, at new jobs and at whether somebody wants to stop.


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds, and bytes of memory of its process and of all that this started.

    None is no limit. Memory is watched where there is /proc, as on Linux.
    """

    seconds: float | None = None
    memory: int | None = None

    def times(self, pages: int) -> Limits:
        """The limits of a page that is read alone, and has the memory of so many."""
        return replace(self, memory=self.memory * pages if self.memory else None)


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Job:
    """One page to read; the source's path must be one that any process can open."""

    page_id: str
    source: Source
    overrides: Overrides = NO_OVERRIDES


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a reader makes of a job: the page, and how many places of it are doubtful (None: not counted).

    `documents` is what else was worked out from it, by name, for whoever saves it.
    """

    page: Page
    doubts: int | None = None
    documents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: a page or an error. `trace` is for those who look for the fault in Galley.

    With `again` the job failed and will be tried once more; its last outcome is still to come.
    """

    page_id: str
    read: ReadPage | None
    error: GalleyError | None = None
    seconds: float = 0.0
    trace: str = ""
    again: bool = False

    @property
    def page(self) -> Page | None:
        """The page, where one was read."""
        return self.read.page if self.read else None


Reader = Callable[[Job], ReadPage]


class Crew(Protocol):
    """Those who read pages."""

    @property
    def in_hand(self) -> int:
        """How many jobs were given and have not come back."""

    def has_room(self) -> bool:
        """Whether somebody is free to take a job."""

    def give(self, job: Job, *, alone: bool = False) -> None:
        """Have a job done; one that is `alone` may have the memory of all."""

    def collect(self, timeout: float) -> Iterator[Outcome]:
        """What has finished, waiting up to `timeout` seconds for the first."""

    def dismiss(self) -> None:
        """Let those who are idle go home."""

    def kill(self) -> None:
        """End all work at once."""


def read_all(jobs: Iterable[Job | None], crew: Crew, cancel: CancelToken) -> Generator[Outcome, None, None]:
    """Have jobs read and give each outcome as it comes.

    `jobs` is asked for the next one only when a worker is free; None says that there is none at present. What failed
    is tried once more when nothing else is left to do, alone and with the memory of all. After `cancel` no further
    page begins; those in hand are finished and given. Closing the iterator, or an exception in it, ends the workers
    at once. Never raises for a page.
    """
    jobs = iter(jobs)
    tries = _Tries()
    more = True
    try:
        while True:
            waits = True  # for a worker, and not for what is asked to come again
            while more and waits and not cancel.cancelled and not tries.alone and crew.has_room():
                try:
                    job = next(jobs)
                except StopIteration:
                    more = False
                    break
                waits = job is not None
                if job is not None and not cancel.cancelled:
                    crew.give(tries.first(job))
                yield from map(tries.judge, crew.collect(0))
            if not crew.in_hand and not cancel.cancelled and (again := tries.next()):
                crew.give(again, alone=True)
            if crew.in_hand:
                yield from map(tries.judge, crew.collect(LOOK_SECONDS if waits else 0))
            elif cancel.cancelled or not more:
                break
            elif waits:  # nobody is there to read
                time.sleep(LOOK_SECONDS)
        crew.dismiss()
    finally:
        crew.kill()


class _Tries:
    """The jobs that wait for their second try, and those in hand that may still get one."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._failed: list[Job] = []
        self.alone = False  # whether a second try is in hand

    def first(self, job: Job) -> Job:
        self._jobs[job.page_id] = job
        return job

    def judge(self, outcome: Outcome) -> Outcome:
        job = self._jobs.pop(outcome.page_id, None)
        if job is None or outcome.read is not None:
            self.alone = False
            return outcome
        self._failed.append(job)
        return replace(outcome, again=True)

    def next(self) -> Job | None:
        self.alone = bool(self._failed)
        return self._failed.pop(0) if self._failed else None


def read_one(read: Reader, job: Job) -> Outcome:
    """Read a page here and now; whatever goes wrong is told in the outcome."""
    start = time.perf_counter()
    try:
        return Outcome(job.page_id, read(job), None, time.perf_counter() - start)
    except Exception as fault:  # one page's trouble must never end ten thousand others
        return Outcome(job.page_id, None, in_words(fault), time.perf_counter() - start, traceback.format_exc())


def in_words(fault: Exception) -> GalleyError:
    """A fault while a page was read as an error that people can take; a GalleyError stays as it is."""
    if isinstance(fault, GalleyError):
        return fault
    if isinstance(fault, MemoryError):
        return EngineError("there is not enough memory for this page", "use fewer --jobs, or close other programs")
    said = " ".join(f"{type(fault).__name__}: {fault}".split())
    return EngineError(f"reading failed ({said})", "run with --verbose and report what it prints")
