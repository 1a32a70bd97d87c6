"""Pages read by a cluster: Dask's scheduler hands them to its workers, wherever these are.

In: a reader that the workers can import too, jobs, a scheduler's address. Out: their outcomes. A scan is opened by its
path where a worker finds the same bytes there, else its bytes are sent. Workers may come and go: the pages of one that
is lost are done by others. Only the caller writes results. Needs the extra `cluster`.
"""

from __future__ import annotations

import hashlib
import pickle
import queue
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import current_process
from pathlib import Path
from typing import Any

from ocr.batch import NO_LIMITS, Job, Limits, Outcome, Reader, in_words
from ocr.cores import Cores
from ocr.errors import EngineError, GalleyError, InputError
from ocr.scheduler import connect, lost
from ocr.workers import Worker

NOBODY_SECONDS = 600.0  # How long a run waits when there is no worker at all.
LOOK_SECONDS = 2.0  # Between two looks at how many workers there are.
AHEAD = 2  # Pages given out for each that is being read, so that no worker waits for the next.
KEPT_SCANS = 4  # Files that a worker keeps of those that were sent to it: the frames of one come one after the other.


@dataclass(frozen=True, slots=True)
class ScanNotHereError(Exception):
    """A worker's answer where it cannot open a scan by its path: the bytes are wanted."""

    page_id: str


