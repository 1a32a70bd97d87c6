"""The reading of scans as a process of its own, which outlives every browser and the server that started it.

In: an `Order`. Out: a `Job` as it stands, the same for whoever looks. The process is `galley ocr`; it inherits a locked
file, so that the lock tells every server whether it still runs, however it ends. What was ordered stands in the
project's job.json, how far it is in progress.json, what it said in job.log.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Literal

import msgspec

from correction.exchange.target import write_file
from correction.progress import Progress, read_progress
from ocr.errors import OutputError, UsageError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

JOB_FILE = "job.json"
LOG_FILE = "job.log"
LOCK_FILE = ".galley-job"
LOG_BYTES = 65_536  # of the log's end that are looked at
MOST_COMPLAINTS = 20  # that are told
LOCK_TRIES = 20  # another server may just be looking whether the lock is free
LOCK_SECONDS = 0.05  # between two tries
PROGRAM = "from correction.cli import main; main()"

# going: reading. ending: told to stop. elsewhere: somebody reads in a terminal. over: all was done that was asked for.
# stopped: a person ended it. broken: it ended by itself before it was done. none: there was none.
JobState = Literal["none", "going", "ending", "elsewhere", "over", "stopped", "broken"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to read and how, in the words of `galley ocr`; without inputs the pages that wait or failed."""

    inputs: tuple[str, ...] = ()
    language: str = "auto"
    script: str = "auto"
    direction: str = "auto"
    engine: str = "auto"
    jobs: int | None = None

    def command(self, root: Path, database: str | None) -> list[str]:
        """The words of the command line behind the program's name."""
        words = ["ocr", "--project", str(root)]
        words += ["--database", database] if database else []
        for name in ("language", "script", "direction", "engine"):
            words += [f"--{name}", getattr(self, name)]
        words += ["--jobs", str(self.jobs)] if self.jobs else []
        return [*words, "--", *self.inputs]


@dataclass(frozen=True, slots=True)
class Record:
    """The order that was given last, its process, and how often a person asked it to stop."""

    order: Order
    process: int
    started: str
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """How the reading stands. `progress` is None until it has begun; `complaints` is what the process said went wrong.

    `asked` counts how often it was told to stop: once lets it finish the pages in hand, twice ends it at once.
    """

    state: JobState = "none"
    order: Order | None = None
    progress: Progress | None = None
    asked: int = 0
    complaints: tuple[str, ...] = ()

    @property
    def is_going(self) -> bool:
        """Whether somebody is reading now."""
        return self.state in ("going", "ending", "elsewhere")


class Jobs:
    """The readings of a project, one at a time."""

    def __init__(self, root: Path, database: str | None = None) -> None:
        self._root = root
        self._database = database
        self._guard = Lock()

    def start(self, order: Order) -> Job:
        """Read in a process of its own; raises UsageError while another does, OutputError where it cannot write."""
        with self._guard:
            if self._elsewhere(read_progress(self._root)):
                raise UsageError("these pages are being read from a terminal", "wait until that has ended")
            lock = self._locked()
            if lock is None:
                raise UsageError("pages are being read already", "wait for that to end, or stop it")
            try:
                process = self._launch(order, lock)
            finally:
                if lock >= 0:
                    os.close(lock)
            record = Record(order, process.pid, datetime.now(UTC).isoformat(timespec="seconds"))
            self._write(record)
        # Whoever starts a process must take note of its end, or it stays in the system's list.
        Thread(target=process.wait, daemon=True).start()
        return self.look()

    def resume(self) -> Job:
        """Give the last order once more: what was read meanwhile is skipped."""
        record = self._read()
        return self.start(record.order if record else Order())

    def stop(self) -> Job:
        """Tell the process to finish the pages in hand and end; the second time, to end at once."""
        with self._guard:
            record = self._read()
            if record is None or not self._runs():
                raise UsageError("nothing is being read from here", "a reading in a terminal ends with Ctrl-C there")
            self._write(replace(record, asked=record.asked + 1))
            with suppress(ProcessLookupError):
                os.kill(record.process, signal.SIGINT)
        return self.look()

    def look(self) -> Job:
        """How the reading stands now."""
        record, progress = self._read(), read_progress(self._root)
        own = progress if record and progress and progress.process == record.process else None
        if record and self._runs():
            return Job("ending" if record.asked else "going", record.order, own, record.asked, self._complaints())
        if progress and self._elsewhere(progress):
            return Job("elsewhere", None, progress)
        if record is None:
            return Job()
        ended = own is not None and own.run == "over"
        state: JobState = "stopped" if record.asked else "over" if ended else "broken"
        return Job(state, record.order, own, record.asked, self._complaints())

    def _launch(self, order: Order, lock: int) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-P", "-c", PROGRAM, *order.command(self._root, self._database)]
        try:
            with (self._root / LOG_FILE).open("wb") as log:
                return subprocess.Popen(
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    pass_fds=(lock,) if lock >= 0 else (),
                )
        except OSError as error:
            raise OutputError(f"reading cannot be started ({error.strerror})", "check disk and memory") from error

    def _locked(self) -> int | None:
        """The lock as an open file for the process to inherit; None when one has it, -1 where there are no locks."""
        if fcntl is None:
            return -1
        handle = os.open(self._root / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o666)
        for _ in range(LOCK_TRIES):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(LOCK_SECONDS)
            except OSError:  # a file system without locks
                break
            else:
                return handle
        else:
            os.close(handle)
            return None
        os.close(handle)
        return -1

    def _runs(self) -> bool:
        """Whether the process of job.json is there: it holds the lock."""
        if fcntl is None:
            progress, record = read_progress(self._root), self._read()
            own = progress and record and progress.process == record.process
            return bool(own and progress and progress.run == "going" and not progress.stale)
        try:
            handle = os.open(self._root / LOCK_FILE, os.O_RDONLY)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(handle)
        return False

    def _elsewhere(self, progress: Progress | None) -> bool:
        """Whether a process that was not started here is reading on this machine."""
        record = self._read()
        if not progress or progress.run == "over" or (record and progress.process == record.process):
            return False
        if fcntl is None:
            return not progress.stale
        try:
            os.kill(progress.process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return not progress.stale

    def _complaints(self) -> tuple[str, ...]:
        """What the process said went wrong, each once, the newest last."""
        try:
            with (self._root / LOG_FILE).open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - LOG_BYTES))
                lines = log.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ()
        said = [line.removeprefix("galley: ") for line in lines if line.startswith("galley: ")]
        own = [text for text in said if text != "interrupted" and not text.startswith("finishing the pages in hand")]
        return tuple(dict.fromkeys(own))[-MOST_COMPLAINTS:]

    def _read(self) -> Record | None:
        try:
            return msgspec.json.decode((self._root / JOB_FILE).read_bytes(), type=Record)
        except (OSError, msgspec.DecodeError):
            return None

    def _write(self, record: Record) -> None:
        write_file(self._root / JOB_FILE, msgspec.json.encode(record))
