"""Many pages over all cores: one process a core, each with one page in hand; cores that no page holds help others.

In: jobs, one by one, and a reader that may be imported by name. Out: outcomes as pages finish, in no fixed order.
A worker that dies costs its own page only and is replaced; a page never waits in a queue, so memory is bounded by
the number of workers. Saving, counting and showing are the caller's.
"""

from __future__ import annotations

import os
import pickle
import signal
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from ocr.cores import Cores, share
from ocr.errors import EngineError, GalleyError
from ocr.events import CancelToken
from ocr.layout.overrides import NO_OVERRIDES, Overrides
from ocr.page import Page, Source

# One thread a process: several processes with several threads each are many times slower than either alone.
ONE_THREAD: Mapping[str, str] = dict.fromkeys(
    ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
STOP_SECONDS = 5.0  # How long a worker may take to leave before it is made to.


@dataclass(frozen=True, slots=True)
class Job:
    """One page to read; the source's path must be one that any process can open."""

    page_id: str
    source: Source
    overrides: Overrides = NO_OVERRIDES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: a page or an error. `trace` is for those who look for the fault in Galley."""

    page_id: str
    page: Page | None
    error: GalleyError | None = None
    seconds: float = 0.0
    trace: str = ""


Reader = Callable[[Job], Page]


def read_all(jobs: Iterable[Job], reader: Reader, workers: int, cancel: CancelToken) -> Generator[Outcome, None, None]:
    """Read jobs in worker processes and give each outcome as it comes.

    `jobs` is asked for the next one only when a worker is free. `reader` must be picklable: a function of a module,
    or a `functools.partial` of one. After `cancel` no further page begins; those in hand are finished and given.
    Closing the iterator, or an exception in it, ends the workers at once. Never raises for a page.
    """
    pool = _Pool(reader, workers)
    waiting = iter(jobs)
    more = True
    try:
        while True:
            while more and not cancel.cancelled and len(pool.busy) < workers:
                job = next(waiting, None)
                more = job is not None
                if job is not None and not cancel.cancelled:
                    pool.give(job)
                yield from pool.collect(timeout=0)
            if not pool.busy:
                break
            yield from pool.collect(timeout=None)
        pool.dismiss()
    finally:
        pool.kill()


class _Worker:
    """A process and the line to it."""

    def __init__(self, reader: bytes, cores: Cores) -> None:
        context = get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(theirs, reader, cores), daemon=True)
        with _sigint_held():
            self.process.start()
        theirs.close()  # so that this end hears when the process is gone
        self.job: Job | None = None
        self.since = 0.0

    def give(self, job: Job) -> None:
        self.job, self.since = job, time.perf_counter()
        with suppress(OSError):  # one that died idle is found by collect, as any other
            self.line.send(job)

    def take(self) -> Outcome:
        """The outcome of the job in hand; a dead process' page has failed."""
        assert self.job is not None
        page_id, seconds = self.job.page_id, time.perf_counter() - self.since
        self.job = None
        try:
            outcome = self.line.recv()
            assert isinstance(outcome, Outcome)
            return outcome
        except (EOFError, OSError, pickle.UnpicklingError):
            self.process.join(STOP_SECONDS)
            fault = _death(self.process.exitcode)
            self.kill()
            return Outcome(page_id, None, fault, seconds)

    def kill(self) -> None:
        """End the process and what it started, at once."""
        if self.process.pid:  # without one it would be our own group
            with suppress(OSError, AttributeError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.line.close()


class _Pool:
    """Workers, made when they are needed."""

    def __init__(self, reader: Reader, workers: int) -> None:
        self._reader = pickle.dumps(reader)
        self._cores = Cores(workers, get_context("spawn").Value("i", 0, lock=False))
        self._idle: list[_Worker] = []
        self.busy: list[_Worker] = []

    def give(self, job: Job) -> None:
        worker = self._idle.pop() if self._idle else _Worker(self._reader, self._cores)
        self.busy.append(worker)
        self._count()
        worker.give(job)

    def collect(self, timeout: float | None) -> Iterator[Outcome]:
        """What has finished, waiting up to `timeout` seconds (None: as long as it takes) for the first."""
        ready = set(wait([worker.line for worker in self.busy], timeout)) if self.busy else set()
        for worker in [worker for worker in self.busy if worker.line in ready]:
            outcome = worker.take()
            self.busy.remove(worker)
            self._count()
            if worker.process.is_alive():
                self._idle.append(worker)
            yield outcome

    def _count(self) -> None:
        """Let the workers know how many of them share the cores."""
        if self._cores.pages:
            self._cores.pages.value = len(self.busy)

    def dismiss(self) -> None:
        """Let idle workers end by themselves."""
        for worker in self._idle:
            with suppress(OSError):
                worker.line.send(None)
        for worker in self._idle:
            worker.process.join(STOP_SECONDS)
        self._idle = [worker for worker in self._idle if worker.process.is_alive()]

    def kill(self) -> None:
        for worker in self._idle + self.busy:
            worker.kill()
        self._idle, self.busy = [], []


@contextmanager
def _sigint_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts: it would end a worker that cannot refuse it yet."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its own start would let Ctrl-C through again
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _death(exit_code: int | None) -> EngineError:
    if exit_code == -signal.SIGKILL:
        return EngineError(
            "the process that read the page was killed, most likely for want of memory",
            "use fewer --jobs, or close other programs, and run the command again",
        )
    cause = f"signal {-exit_code}" if exit_code is not None and exit_code < 0 else f"exit code {exit_code}"
    return EngineError(f"the process that read the page died ({cause})", "run the command again to try it once more")


def _serve(line: Connection, reader: bytes, cores: Cores) -> None:
    """A worker's life: take a job, read, answer, until the line is closed or says None."""
    os.environ.update(ONE_THREAD)  # before anything heavy is imported: libraries look only once
    share(cores)
    for name in (signal.SIGINT, signal.SIGTERM):  # the parent alone decides when to stop
        signal.signal(name, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        os.setsid()  # Ctrl-C in the terminal must not kill the Tesseract that works for this page
    read = _prepare(reader)
    while True:
        try:
            job = line.recv()
        except (EOFError, OSError):
            return  # the parent is gone
        if job is None:
            return
        outcome = _read(read, job)
        try:
            line.send(outcome)
        except OSError:
            return


def _prepare(reader: bytes) -> Reader:
    """Load the reader, which imports the heavy libraries, and keep OpenCV to one thread."""
    loaded: Reader = pickle.loads(reader)
    with suppress(ImportError):
        import cv2

        cv2.setNumThreads(1)
    return loaded


def _read(read: Reader, job: Job) -> Outcome:
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
