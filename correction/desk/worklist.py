"""The doubts of the pages at which somebody sits, with what may be said instead, at hand for every question.

In: pages under their decisions. Out: `OpenDoubt`s. Safe for the threads of a server.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock

from correction.desk.desk import PAGES_KEPT
from correction.doubts import Doubt
from correction.doubts.kept import page_doubts
from correction.doubts.offers import Offers
from correction.doubts.settled import OpenDoubt, open_doubts
from correction.review import Decision, Reviewed
from correction.store import Project
from ocr.page import Page

_Key = tuple[str, str, tuple[str, ...]]
_Known = tuple[tuple[Doubt, ...], Offers]


class Worklists:
    """What is doubtful on the pages of a project. `find` finds a page's doubts: here, if no other way is given."""

    def __init__(self, project: Project, find: Callable[[str], tuple[Doubt, ...]] | None = None) -> None:
        self._project = project
        self._find = find or partial(page_doubts, project)
        self._known: OrderedDict[_Key, _Known] = OrderedDict()
        self._guard = Lock()
        self._making = Lock()

    def of(self, page: Page) -> tuple[Doubt, ...]:
        """All doubts of a page as it was read, settled or not; raises ProjectError."""
        return self._of(page)[0]

    def open(
        self, page: Page, reviewed: Reviewed, log: Sequence[Decision], *, every: bool = False
    ) -> tuple[OpenDoubt, ...]:
        """The marked doubts of a page that are still open, or `every` one; raises ProjectError."""
        found, offers = self._of(page)
        asked = found if every else [doubt for doubt in found if doubt.marked]
        return open_doubts(page, asked, reviewed, log, offers)

    def _of(self, page: Page) -> _Known:
        key = page.id, page.base, tuple(reading.id for reading in page.readings)
        if known := self._at_hand(key):
            return known
        with self._making:  # who asks again, since it takes long, waits for the same answer
            if known := self._at_hand(key):
                return known
            known = self._find(page.id), Offers(page)
            with self._guard:
                self._known[key] = known
                while len(self._known) > PAGES_KEPT:
                    self._known.popitem(last=False)
            return known

    def _at_hand(self, key: _Key) -> _Known | None:
        with self._guard:
            known = self._known.get(key)
            if known:
                self._known.move_to_end(key)
            return known
