"""Shows long work in a terminal: pages done, pages left and time left.

In: the events of a run. Out: words on standard error. Without a terminal a plain line comes every ten seconds at
most; `quiet` leaves the failures only.
"""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from ocr.events import Event

MEASURED = 3  # pages read before a time is named: the first ones wait for models to load
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
            time_left = self._pace.left(event, time.monotonic())
            self._bar.update(self._task, completed=event.done, total=event.total, time=time_left)
        elif not self._quiet and event.kind != "started" and time.monotonic() - self._said >= PLAIN_SECONDS:
            self._said = time.monotonic()
            self.say(self._plain(event))

    def say(self, text: str) -> None:
        """Print a line without tearing the bar."""
        if self._bar:
            self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(text, err=True)

    def _plain(self, event: Event) -> str:
        return f"{event.done} pages done, {event.total - event.done} left{self._pace.left(event, time.monotonic())}"


class Pace:
    """How long the pages that are left will take, by those that were read; pages that are skipped cost nothing."""

    def __init__(self, now: float) -> None:
        self._begun = now
        self._read = 0

    def take(self, event: Event, now: float) -> None:
        """Count a page that was read; the clock starts when the last one before it was skipped."""
        if event.kind == "page_done":
            self._read += 1
        elif event.kind == "page_skipped" and not self._read:
            self._begun = now

    def left(self, event: Event, now: float) -> str:
        """Words on the time left; none while too few pages were read to tell."""
        if self._read < MEASURED:
            return ""
        return f", about {_duration((now - self._begun) / self._read * (event.total - event.done))}"


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} done, {task.remaining:.0f} left{task.fields[time]}"),
        console=console,
    )


def _duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> _duration(42), _duration(170), _duration(8000)
    ('42 s', '3 min', '2.2 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
