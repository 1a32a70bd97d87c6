"""Where something is: the page of a line or an article, and the pages before and behind one.

In: ids. Out: ids; what there is not raises UsageError.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Engine, Select, select

from correction.store.connection import transaction
from correction.store.entries import read_entry
from correction.store.records import REVIEW_STATES, Place
from correction.store.tables import layouts, pages, passages
from ocr.errors import UsageError


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
            raise UsageError(f"there is no {item} in this project", "look for it in the library or by searching")
        return place

    def first_page(self) -> str | None:
        """The first page that was read, in order of arrival."""
        with transaction(self._engine) as connection:
            query = select(pages.c.id).where(pages.c.state.in_(REVIEW_STATES)).order_by(pages.c.position).limit(1)
            return connection.scalar(query)

    def beside(self, page_id: str) -> tuple[str | None, str | None]:
        """The pages that were read before and behind a page: in its issue, else in order of arrival."""
        with transaction(self._engine) as connection:
            entry = read_entry(connection, page_id)
            read = select(pages.c.id).where(pages.c.state.in_(REVIEW_STATES), pages.c.id != page_id)
            if entry.issue:
                around = list(connection.execute(_of_issue(entry.issue)))
                ids = [row.id for row in around if row.state in REVIEW_STATES or row.id == page_id]
                at = ids.index(page_id)
                return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)
            before: ColumnElement[bool] = pages.c.position < entry.position
            behind: ColumnElement[bool] = pages.c.position > entry.position
            return (
                connection.scalar(read.where(before).order_by(pages.c.position.desc()).limit(1)),
                connection.scalar(read.where(behind).order_by(pages.c.position).limit(1)),
            )


def _of_issue(issue: str) -> Select[tuple[str, str]]:
    return (
        select(pages.c.id, pages.c.state)
        .where(pages.c.issue == issue)
        .order_by(pages.c.sequence.is_(None), pages.c.sequence, pages.c.position)
    )
