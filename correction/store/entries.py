"""Rows of the list of pages as `PageEntry`s, and how a source gets its page.

In: a connection in a transaction. Out: entries; a page that there is not raises MissingError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from correction.store.records import Arrival, PageEntry, same_page
from correction.store.tables import UNDATED, counters, pages
from ocr.errors import MissingError
from ocr.page import Box, Source

AT_ONCE = 500  # values in one query; databases bound how many they take


def read_entry(connection: Connection, page_id: str) -> PageEntry:
    """One page."""
    row = connection.execute(select(pages).where(pages.c.id == page_id)).first()
    if row is None:
        raise no_page(page_id)
    return entry_of(row)


def read_entries(connection: Connection, digests: Iterable[str] | None = None) -> list[PageEntry]:
    """Every page, or those made from files of these checksums, in order of arrival."""
    query = select(pages).order_by(pages.c.position)
    if digests is not None:
        query = query.where(pages.c.sha256.in_(set(digests)))
    return [entry_of(row) for row in connection.execute(query)]


def read_named(connection: Connection, page_ids: Sequence[str]) -> list[PageEntry]:
    """Pages in the order in which they are named."""
    found: dict[str, PageEntry] = {}
    for some in batches(page_ids):
        found |= {row.id: entry_of(row) for row in connection.execute(select(pages).where(pages.c.id.in_(some)))}
    if missing := [page_id for page_id in page_ids if page_id not in found]:
        raise no_page(missing[0])
    return [found[page_id] for page_id in page_ids]


def entry_of(row: Row[Any]) -> PageEntry:
    """A row of `pages`, or one that holds its columns."""
    crop = Box(*map(int, row.crop.split(","))) if row.crop else None
    source = Source(row.path, row.sha256, row.frame, crop)
    return PageEntry(
        row.id,
        row.position,
        source,
        row.state,
        row.note,
        row.issue,
        row.sequence,
        row.label,
        row.assignee,
        row.run,
        row.origin,
        row.doubts if row.doubts >= 0 else None,
    )


def settle(connection: Connection, source: Source, known: Sequence[PageEntry], origin: str) -> Arrival:
    """The page of a source: the one among those known, else a new one.

    A known one of which nobody knew the origin has it from now on.
    """
    if entry := same_page(source, known):
        if not entry.origin:
            entry = replace(entry, origin=origin)
            connection.execute(update(pages).where(pages.c.id == entry.id).values(origin=origin))
        return Arrival(entry, "known")
    number = _next_number(connection)
    entry = PageEntry(f"p{number:06d}", number, source, origin=origin)
    connection.execute(
        insert(pages).values(
            id=entry.id,
            position=number,
            sha256=source.sha256,
            frame=source.frame,
            crop=_crop_text(source.crop),
            path=source.path,
            state=entry.state,
            note="",
            label="",
            assignee="",
            date=UNDATED,
            run="",
            change=0,
            indexed=0,
            doubts=-1,
            counted=0,
            origin=origin,
        )
    )
    return Arrival(entry, "new")


def touch(connection: Connection, page_ids: Iterable[str]) -> None:
    """Count a change of pages, so that what was made from them is known to be stale."""
    for some in batches(page_ids):
        connection.execute(update(pages).where(pages.c.id.in_(some)).values(change=pages.c.change + 1))


def batches(values: Iterable[str]) -> Iterator[list[str]]:
    """The values, so many at a time as one query takes."""
    left = iter(values)
    while some := list(islice(left, AT_ONCE)):
        yield some


def no_page(page_id: str) -> MissingError:
    """The error for a page that there is not."""
    return MissingError(f"there is no page {page_id}", "galley project pages lists the pages")


def _next_number(connection: Connection) -> int:
    counted = update(counters).where(counters.c.name == "page").values(value=counters.c.value + 1)
    if not connection.execute(counted).rowcount:
        connection.execute(insert(counters).values(name="page", value=1))
    return int(connection.execute(select(counters.c.value).where(counters.c.name == "page")).scalar_one())


def _crop_text(crop: Box | None) -> str:
    return f"{crop.left},{crop.top},{crop.right},{crop.bottom}" if crop else ""
