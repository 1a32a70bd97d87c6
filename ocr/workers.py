"""Worker processes of this machine, one page each; cores that no page holds help others.

In: a reader that may be imported by name, and jobs. Out: their outcomes. A worker that dies, takes too long or too much
memory costs its own page only and is replaced. No worker outlives the process that started it.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from ocr.batch import LOOK_SECONDS, NO_LIMITS, Job, Limits, Outcome, Reader, read_one
from ocr.cores import Cores, share
from ocr.errors import EngineError
from ocr.memory import held

# One thread a process: several processes with several threads each are many times slower than either alone.
ONE_THREAD: Mapping[str, str] = dict.fromkeys(
    ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
STOP_SECONDS = 5.0  # How long a worker may take to leave before it is made to.
START_SECONDS = 300.0  # And to start, beyond what its first page may take: on a busy machine libraries load slowly.
READY = "ready"  # A worker's first word.


class Workers:
    """A crew of processes, made when they are needed; implements `batch.Crew`."""

    def __init__(self, reader: Reader, count: int, limits: Limits = NO_LIMITS) -> None:
        self._reader = pickle.dumps(reader)
        self._count = count
        self._limits = limits
        self._cores = Cores(count, get_context("spawn").Value("i", 0, lock=False))
        self._idle: list[Worker] = []
        self._busy: list[Worker] = []

    @property
    def in_hand(self) -> int:
        """Pages that are being read."""
        return len(self._busy)

    def has_room(self) -> bool:
        """Whether a worker is free, or may be made."""
        return len(self._busy) < self._count

    def give(self, job: Job, *, alone: bool = False) -> None:
        """Have a page read."""
        worker = self._idle.pop() if self._idle else Worker(self._reader, self._cores)
        self._busy.append(worker)
        self._tell()
        worker.give(job, self._limits.times(self._count) if alone else self._limits)

    def collect(self, timeout: float) -> Iterator[Outcome]:
        """What has finished or was ended, waiting up to `timeout` seconds for the first."""
        ready = set(wait([worker.line for worker in self._busy], timeout)) if self._busy else set()
        for worker in list(self._busy):
            outcome = worker.take() if worker.line in ready else worker.end_if_over()
            if outcome is None:
                continue
            self._busy.remove(worker)
            self._tell()
            if worker.process.is_alive():
                self._idle.append(worker)
            yield outcome

    def dismiss(self) -> None:
        """Let idle workers end by themselves."""
        for worker in self._idle:
            with suppress(OSError):
                worker.line.send(None)
        for worker in self._idle:
            worker.process.join(STOP_SECONDS)
        self._idle = [worker for worker in self._idle if worker.process.is_alive()]

    def kill(self) -> None:
        """End all workers, at work or not."""
        for worker in self._idle + self._busy:
            worker.kill()
        self._idle, self._busy = [], []

    def _tell(self) -> None:
        """Let the workers know how many of them share the cores."""
        if self._cores.pages:
            self._cores.pages.value = len(self._busy)


class Worker:
    """A process and the line to it."""

    def __init__(self, reader: bytes, cores: Cores) -> None:
        """Raises EngineError where the system gives no process."""
        context = get_context("spawn")
        try:
            self.line, theirs = context.Pipe()
            with closing(theirs), _sigint_held():  # closed, so that this end hears when the process is gone
                self.process: SpawnProcess = context.Process(target=_serve, args=(theirs, reader, cores), daemon=True)
                self.process.start()
        except OSError as error:
            raise EngineError(
                f"no process could be started to read a page ({error.strerror})",
                "close other programs or use fewer --jobs, and run the command again; what was read is saved",
            ) from error
        self._job: Job | None = None
        self._limits = NO_LIMITS
        self._since = self._looked = 0.0
        self._grace = START_SECONDS

    def give(self, job: Job, limits: Limits) -> None:
        """Send a job; the worker has none."""
        self._job, self._limits, self._since = job, limits, time.perf_counter()
        with suppress(OSError):  # one that died idle is found by take, as any other
            self.line.send(job)

    def take(self) -> Outcome | None:
        """The outcome of the job in hand, as soon as it comes; None when the process only said that it has started.

        A dead process' page has failed.
        """
        try:
            outcome = self.line.recv()
            if outcome == READY:
                self._since, self._grace = time.perf_counter(), 0.0
                return None
            assert isinstance(outcome, Outcome)
            self._job = None
            return outcome
        except (EOFError, OSError, pickle.UnpicklingError):
            self.process.join(STOP_SECONDS)
            return self._ended(_death(self.process.exitcode))

    def wait(self) -> Outcome:
        """The outcome of the job in hand, however long it takes; ended when it takes more than it may."""
        while True:
            outcome = self.take() if self.line.poll(LOOK_SECONDS) else self.end_if_over()
            if outcome:
                return outcome

    def end_if_over(self) -> Outcome | None:
        """End the process when its page takes more than it may; looks only now and then."""
        limits, now = self._limits, time.perf_counter()
        if now - self._looked < LOOK_SECONDS / 2:
            return None
        self._looked = now
        if limits.seconds and now - self._since > limits.seconds + self._grace:
            return self._ended(
                EngineError(
                    f"reading took longer than {limits.seconds:.0f} seconds and was ended",
                    "give it more with --page-seconds, and run the command again",
                )
            )
        if limits.memory and (self._memory() or 0) > limits.memory:
            return self._ended(
                EngineError(
                    f"reading took more than {limits.memory / 2**20:.0f} MB of memory and was ended",
                    "give it more with --page-memory, and run the command again",
                )
            )
        return None

    def kill(self) -> None:
        """End the process and what it started, at once."""
        if self.process.pid:  # without one it would be our own group
            with suppress(OSError, AttributeError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.line.close()

    def _memory(self) -> int | None:
        return held(self.process.pid) if self.process.pid else None

    def _ended(self, fault: EngineError) -> Outcome:
        """The outcome of a page whose process is no more."""
        assert self._job is not None
        page_id, self._job = self._job.page_id, None
        self.kill()
        return Outcome(page_id, None, fault, time.perf_counter() - self._since)


@contextmanager
def _sigint_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts: it would end a worker that cannot refuse it yet."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its own start would let Ctrl-C through again
    held_back = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held_back)


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
    threading.Thread(target=_end_with_parent, daemon=True).start()
    read = _prepare(reader)
    with suppress(OSError):
        line.send(READY)
    while True:
        try:
            job = line.recv()
        except (EOFError, OSError):
            return  # the parent is gone
        if job is None:
            return
        outcome = read_one(read, job)
        try:
            line.send(outcome)
        except OSError:
            return


def _end_with_parent() -> None:
    """End this process with all that it started when the one that wants the page is gone, in the middle of a page."""
    if parent := parent_process():
        wait([parent.sentinel])
        with suppress(OSError, AttributeError):
            os.killpg(os.getpid(), signal.SIGKILL)
        os._exit(1)


def _prepare(reader: bytes) -> Reader:
    """Load the reader, which imports the heavy libraries, and keep OpenCV to one thread."""
    loaded: Reader = pickle.loads(reader)
    with suppress(ImportError):
        import cv2

        cv2.setNumThreads(1)
    return loaded
