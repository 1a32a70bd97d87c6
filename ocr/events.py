"""Progress and cancelling as values: the pipeline emits events, a terminal or a screen may show them.

In: nothing. Out: `Event`s to any `Listener`; a `CancelToken` that long work asks between pages.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

EventKind = Literal["started", "page_done", "page_skipped", "page_failed", "note", "finished"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a run: `done` of `total` pages, `page` its id, `text` for people."""

    kind: EventKind
    done: int = 0
    total: int = 0
    page: str = ""
    text: str = ""


Listener = Callable[[Event], None]


class CancelToken:
    """A flag that anyone may set and that long work reads between two pages."""

    def __init__(self) -> None:
        self._flag = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop after the page in hand."""
        self._flag.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._flag.is_set()
