"""Where something is: the page of a line or an article, and the pages before and behind one.

In: ids. Out: ids; what there is not raises MissingError.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, Select, literal, select, tuple_

from correction.store.connection import transaction
from correction.store.entries import read_entry
from correction.store.records import REVIEW_STATES, Place
from correction.store.tables import layouts, pages, passages
from ocr.errors import MissingError


class Whereabouts:
    """The part of a project that finds places; `database.Database` has the engine."""

    _engine: Engine

    def where_is(self, item: str) -> Place:
        """The place of a page, a line (found in all layouts, which takes a while in a big project) or an article."""
        with transaction(self._engine) as connection:
            if item.startswith("l_"):
                found = connection.scalar(
                    select(layouts.c.page).where(layouts.c.document.contains(f'"{item}"')).limit(1)
                )
                place = Place(found, item) if found else None
            elif item.startswith("a_"):
                query = select(passages.c.page, passages.c.lines).where(passages.c.article == item)
                row = connection.execute(query.order_by(passages.c.number).limit(1)).first()
                place = Place(row.page, row.lines.partition(":")[0] or None) if row else None
            else:
                place = Place(read_entry(connection, item).id)
        if place is None:
            raise MissingError(f"there is no {item} in this project", "look for it in the library or by searching")
        return place

    def first_page(self) -> str | None:
        """The first page that was read, in order of arrival."""
        with transaction(self._engine) as connection:
            query = select(pages.c.id).where(pages.c.state.in_(REVIEW_STATES)).order_by(pages.c.position).limit(1)
            return connection.scalar(query)

    def beside(self, page_id: str) -> tuple[str | None, str | None]:
        """The pages that were read before and behind a page: issue by issue as they are dated, then those without one.

        In an issue by their numbers, without one in order of arrival.
        """
        with transaction(self._engine) as connection:
            entry = read_entry(connection, page_id)
            if entry.issue is None:
                loose = _READ.where(pages.c.issue.is_(None))
                before = loose.where(pages.c.position < entry.position).order_by(pages.c.position.desc())
                behind = loose.where(pages.c.position > entry.position).order_by(pages.c.position)
                return connection.scalar(before.limit(1)) or _last_filed(connection), connection.scalar(behind.limit(1))
            around = _read_of(connection, entry.issue, page_id)
            at = around.index(page_id)
            date = connection.scalar(select(pages.c.date).where(pages.c.id == page_id))
            here, place = tuple_(literal(date), literal(entry.issue)), tuple_(pages.c.date, pages.c.issue)
            earlier, later = _READ.where(place < here), _READ.where(place > here)
            return (
                around[at - 1] if at else _last_filed(connection, earlier),
                around[at + 1] if at + 1 < len(around) else _first_behind(connection, later),
            )


_READ = select(pages.c.id).where(pages.c.state.in_(REVIEW_STATES))


def _last_filed(connection: Connection, among: Select[tuple[str]] = _READ) -> str | None:
    """The last page of the last issue that has one."""
    latest = among.with_only_columns(pages.c.issue).where(pages.c.issue.is_not(None))
    issue = connection.scalar(latest.order_by(pages.c.date.desc(), pages.c.issue.desc()).limit(1))
    return _read_of(connection, issue)[-1] if issue else None


def _first_behind(connection: Connection, later: Select[tuple[str]]) -> str | None:
    """The first page of the next issue, else of those that stand in none."""
    next_one = later.with_only_columns(pages.c.issue).where(pages.c.issue.is_not(None))
    issue = connection.scalar(next_one.order_by(pages.c.date, pages.c.issue).limit(1))
    if issue:
        return _read_of(connection, issue)[0]
    return connection.scalar(_READ.where(pages.c.issue.is_(None)).order_by(pages.c.position).limit(1))


def _read_of(connection: Connection, issue: str, page_id: str = "") -> list[str]:
    """The pages of an issue that were read, in order, and that page in any case."""
    found = connection.execute(_of_issue(issue))
    return [row.id for row in found if row.state in REVIEW_STATES or row.id == page_id]


def _of_issue(issue: str) -> Select[tuple[str, str]]:
    return (
        select(pages.c.id, pages.c.state)
        .where(pages.c.issue == issue)
        .order_by(pages.c.sequence.is_(None), pages.c.sequence, pages.c.position)
    )
