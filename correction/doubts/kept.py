"""A page's doubts, kept in the project, since they take a second to work out.

In: a project and a page's id. Out: its doubts; they are those of the page as it was read, whatever persons decided
since, so that no decision makes them stale. How many of them are open is counted in the list of pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress

import msgspec

from correction.doubts import Doubt, Reason, doubts
from correction.doubts.settled import count_open
from correction.review import Reviewed, replay
from correction.store import Derived, Fault, Project
from ocr.errors import DamageError, ProjectError
from ocr.page import Page

NAME = "doubts"
FORMAT = 1  # of the document and of how doubts are found: one more makes all of them anew
MEND = "run: galley project check --mend"
_Row = tuple[str, int, int, float, Reason, tuple[str, ...], bool]


def page_doubts(project: Project, page_id: str, page: Page | None = None) -> tuple[Doubt, ...]:
    """The doubts of a page that was read: those that are kept, else made and kept.

    `page` is that page, if it is at hand, in whatever order persons have put its lines. Raises UsageError or
    ProjectError as `Project.load_page`. A project that cannot be written to keeps none.
    """
    kept = project.derived(page_id, NAME)
    known = read(kept.document) if kept else None
    if kept and page and known is not None and kept.key == key_of(page):
        return known
    page = project.load_page(page_id)  # as it was read: in another order some words broken at a line end are others
    if kept and known is not None and kept.key == key_of(page):
        return known
    found = doubts(page)
    with suppress(ProjectError):
        project.keep_derived(Derived(page_id, NAME, key_of(page), write(found)))
    return found


def keep(project: Project, page: Page, document: str) -> None:
    """Keep the doubts, as `write` gives them, of a page that was just saved, and count those that are open."""
    project.keep_derived(Derived(page.id, NAME, key_of(page), document))
    change = project.change_of(page.id)
    log = project.decisions(page.id)
    count = count_open(page, read(document) or (), replay(page, log) if log else Reviewed(), log)
    project.count_doubts(page.id, change, count)


def count(project: Project, page_id: str) -> int | None:
    """How many marked doubts of a page are open; None for a page whose record is damaged."""
    try:
        page = project.load_page(page_id)
    except DamageError:
        return None
    log = project.decisions(page_id)
    return count_open(page, page_doubts(project, page_id, page), replay(page, log), log)


def refresh_counts(project: Project, limit: int | None = None) -> int:
    """Count the open doubts of pages that changed since, so many at most; gives how many pages that were."""
    stale = project.uncounted(limit)
    for page_id, change in stale:
        project.count_doubts(page_id, change, count(project, page_id))
    return len(stale)


def count_faults(project: Project, mend: bool = False) -> list[Fault]:
    """Pages whose count is not that of their doubts, or whose kept doubts cannot be read.

    The doubts themselves are not worked out anew: that takes a second a page, and their key names what they are of.
    """
    stale = {page_id for page_id, _ in project.uncounted()}
    found = []
    for entry in project.pages():
        kept = project.derived(entry.id, NAME)
        if kept and read(kept.document) is None:
            found.append(Fault(f"page {entry.id}: its kept doubts are damaged", MEND, mend))
            if mend:
                page_doubts(project, entry.id)
        if entry.was_read and entry.id not in stale and kept and entry.doubts != (told := count(project, entry.id)):
            problem = f"page {entry.id}: {told} doubts are open, not {entry.doubts}"
            found.append(Fault(problem, MEND, mend))
            if mend:
                project.count_doubts(entry.id, project.change_of(entry.id), told)
    return found


def key_of(page: Page) -> str:
    """What doubts were made from, in one word: readings never change, lines may."""
    lines = sorted((line.id, line.direction) for line in page.lines)
    readings = [reading.id for reading in page.readings]
    made_of = (FORMAT, page.language, page.script, page.base, readings, lines)
    return hashlib.sha256(msgspec.json.encode(made_of)).hexdigest()


def write(found: Iterable[Doubt]) -> str:
    """Doubts as a document."""
    rows: list[_Row] = [(d.line, d.offset, d.length, d.chance, d.reason, d.alternatives, d.marked) for d in found]
    return msgspec.json.encode(rows).decode()


def read(document: str) -> tuple[Doubt, ...] | None:
    """Doubts from their document; None for one that is damaged."""
    try:
        rows = msgspec.json.decode(document, type=list[_Row])
    except (msgspec.DecodeError, UnicodeError):
        return None
    return tuple(Doubt(*row) for row in rows)
