"""Whether a project is sound: its records and scans, and that what is cached equals what it was made from.

In: a project. Out: `Fault`s as they are found, each with its remedy; what can be mended is, when that is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from correction.doubts.kept import count_faults
from correction.exchange.originals import original_of
from correction.search import page_passages, refresh
from correction.store import Fault, LibraryQuery, PageEntry, Project
from correction.store.copies import IMPORTED_FOLDER
from ocr.errors import InputError
from ocr.events import Event, Listener

MEND = "run: galley project check --mend"


def audit(project: Project, mend: bool = False, listener: Listener = lambda _: None) -> Iterator[Fault]:
    """All that is wrong with a project; the listener hears of each page that was looked at."""
    yield from project.faults(mend, _IndexCheck(project, mend, listener).look)
    yield from count_faults(project, mend)
    if mend:
        refresh(project)


class _IndexCheck:
    """Looks whether the passages of each page are those that reading and decisions give today."""

    def __init__(self, project: Project, mend: bool, listener: Listener) -> None:
        self._project = project
        self._mend = mend
        self._listener = listener
        self._total = project.library(LibraryQuery(limit=0)).total
        self._done = 0
        self._stale: set[str] | None = None
        self._has_imported = (project.root / IMPORTED_FOLDER).is_dir()

    def look(self, entry: PageEntry) -> Iterator[Fault]:
        if self._stale is None:  # not before the database itself was mended
            self._stale = {page_id for page_id, _ in self._project.stale()}
        if entry.id not in self._stale and not self._is_filed(entry.id):
            if self._mend:
                self._project.forget_passages([entry.id])
            yield Fault(f"page {entry.id}: its search index is not its text", MEND, self._mend)
        if self._has_imported and entry.was_read:
            yield from self._original(entry)
        self._done += 1
        self._listener(Event("page_done", self._done, max(self._done, self._total), entry.id))

    def _original(self, entry: PageEntry) -> Iterator[Fault]:
        try:
            original = original_of(self._project.root, self._project.load_texts(entry.id))
            for file in (original, original.issue) if original else ():
                if file is not None:
                    _ = file.data
        except InputError as error:
            yield Fault(f"page {entry.id}: {error.problem}", error.remedy)

    def _is_filed(self, page_id: str) -> bool:
        if self._project.passages(page_id) == page_passages(self._project, page_id):
            return True
        return bool(self._project.stale(page_id=page_id))  # changed by others in this moment