class Cluster:
    """The workers of a Dask scheduler as a crew; implements `batch.Crew`."""

    def __init__(
        self, reader: Reader, address: str, limits: Limits = NO_LIMITS, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """Raises UsageError as `scheduler.connect` does; `tell` hears when all workers are gone, and when some come."""
        self._client = connect(address)
        self._address = address
        self._reader = pickle.dumps(reader)
        self._limits = limits
        self._tell = tell
        self._waits = False  # for a worker
        self._jobs: dict[str, tuple[Job, Limits]] = {}
        self._futures: dict[str, Any] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._threads, self._looked, self._seen = 0, 0.0, time.monotonic()

    @property
    def in_hand(self) -> int:
        """Pages that were given out and have not come back."""
        return len(self._jobs)

    def has_room(self) -> bool:
        """Whether more pages may be given out; raises EngineError when there has been no worker for long."""
        return len(self._jobs) < AHEAD * self._count()

    def give(self, job: Job, *, alone: bool = False) -> None:
        """Have a page read."""
        limits = self._limits.times(max(1, self._count())) if alone else self._limits
        self._jobs[job.page_id] = (job, limits)
        self._submit(job, limits, None)

    def collect(self, timeout: float) -> Iterator[Outcome]:
        """What has finished, waiting up to `timeout` seconds for the first."""
        self._count()
        with suppress(queue.Empty):
            outcome = self._take(self._done.get(timeout=timeout) if timeout else self._done.get_nowait())
            while True:
                if outcome is not None:
                    yield outcome
                outcome = self._take(self._done.get_nowait())

    def dismiss(self) -> None:
        """Nothing to do: the workers are not ours."""

    def kill(self) -> None:
        """Take back what was given out and leave; a page that a worker has begun, it reads in vain."""
        with suppress(Exception):
            self._client.cancel(list(self._futures.values()), force=True)
        self._futures, self._jobs = {}, {}
        with suppress(Exception):
            self._client.close(timeout=5)

    def _submit(self, job: Job, limits: Limits, scan: bytes | None) -> None:
        future = self._client.submit(
            read_for_client,
            self._reader,
            job,
            limits,
            scan,
            key=f"galley-{job.page_id}-{time.monotonic_ns()}",
            pure=False,
        )
        self._futures[job.page_id] = future
        future.add_done_callback(partial(_come, self._done, job.page_id))

    def _take(self, page_id: str) -> Outcome | None:
        """The outcome of a page that came back; None when its scan had to be sent after it."""
        future = self._futures.pop(page_id, None)
        if future is None or page_id not in self._jobs:
            return None
        job, limits = self._jobs[page_id]
        if future.status in ("cancelled", "lost"):
            raise lost(self._address)
        try:
            outcome = future.result()
            if isinstance(outcome, ScanNotHereError):
                self._submit(job, limits, Path(job.source.path).read_bytes())
                return None
        except OSError as error:
            fault = InputError(f"{job.source.path}: cannot be read ({error.strerror or error})", "check the file")
            outcome = Outcome(page_id, None, fault)
        except Exception as error:
            outcome = Outcome(page_id, None, _told(error))
        del self._jobs[page_id]
        return _as_asked(outcome, job)

    def _count(self) -> int:
        """How many pages the workers of now can read at once."""
        now = time.monotonic()
        if now - self._looked >= LOOK_SECONDS or not self._threads:
            self._looked = now
            if self._client.status not in ("running", "connecting"):
                raise lost(self._address)
            try:
                self._threads = sum(self._client.nthreads().values())
            except Exception as error:
                raise lost(self._address) from error
            self._say_who_reads(now)
        if now - self._seen > NOBODY_SECONDS:
            raise EngineError(
                f"the scheduler {self._address} has had no worker for {NOBODY_SECONDS / 60:.0f} minutes",
                f"start some with: dask worker {self._address}; then run the same command again to go on",
            )
        return self._threads

    def _say_who_reads(self, now: float) -> None:
        """Say when there is nobody to read, and when somebody has come."""
        if self._threads:
            if self._waits:
                self._tell(f"workers have come to {self._address}; pages read at once: {self._threads}")
            self._waits, self._seen = False, now
        elif not self._waits:
            self._waits = True
            self._tell(
                f"the scheduler {self._address} has no worker: waiting for one - start some with: "
                f"dask worker {self._address}"
            )


def _come(done: queue.SimpleQueue[str], page_id: str, _future: object) -> None:
    done.put(page_id)


def _told(error: Exception) -> GalleyError:
    """What Dask says of a task that failed, in words."""
    kind = type(error).__name__
    if kind == "KilledWorker":
        return EngineError(
            "several workers of the cluster died while they read the page", "look into their logs, and run it again"
        )
    if isinstance(error, (ImportError, AttributeError, RuntimeError)) and not isinstance(error, NotImplementedError):
        return EngineError(
            f"a worker of the cluster cannot read pages ({kind}: {' '.join(str(error).split())[:160]})",
            "install the same Galley with the same models for every worker",
        )
    return in_words(error)


def _as_asked(outcome: Outcome, job: Job) -> Outcome:
    """The outcome with the scan where the client has it."""
    if outcome.read is None or outcome.read.page.source.path == job.source.path:
        return outcome
    page = outcome.read.page
    source = replace(page.source, path=job.source.path)
    return replace(outcome, read=replace(outcome.read, page=replace(page, source=source)))


# What follows runs in Dask's workers.


class _Readers:
    """The processes of one Dask worker that read its pages, and the scans that were sent to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: dict[bytes, list[Worker]] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="galley-scans-")
        self._scans: dict[str, Path] = {}
        self._open: Counter[str] = Counter()  # pages in hand by the sum of their scan

    def read(self, reader: bytes, job: Job, limits: Limits) -> Outcome:
        """Read a page in a process of its own, so that one that dies takes nobody along."""
        with self._lock:
            idle = self._idle.setdefault(reader, [])
            for other in [other for other in self._idle if other != reader]:
                for worker in self._idle.pop(other):  # those of a run before this one
                    worker.kill()
            worker = idle.pop() if idle else Worker(reader, Cores())
        worker.give(job, limits)
        outcome = worker.wait()
        with self._lock:
            if worker.process.is_alive():
                self._idle.setdefault(reader, []).append(worker)
        return outcome

    @contextmanager
    def scan(self, job: Job, sent: bytes | None) -> Iterator[Path | None]:
        """The scan of a job on this machine, as it was sent now or before, or at its own path; kept for the block."""
        sha256 = job.source.sha256
        with self._lock:  # before it is looked for: another thread may be about to forget it
            self._open[sha256] += 1
        try:
            yield self._find(job) if sent is None else self._keep(job, sent)
        finally:
            with self._lock:
                self._open[sha256] -= 1
                if not self._open[sha256]:
                    del self._open[sha256]

    def _find(self, job: Job) -> Path | None:
        with self._lock:
            sent = self._scans.get(job.source.sha256)
        own = Path(job.source.path)
        return sent or (own if _has_bytes(own, job.source.sha256) else None)

    def _keep(self, job: Job, scan: bytes) -> Path:
        """Write down a scan that was sent, unless another thread just did, and forget the oldest one."""
        sha256 = job.source.sha256
        folder = Path(tempfile.mkdtemp(dir=self._folder.name))
        place = folder / Path(job.source.path).name
        place.write_bytes(scan)
        with self._lock:
            if sha256 in self._scans:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                self._scans[sha256] = place
            for other in [other for other in self._scans if not self._open[other]][:-KEPT_SCANS]:
                shutil.rmtree(self._scans.pop(other).parent, ignore_errors=True)
            return self._scans[sha256]


_readers: _Readers | None = None
_making = threading.Lock()


def read_for_client(reader: bytes, job: Job, limits: Limits, scan: bytes | None) -> Outcome | ScanNotHereError:
    """Read a page in a worker of Dask's; answers `ScanNotHereError` when it needs the bytes of the scan."""
    global _readers
    with _making:
        if _readers is None:
            current_process().daemon = False  # a nanny's worker is one, and might start no process
            _readers = _Readers()
    with _readers.scan(job, scan) as place:
        if place is None:
            return ScanNotHereError(job.page_id)
        outcome = _readers.read(reader, replace(job, source=replace(job.source, path=str(place))), limits)
    if error := outcome.error:  # speaks of the file by the name that people know
        named = type(error)(error.problem.replace(str(place), job.source.path), error.remedy)
        outcome = replace(outcome, error=named)
    return outcome


def _has_bytes(file: Path, sha256: str) -> bool:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
    except OSError:
        return False
