"""Titles and issues, and which pages stand in them.

In: words as printed, ids, placements. Out: `Title`s, `Issue`s. `pages.date` follows the date of the issue, so that the
list of pages is sorted by an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from correction.store.connection import transaction
from correction.store.entries import batches, entry_of, read_named, touch
from correction.store.records import Issue, PageEntry, Placement, Title
from correction.store.tables import UNDATED, issues, pages, titles
from ocr.errors import MissingError, UsageError
from ocr.page import new_id

_CONTROL = re.compile(r"\s*[\x00-\x1f\x7f-\x9f\u2028\u2029]\s*")


class Catalogue:
    """The part of a project that knows titles and issues."""

    _engine: Engine

    def titles(self) -> list[Title]:
        """Every newspaper, by name."""
        with transaction(self._engine) as connection:
            return [Title(row.id, row.name) for row in connection.execute(select(titles).order_by(titles.c.name))]

    def add_title(self, name: str) -> Title:
        """The newspaper of that name, made where there is none."""
        name = _named(name)
        with transaction(self._engine, write=True) as connection:
            found = connection.execute(select(titles).where(titles.c.name == name)).first()
            if found is not None:
                return Title(found.id, found.name)
            title = Title(_free_id(connection, "t", name), name)
            connection.execute(insert(titles).values(id=title.id, name=title.name))
            return title

    def rename_title(self, title_id: str, name: str) -> Title:
        """Give a newspaper another name, or join it with the one that has the name."""
        name = _named(name)
        with transaction(self._engine, write=True) as connection:
            _require(connection, title_id)
            same = connection.scalar(select(titles.c.id).where(titles.c.name == name))
            if same is None or same == title_id:
                connection.execute(update(titles).where(titles.c.id == title_id).values(name=name))
                return Title(title_id, name)
            for issue in _issues(connection, title_id):
                _change(connection, Issue(issue.id, same, issue.date, issue.edition, issue.label))
            connection.execute(delete(titles).where(titles.c.id == title_id))
            return Title(same, name)

    def remove_title(self, title_id: str) -> None:
        """Remove a newspaper that has no issue."""
        with transaction(self._engine, write=True) as connection:
            _require(connection, title_id)
            if left := _issues(connection, title_id):
                raise UsageError(
                    f"the title {title_id} is not empty ({', '.join(issue.id for issue in left[:5])})",
                    "rename it, or change or remove its issues first",
                )
            connection.execute(delete(titles).where(titles.c.id == title_id))

    def issues(self, title_id: str | None = None) -> list[Issue]:
        """Every issue, or those of a title, by date."""
        with transaction(self._engine) as connection:
            return _issues(connection, title_id)

    def add_issue(self, title_id: str, date: str | None = None, edition: str = "", label: str = "") -> Issue:
        """The issue that these words name, made where there is none."""
        edition, label = one_line(edition), one_line(label)
        with transaction(self._engine, write=True) as connection:
            _require(connection, title_id)
            wanted = Issue("", title_id, _day(date), edition, label)
            if known := _same(connection, wanted):
                return known
            issue = Issue(_free_id(connection, "i", title_id, date, edition, label), title_id, date, edition, label)
            connection.execute(insert(issues).values(_columns(issue)))
            return issue

    def change_issue(self, issue: Issue) -> Issue:
        """Give an issue other words; one that has the same already is joined with it."""
        with transaction(self._engine, write=True) as connection:
            _require_issue(connection, issue.id)
            _require(connection, issue.title)
            return _change(connection, issue)

    def merge_issues(self, kept: str, gone: Sequence[str]) -> None:
        """Move all pages of some issues into another, and remove what is left of them."""
        with transaction(self._engine, write=True) as connection:
            for issue_id in (kept, *gone):
                _require_issue(connection, issue_id)
            for issue_id in gone:
                if issue_id != kept:
                    _merge(connection, kept, issue_id)

    def remove_issue(self, issue_id: str) -> None:
        """Remove an issue; its pages stand in none afterwards."""
        with transaction(self._engine, write=True) as connection:
            _require_issue(connection, issue_id)
            _place(connection, [Placement(each.id, None) for each in _pages(connection, issue_id)])
            connection.execute(delete(issues).where(issues.c.id == issue_id))

    def remove_emptied(self, issue_ids: Iterable[str]) -> None:
        """Remove those of some issues in which no page stands."""
        with transaction(self._engine, write=True) as connection:
            for some in batches(issue_ids):
                held = connection.scalars(select(pages.c.issue).where(pages.c.issue.in_(some)).distinct())
                connection.execute(delete(issues).where(issues.c.id.in_(set(some).difference(held))))

    def place_pages(self, placements: Sequence[Placement]) -> None:
        """Say in which issue pages stand and where."""
        with transaction(self._engine, write=True) as connection:
            read_named(connection, [placement.page for placement in placements])
            for issue_id in {placement.issue for placement in placements if placement.issue is not None}:
                _require_issue(connection, issue_id)
            _place(connection, placements)

    def issue_pages(self, issue_id: str) -> list[PageEntry]:
        """The pages of an issue, by sequence and then in order of arrival."""
        with transaction(self._engine) as connection:
            _require_issue(connection, issue_id)
            return _pages(connection, issue_id)


def issue_of(row: Row[Any]) -> Issue:
    """A row of `issues`."""
    return Issue(row.id, row.title, row.date, row.edition, row.label)


def _issues(connection: Connection, title_id: str | None) -> list[Issue]:
    order = (issues.c.date.is_(None), issues.c.date, issues.c.title, issues.c.edition, issues.c.label)
    query = select(issues).order_by(*order)
    if title_id is not None:
        query = query.where(issues.c.title == title_id)
    return [issue_of(row) for row in connection.execute(query)]


def _pages(connection: Connection, issue_id: str) -> list[PageEntry]:
    order = (pages.c.sequence.is_(None), pages.c.sequence, pages.c.position)
    return [
        entry_of(row) for row in connection.execute(select(pages).where(pages.c.issue == issue_id).order_by(*order))
    ]


def _place(connection: Connection, placements: Sequence[Placement]) -> None:
    days: dict[str | None, str] = {None: UNDATED}
    for issue_id in {placement.issue for placement in placements} - {None}:
        days[issue_id] = connection.scalar(select(issues.c.date).where(issues.c.id == issue_id)) or UNDATED
    for placed in placements:
        if placed.sequence is not None and placed.sequence < 1:
            raise UsageError(f"page {placed.page} cannot be number {placed.sequence}", "count pages of an issue from 1")
        values = {"issue": placed.issue, "sequence": placed.sequence, "label": placed.label, "date": days[placed.issue]}
        connection.execute(update(pages).where(pages.c.id == placed.page).values(values))
    touch(connection, [placed.page for placed in placements])  # passages are found in order of date


def _change(connection: Connection, issue: Issue) -> Issue:
    wanted = Issue(issue.id, issue.title, _day(issue.date), one_line(issue.edition), one_line(issue.label))
    same = _same(connection, wanted)
    if same is not None and same.id != issue.id:
        _merge(connection, same.id, issue.id)
        return same
    connection.execute(update(issues).where(issues.c.id == issue.id).values(_columns(wanted)))
    of_it = [entry.id for entry in _pages(connection, issue.id)]
    connection.execute(update(pages).where(pages.c.issue == issue.id).values(date=issue.date or UNDATED))
    touch(connection, of_it)
    return wanted


def _merge(connection: Connection, kept: str, gone: str) -> None:
    """Put the pages of an issue behind those of another; the gaps that either has stay."""
    last = connection.scalar(select(func.max(pages.c.sequence)).where(pages.c.issue == kept)) or 0
    moved = _pages(connection, gone)
    numbered = last > 0 or any(entry.sequence for entry in moved)
    _place(
        connection,
        [
            Placement(entry.id, kept, last + (entry.sequence or n) if numbered else None, entry.label)
            for n, entry in enumerate(moved, 1)
        ],
    )
    connection.execute(delete(issues).where(issues.c.id == gone))


def _same(connection: Connection, issue: Issue) -> Issue | None:
    """The issue that is known by the same words."""
    words = (issues.c.title == issue.title, issues.c.edition == issue.edition, issues.c.label == issue.label)
    day = issues.c.date.is_(None) if issue.date is None else issues.c.date == issue.date
    row = connection.execute(select(issues).where(*words, day).order_by(issues.c.id)).first()
    return issue_of(row) if row else None


def _columns(issue: Issue) -> dict[str, str | None]:
    return {
        "id": issue.id,
        "title": issue.title,
        "date": issue.date,
        "edition": issue.edition,
        "label": issue.label,
    }


def _free_id(connection: Connection, prefix: str, *parts: object) -> str:
    """An id made from words, so that other machines give the same; another where one that was renamed has it."""
    table = titles if prefix == "t" else issues
    count = 1
    while True:
        name = new_id(prefix, *parts, *([count] if count > 1 else []))
        if connection.scalar(select(table.c.id).where(table.c.id == name)) is None:
            return name
        count += 1


def _day(day: str | None) -> str | None:
    try:
        if day is None or date.fromisoformat(day).isoformat() == day:
            return day
    except ValueError:
        pass
    raise UsageError(f"'{day}' is no date", "write it like 1872-03-05")


def one_line(words: str) -> str:
    r"""Words as a list can show them, and any database takes them: no line ends, tabs and the like, trimmed.

    >>> one_line(" Seebote\n am\tAbend ")
    'Seebote am Abend'
    """
    return _CONTROL.sub(" ", words).strip()


def _named(name: str) -> str:
    if not (name := one_line(name)):
        raise UsageError("a title needs a name", "give one")
    return name


def _require(connection: Connection, title_id: str) -> None:
    if connection.scalar(select(titles.c.id).where(titles.c.id == title_id)) is None:
        raise MissingError(f"there is no title {title_id}", "galley project issues lists titles and issues")


def _require_issue(connection: Connection, issue_id: str) -> None:
    if connection.scalar(select(issues.c.id).where(issues.c.id == issue_id)) is None:
        raise MissingError(f"there is no issue {issue_id}", "galley project issues lists titles and issues")
