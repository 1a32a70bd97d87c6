"""What was worked out from a page and is kept, and how many doubts of a page are open.

In: documents with the key of what they were made from. Out: the same; all of it may be thrown away at any time.
"""

from __future__ import annotations

from sqlalchemy import Engine, delete, insert, select, text, update

from correction.store.connection import transaction
from correction.store.entries import no_page
from correction.store.records import REVIEW_STATES, Derived
from correction.store.tables import derived, pages

UNTOLD = -1  # in the column of doubts


class Derivations:
    """The part of a project that keeps what takes long to work out."""

    _engine: Engine

    def derived(self, page_id: str, name: str) -> Derived | None:
        """What is kept of a page under a name; whoever asks compares the key."""
        query = select(derived).where(derived.c.page == page_id, derived.c.name == name)
        with transaction(self._engine) as connection:
            row = connection.execute(query).first()
        return Derived(row.page, row.name, row.key, row.document) if row else None

    def keep_derived(self, made: Derived) -> None:
        """Keep a document in place of the one of that page and name; raises MissingError for no page."""
        with transaction(self._engine, write=True) as connection:
            if connection.scalar(select(pages.c.id).where(pages.c.id == made.page)) is None:
                raise no_page(made.page)
            connection.execute(delete(derived).where(derived.c.page == made.page, derived.c.name == made.name))
            values = {"page": made.page, "name": made.name, "key": made.key, "document": made.document}
            connection.execute(insert(derived).values(values))

    def change_of(self, page_id: str) -> int:
        """The number of a page's last change; it grows with every reading and decision."""
        with transaction(self._engine) as connection:
            found = connection.scalar(select(pages.c.change).where(pages.c.id == page_id))
        if found is None:
            raise no_page(page_id)
        return int(found)

    def uncounted(self, limit: int | None = None) -> list[tuple[str, int]]:
        """Pages that changed since their open doubts were counted, each with the number of that change."""
        query = (
            select(pages.c.id, pages.c.change)
            .where(text("change <> counted"), pages.c.state.in_(REVIEW_STATES))
            .order_by(pages.c.id)
            .limit(limit)
        )
        with transaction(self._engine) as connection:
            return [(row.id, row.change) for row in connection.execute(query)]

    def count_doubts(self, page_id: str, change: int, count: int | None) -> None:
        """Write down how many doubts were open at a change (None: cannot be told); a later one leaves it stale."""
        values = {"doubts": UNTOLD if count is None else count, "counted": change}
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(pages).where(pages.c.id == page_id).values(values))
