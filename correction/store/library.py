"""The list of pages, filtered, sorted and a stretch at a time.

In: a `LibraryQuery`. Out: a `Library`. Every order and every filter but text has an index, so that a hundred
thousand pages are listed as quickly as a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from sqlalchemy import ColumnElement, Connection, Engine, and_, false, func, or_, select

from correction.store.catalogue import issue_of
from correction.store.connection import transaction
from correction.store.entries import batches, entry_of
from correction.store.records import Issue, Library, LibraryQuery, LibraryRow, PageEntry, PageState, Sort, Title
from correction.store.tables import UNDATED, issues, pages, titles
from ocr.errors import UsageError

_ORDERS: Mapping[Sort, tuple[ColumnElement[object], ...]] = {
    "arrival": (pages.c.position,),
    "date": (pages.c.date, pages.c.issue, pages.c.sequence, pages.c.position),
    "state": (pages.c.state, pages.c.position),
    "assignee": (pages.c.assignee, pages.c.position),
    "doubts": (pages.c.doubts, pages.c.position),
}
_COPIED = "scans/____________-%"  # scans/CHECKSUM-NAME, as `folder` names its copies


class Shelves:
    """The part of a project that lists its pages."""

    _engine: Engine

    def library(self, query: LibraryQuery) -> Library:
        """A stretch of the list, the total, and the pages of every state under the other filters."""
        if query.sort not in get_args(Sort):
            raise UsageError(f"pages are not sorted by {query.sort}", f"give one of: {', '.join(get_args(Sort))}")
        with transaction(self._engine) as connection:
            passed = _filters(connection, query)
            counts = _count(connection, passed)
            total = sum(count for state, count in counts.items() if not query.states or state in query.states)
            wanted = passed + ([pages.c.state.in_(query.states)] if query.states else [])
            order = [column.desc() if query.descending else column.asc() for column in _ORDERS[query.sort]]
            chosen = select(pages).where(*wanted).order_by(*order).limit(query.limit).offset(query.offset)
            entries = [entry_of(row) for row in connection.execute(chosen)] if query.offset < total else []
            rows = shelved(connection, entries)
        return Library(tuple(rows), total, counts)

    def assignees(self) -> list[str]:
        """Everybody who has a page, by name."""
        with transaction(self._engine) as connection:
            query = select(pages.c.assignee).where(pages.c.assignee != "").distinct().order_by(pages.c.assignee)
            return list(connection.scalars(query))


def shelved(connection: Connection, entries: Iterable[PageEntry]) -> list[LibraryRow]:
    """Pages with the issues and titles that they stand in."""
    listed = list(entries)
    named: dict[str, Issue] = {}
    for some in batches(dict.fromkeys(entry.issue for entry in listed if entry.issue is not None)):
        found = connection.execute(select(issues).where(issues.c.id.in_(some)))
        named |= {row.id: issue_of(row) for row in found}
    papers: dict[str, Title] = {}
    for some in batches(dict.fromkeys(issue.title for issue in named.values())):
        found = connection.execute(select(titles).where(titles.c.id.in_(some)))
        papers |= {row.id: Title(row.id, row.name) for row in found}
    rows = []
    for entry in listed:
        issue = named.get(entry.issue or "")
        rows.append(LibraryRow(entry, issue, papers.get(issue.title) if issue else None))
    return rows


def _filters(connection: Connection, query: LibraryQuery) -> list[ColumnElement[bool]]:
    """What pages must be, their state aside."""
    passed: list[ColumnElement[bool]] = []
    if query.title is not None:
        passed.append(pages.c.issue.in_(select(issues.c.id).where(issues.c.title == query.title)))
    if query.issue is not None:
        passed.append(pages.c.issue == query.issue)
    if query.assignee is not None:
        passed.append(pages.c.assignee == query.assignee)
    if query.first is not None:
        passed += [pages.c.date >= query.first, pages.c.date < UNDATED]
    if query.last is not None:
        passed.append(pages.c.date <= query.last)
    if query.text:
        # SQLite knows upper and lower case of ASCII only; titles are few.
        looked_for = query.text.casefold()
        named = [row.id for row in connection.execute(select(titles)) if looked_for in row.name.casefold()]
        within = pages.c.issue.in_(select(issues.c.id).where(issues.c.title.in_(named)))
        passed.append(or_(within if named else false(), pages.c.id == query.text, _in_name(query.text)))
    return passed


def _in_name(text: str) -> ColumnElement[bool]:
    """Whether a text stands in the name of a page's file, which in the project has a checksum before it."""
    plain = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    anywhere, behind = (pages.c.path.ilike(f"{before}{plain}%", escape="!") for before in ("%", _COPIED))
    # What most pages fail by comes first.
    return and_(anywhere, or_(behind, pages.c.path.not_like(_COPIED)))


def _count(connection: Connection, passed: list[ColumnElement[bool]]) -> dict[PageState, int]:
    query = select(pages.c.state, func.count()).where(*passed).group_by(pages.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}
