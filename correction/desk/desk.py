"""The open project behind the screens, and the pages that people sit at, kept in memory while they do.

In: a project. Out: `Sitting`s: a page under its decisions as it is now. Safe for the threads of a server.
"""

from __future__ import annotations

import gc
import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, RLock
from weakref import WeakValueDictionary

from correction.desk.background import Background
from correction.desk.derived import DerivedFolder
from correction.desk.images import PageImages
from correction.desk.tiles import Tiles
from correction.doubts.kept import page_doubts
from correction.issues.names import given_name
from correction.proof import arrange_under
from correction.review import STRUCTURE, Decision, Reviewed, replay
from correction.store import PageEntry, Place, Project
from ocr.errors import GalleyError, MissingError
from ocr.page import Page, TextLine

PAGES_KEPT = 8  # at which somebody may sit at once without their readings being loaded anew


@dataclass(frozen=True, slots=True)
class Sitting:
    """A page that somebody works on: as it is arranged now, with its log and what that adds up to."""

    entry: PageEntry
    page: Page
    log: tuple[Decision, ...]
    reviewed: Reviewed
    lines: Mapping[str, TextLine]

    @property
    def version(self) -> int:
        """How many decisions there are on the page; it only grows."""
        return len(self.log)

    def text_of(self, line: str) -> str:
        """The reviewed text of a line; empty for one that the page has not."""
        return self.reviewed.text_of(self.page, line)


class Desk:
    """A project and the pages at hand. `key` tells projects of one browser apart."""

    def __init__(self, project: Project, database: str | None = None) -> None:
        self.project = project
        self.root = project.root
        self.database = database
        self.key = hashlib.sha256(str(self.root).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self.background = Background(self.root, database)
        derived = DerivedFolder(self.root)
        self.images = PageImages(project, derived)
        self.tiles = Tiles(self.images, derived)
        self._kept: OrderedDict[str, tuple[str, Page]] = OrderedDict()
        self._sittings: dict[str, Sitting] = {}
        self._skimmed: OrderedDict[str, Sitting] = OrderedDict()
        self._prepared: set[str] = set()
        self._guard = Lock()
        self._locks: WeakValueDictionary[str, RLock] = WeakValueDictionary()  # as long as somebody holds them

    def lock(self, page_id: str) -> RLock:
        """What who decides on a page holds meanwhile, so that nobody decides on what another just changed."""
        with self._guard:
            return self._locks.setdefault(page_id, RLock())

    def sit(self, page_id: str) -> Sitting:
        """A page as it is now; raises MissingError for one that there is not, ProjectError for one not read."""
        with self.lock(page_id):
            entry, log = self.project.entry(page_id), tuple(self.project.decisions(page_id))
            page = self._loaded(entry)
            before = self._sittings.get(page_id)
            if before and before.log == log and before.entry == entry:
                return before
            reviewed = replay(page, log)
            page = self._arranged(page, log, reviewed, before)
            sitting = Sitting(entry, page, log, reviewed, {line.id: line for line in page.lines})
            self._sittings[page_id] = sitting
            return sitting

    def stored(self, page_id: str) -> Page:
        """A page as it was read, without decisions; raises as `sit` does."""
        return self._loaded(self.project.entry(page_id))

    def skim(self, page_id: str) -> Sitting:
        """A page as it is now for its texts only: `sit` where somebody does, else without the engines' characters."""
        with self.lock(page_id):
            log = tuple(self.project.decisions(page_id))
            if page_id in self._kept or any(decision.kind in STRUCTURE for decision in log):
                return self.sit(page_id)
            entry, page = self.project.entry(page_id), self.project.load_texts(page_id)
            sitting = Sitting(entry, page, log, replay(page, log), {line.id: line for line in page.lines})
            with self._guard:
                self._skimmed[page_id] = sitting
                self._skimmed.move_to_end(page_id)
                while len(self._skimmed) > PAGES_KEPT:
                    self._skimmed.popitem(last=False)
            return sitting

    def prepare(self, page_id: str) -> None:
        """Have ready, some time, what takes long of a page that somebody may turn to: its doubts and tiles."""
        if page_id in self._prepared:
            return
        self._prepared.add(page_id)
        self.background.start(page_doubts, page_id)
        with suppress(GalleyError):  # whoever turns to it is told
            self.tiles.prepare(self.glance(page_id).page)

    def close(self) -> None:
        """End what works in the background; the project stays open."""
        self.background.close()
        self.tiles.close()

    def find(self, item: str) -> Place | None:
        """Where a page, line or article is, by its id; a line may have its page before it, as in `p000001:l_7f3a`.

        `first` is the first page that was read, None where there is none. A line that is no more, as it was cut, is on
        its page. Raises MissingError for what there is not and never was.
        """
        page, _, line = item.partition(":")
        if line:
            return self._find_line(page, line)
        if item != "first":
            return self.project.where_is(item)
        first = self.project.first_page()
        return Place(first) if first else None

    def _find_line(self, page: str, line: str) -> Place:
        sitting = self.skim(page)
        if line in sitting.lines:
            return Place(page, line)
        if any(anchor.line == line for decision in sitting.log for anchor in decision.at):
            return Place(page)
        raise MissingError(f"there is no line {line} on page {page}", "look for it by searching")

    def name_of(self, page_id: str) -> str:
        """What a person calls a page: the name that its file had when it came."""
        return Path(given_name(self.project.entry(page_id).source.path)).name

    def glance(self, page_id: str) -> Sitting:
        """A page as somebody last saw it, for what does not depend on decisions; raises as `sit`."""
        return self._sittings.get(page_id) or self._skimmed.get(page_id) or self.skim(page_id)

    def forget(self, page_id: str) -> None:
        """Load a page anew the next time, since it has another reading now."""
        with self.lock(page_id), self._guard:
            self._kept.pop(page_id, None)
            self._sittings.pop(page_id, None)
            self._skimmed.pop(page_id, None)
            self._prepared.discard(page_id)

    def _loaded(self, entry: PageEntry) -> Page:
        """The page as it is stored; the record of a run names its readings, so another run is another page."""
        with self._guard:
            kept = self._kept.get(entry.id)
            if kept and kept[0] == entry.run:
                self._kept.move_to_end(entry.id)
                return kept[1]
        gc.collect()  # little: what was there before is frozen
        page = self.project.load_page(entry.id)
        gc.freeze()  # else each search for garbage goes through all characters of all pages, for a second
        with self._guard:
            self._kept[entry.id] = (entry.run, page)
            self._sittings.pop(entry.id, None)
            self._skimmed.pop(entry.id, None)
            while len(self._kept) > PAGES_KEPT:
                gone, _ = self._kept.popitem(last=False)
                self._sittings.pop(gone, None)
        return page

    def _arranged(self, page: Page, log: Sequence[Decision], reviewed: Reviewed, before: Sitting | None) -> Page:
        """The page under the structure decisions; as it was arranged before where none of them is new."""
        if before and before.reviewed.overrides == reviewed.overrides:
            return before.page if any(decision.kind in STRUCTURE for decision in log) else page
        return arrange_under(page, reviewed.overrides, log)
