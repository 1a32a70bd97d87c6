"""What happens on a page while somebody sits at it: decisions of others, and who else is there.

In: what a browser knows. Out: `News`. Who is there is kept in memory only, and forgotten after some seconds of silence.
"""

from __future__ import annotations

import time
from threading import Lock

import msgspec

from correction.desk.desk import Sitting

AWAY_SECONDS = 12.0  # without a word; a browser asks every two seconds, every ten in a tab that is not looked at
_Tabs = dict[str, tuple[str, float]]


class Told(msgspec.Struct, frozen=True):
    """A decision as others hear of it."""

    id: str
    kind: str
    lines: tuple[str, ...]
    value: str | None
    author: str
    time: str


class News(msgspec.Struct, frozen=True):
    """What is new since a version; `texts` are the reviewed texts of the lines that decisions are about.

    `base` names the reading that the page shows: another one has other lines.
    """

    version: int
    state: str
    decisions: tuple[Told, ...]
    texts: dict[str, str]
    present: tuple[str, ...]
    base: str = ""


class Presence:
    """Who sits at which page: names by page and tab."""

    def __init__(self) -> None:
        self._seen: dict[str, _Tabs] = {}
        self._lock = Lock()

    def mark(self, page_id: str, tab: str, name: str) -> tuple[str, ...]:
        """Note that somebody is there; gives the names of the others, one for each of their tabs."""
        now = time.monotonic()
        with self._lock:
            there = {page: self._awake(tabs, now) for page, tabs in self._seen.items()}
            self._seen = {page: tabs for page, tabs in there.items() if tabs}
            here = self._seen.setdefault(page_id, {})
            here[tab] = (name, now)
            return tuple(sorted(name for t, (name, _) in here.items() if t != tab))

    @property
    def pages(self) -> set[str]:
        """The pages at which somebody sits."""
        with self._lock:
            return set(self._seen)

    def _awake(self, tabs: _Tabs, now: float) -> _Tabs:
        return {tab: seen for tab, seen in tabs.items() if now - seen[1] < AWAY_SECONDS}


def news(sitting: Sitting, since: int, present: tuple[str, ...]) -> News:
    """What was decided on a page since it had so many decisions."""
    fresh = sitting.log[max(0, since) :]
    told = tuple(Told(d.id, d.kind, tuple(anchor.line for anchor in d.at), d.value, d.author, d.time) for d in fresh)
    lines = {line for each in told for line in each.lines if line in sitting.lines}
    if any(each.kind == "undo" for each in told):
        lines |= sitting.lines.keys()
    texts = {line: sitting.text_of(line) for line in sorted(lines)}
    return News(sitting.version, sitting.entry.state, told, texts, present, sitting.page.base)
