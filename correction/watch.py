"""A folder that is watched: files are picked up when nobody writes to them any more.

In: a folder into which others put scans. Out: the files that are finished, each once. Files under way (.part, .tmp,
hidden, or still growing) wait; files and folders may come, be replaced and vanish at any time.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from ocr.ingest import PAGE_SUFFIXES

SETTLED_SECONDS = 5.0  # without a change of size or time; copies over slow networks pause for less
LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Sight:
    """A file as it was seen: what changes while somebody writes to it, and since when it has not."""

    state: tuple[int, int, int]
    since: float


class Watch:
    """What is known of a watched folder. `besides` is a folder below it that is not looked into."""

    def __init__(self, folder: Path, besides: Path, settled: float = SETTLED_SECONDS) -> None:
        self._folder = folder
        self._besides = Path(os.path.realpath(besides))
        self._settled = settled
        self._seen: dict[Path, _Sight] = {}
        self._taken: dict[Path, tuple[int, int, int]] = {}
        self._looked = float("-inf")

    def finished(self) -> list[Path]:
        """The files that have become finished since the last call, sorted by name; looks once in a second at most."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return []
        self._looked = now
        states = self._states()
        kept = {path: self._seen.get(path) for path in states}
        self._seen = {
            path: known if (known := kept[path]) and known.state == state else _Sight(state, now)
            for path, state in states.items()
            if self._taken.get(path) != state
        }
        self._taken = {path: state for path, state in self._taken.items() if path in states}
        ready = sorted(path for path, sight in self._seen.items() if now - sight.since >= self._settled)
        for path in ready:
            self._taken[path] = self._seen.pop(path).state
        return ready

    def _states(self) -> dict[Path, tuple[int, int, int]]:
        """Inode, size and time of every page file below the folder; what vanishes meanwhile is left out."""
        found = {}
        for place, below, names in os.walk(self._folder):
            below[:] = [name for name in below if not name.startswith(".") and not self._is_beside(place, name)]
            for path in (Path(place, name) for name in names if not name.startswith(".")):
                if path.suffix.lower() in PAGE_SUFFIXES:
                    try:
                        stat = path.stat()
                    except OSError:
                        continue
                    found[path] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        return found

    def _is_beside(self, place: str, name: str) -> bool:
        return Path(os.path.realpath(os.path.join(place, name))) == self._besides
