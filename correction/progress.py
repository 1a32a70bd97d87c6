"""Shows how far long work is: pages done, pages left and time left, in a terminal and to whoever asks the project.

In: the events of a run. Out: words on standard error; without a terminal a plain line every ten seconds at most,
`quiet` leaves the failures only. And a `Progress` in a file of the project, which a screen may read again and again.
"""

from __future__ import annotations

import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from ocr.events import Event

MEASURED = 3  # pages read before a time is named: the first ones wait for models to load
LAST = 200  # pages by which the time is told: pages of another kind may follow
PROGRESS_FILE = "progress.json"
WRITE_SECONDS = 1.0  # Between two writings of the file.
STALE_SECONDS = 600.0  # The longest pages take minutes, and nothing is heard of a page until it is done.
PLAIN_SECONDS = 10.0  # Between two plain lines; a log of ten thousand pages stays readable.


class Terminal:
    """A listener that shows a run; use it as a context manager."""

    def __init__(self, quiet: bool = False, verbose: bool = False) -> None:
        console = Console(stderr=True)
        self._quiet = quiet
        self._verbose = verbose
        self._said = time.monotonic()
        self._pace = Pace(self._said)
        self._bar = _bar(console) if console.is_terminal and not quiet else None
        self._task = self._bar.add_task("pages", total=0, time="") if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, event: Event) -> None:
        """Show one event."""
        self._pace.take(event, time.monotonic())
        if event.kind == "page_failed" or (event.kind == "note" and not self._quiet):
            self.say(f"galley: {event.text}")
        elif self._verbose and event.text:
            self.say(f"{event.page}: {event.text}")
        if self._bar and self._task is not None:
            time_left = self._pace.left(event)
            self._bar.update(self._task, completed=event.done, total=event.total, time=time_left)
        elif not self._quiet and event.kind != "started" and time.monotonic() - self._said >= PLAIN_SECONDS:
            self._said = time.monotonic()
            self.say(self._plain(event))

    def turn_to(self, text: str, total: int) -> None:
        """Begin with other work on so many pages, whose time is told anew."""
        self._pace = Pace(time.monotonic())
        self(Event("note", 0, total, text=text))

    def say(self, text: str) -> None:
        """Print a line, and be it about a file whose name has two, without tearing the bar."""
        text = " ".join(text.splitlines())
        if self._bar:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(text, err=True)

    def _plain(self, event: Event) -> str:
        return f"{event.done} pages done, {event.total - event.done} left{self._pace.left(event)}"


class Pace:
    """How long the pages that are left will take, by the last ones that were read; skipped pages cost nothing."""

    def __init__(self, now: float) -> None:
        self._times = deque([now], maxlen=LAST + 1)

    def take(self, event: Event, now: float) -> None:
        """Count a page that was read; the clock starts when the last one before it was skipped."""
        if event.kind == "page_done":
            self._times.append(now)
        elif event.kind == "page_skipped" and len(self._times) == 1:
            self._times[0] = now

    def seconds_left(self, event: Event) -> float | None:
        """Seconds until the last page is done; None while too few were read to tell."""
        read = len(self._times) - 1
        if read < MEASURED:
            return None
        return (self._times[-1] - self._times[0]) / read * (event.total - event.done)

    def left(self, event: Event) -> str:
        """The same in words; none while nobody knows."""
        seconds = self.seconds_left(event)
        return f", about {duration(seconds)}" if seconds is not None else ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Times are UTC in ISO 8601; `seconds_left` is None while nobody knows."""

    run: Literal["going", "over"]
    started: str
    updated: str
    done: int
    total: int
    read: int = 0
    skipped: int = 0
    failed: int = 0
    seconds_left: float | None = None
    last_page: str = ""
    said: str = ""
    process: int = 0

    @property
    def stale(self) -> bool:
        """Whether a run that should be going has not been heard of for long: it was killed, or its machine stands."""
        silent = datetime.now(UTC) - datetime.fromisoformat(self.updated)
        return self.run == "going" and self.done < self.total and silent.total_seconds() > STALE_SECONDS


class ProgressFile:
    """A listener that writes how far a run is into a file of the project, which a screen may read at any time.

    A file that cannot be written is no reason to stop a run.
    """

    def __init__(self, root: Path) -> None:
        self._file = root / PROGRESS_FILE
        self._pace = Pace(time.monotonic())
        self._written = float("-inf")
        now = _now()
        self._progress = Progress("going", now, now, 0, 0, process=os.getpid())

    def __call__(self, event: Event) -> None:
        """Count an event, and write once in a second at most."""
        self._pace.take(event, time.monotonic())
        was = self._progress
        self._progress = replace(
            was,
            run="over" if event.kind == "finished" else "going",
            updated=_now(),
            done=event.done,
            total=event.total,
            read=was.read + (event.kind == "page_done"),
            skipped=was.skipped + (event.kind == "page_skipped"),
            failed=was.failed + (event.kind == "page_failed"),
            seconds_left=self._pace.seconds_left(event),
            last_page=event.page or was.last_page,
            said=event.text or was.said,
        )
        if event.kind in ("started", "finished") or time.monotonic() - self._written >= WRITE_SECONDS:
            self._written = time.monotonic()
            self._write()

    def _write(self) -> None:
        with suppress(OSError):
            beside = self._file.with_name(f"{PROGRESS_FILE}.{os.getpid()}.tmp")
            beside.write_bytes(msgspec.json.encode(self._progress))
            os.replace(beside, self._file)


def read_progress(root: Path) -> Progress | None:
    """How far the last run on a project is, or was; None when there was none, or its file cannot be read."""
    try:
        return msgspec.json.decode((root / PROGRESS_FILE).read_bytes(), type=Progress)
    except (OSError, msgspec.DecodeError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _bar(console: Console) -> Bar:
    return Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} done, {task.remaining:.0f} left{task.fields[time]}"),
        console=console,
    )


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(42), duration(170), duration(8000), duration(1e6)
    ('42 s', '3 min', '2.2 h', '12 days')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 6000:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 360_000 else f"{seconds / 86_400:.0f} days"
