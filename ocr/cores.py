"""The cores of the machine, shared by the pages in hand: a page reads its lines on those that no other page wants.

In: tasks of one page. Out: their results in order. With as many pages in hand as there are cores each has one thread;
a page alone, or the last of a run, takes the others too. Engines work outside of Python's lock, so threads are enough.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")

LOOK_SECONDS = 0.1  # between two looks whether a core has become free


class Count(Protocol):
    """A number that one process writes and others read, as of `multiprocessing.sharedctypes`."""

    value: int


@dataclass(frozen=True, slots=True)
class Cores:
    """How many cores there are, and how many pages are in hand (None: one page at a time)."""

    total: int = 1
    pages: Count | None = None

    @property
    def for_a_page(self) -> int:
        """The cores that one page may use now: an equal share, rounded down, at least one.

        >>> Cores(4).for_a_page
        4
        """
        return max(1, self.total // max(1, self.pages.value if self.pages else 1))


_cores = Cores()


def share(cores: Cores) -> None:
    """Say what the pages that this process reads may use; until then it is one core."""
    global _cores
    _cores = cores


def run_all(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """The tasks' results in order; raises what a failing task raised, with no further one begun."""
    work = _Work(tasks, _cores)
    helpers = [
        threading.Thread(target=work.help, args=(number,)) for number in range(1, min(work.cores.total, len(tasks)))
    ]
    for helper in helpers:
        helper.start()
    try:
        while work.do_one():
            pass
    finally:
        work.stop()
        for helper in helpers:
            helper.join()
    return work.results()


class _Work(Generic[T]):
    """Tasks that several threads take one by one."""

    def __init__(self, tasks: Sequence[Callable[[], T]], cores: Cores) -> None:
        self.cores = cores
        self._tasks = tasks
        self._waiting = list(range(len(tasks)))[::-1]
        self._lock = threading.Lock()
        self._over = threading.Event()  # nothing is left to begin
        self._results: dict[int, T] = {}
        self._fault: BaseException | None = None

    def do_one(self) -> bool:
        """Do the next task, if there is one."""
        with self._lock:
            if not self._waiting or self._over.is_set():
                self._over.set()
                return False
            number = self._waiting.pop()
        try:
            self._results[number] = self._tasks[number]()
        except BaseException as fault:
            self._fault = self._fault or fault
            self._over.set()
        return True

    def help(self, number: int) -> None:
        """Do tasks whenever this page may use more than `number` cores."""
        while not self._over.is_set():
            if self.cores.for_a_page <= number:
                self._over.wait(LOOK_SECONDS)
            else:
                self.do_one()

    def stop(self) -> None:
        """Begin no further task."""
        self._over.set()

    def results(self) -> list[T]:
        if self._fault is not None:
            raise self._fault
        return [self._results[number] for number in range(len(self._tasks))]
