"""What is wrong with a project's records, and how it is put right.

In: the database of a project. Out: `Fault`s, each with its remedy, of a few pages at a time: neither memory nor a
transaction grows with the project. What is a cache (states, assignees, dates, search keys) is mended from what it was
made from; a damaged document is only named, since nothing else has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, select, text, update

from correction.decision_values import means_something
from correction.decisions import Decision, in_force
from correction.store.connection import complaints, transaction
from correction.store.documents import decode, decode_reading
from correction.store.entries import entry_of
from correction.store.records import REVIEW_STATES, Fault, PageEntry
from correction.store.tables import UNDATED, decisions, issues, layouts, pages, readings
from correction.store.workflow import standing
from ocr.errors import DamageError, ProjectError
from ocr.page import Page

RESTORE = "restore a backup, or read its file anew: galley ocr FILE --force"
WITHOUT = "take it back: galley undo"
MEND = "run: galley project check --mend"
AT_ONCE = 50  # pages that are looked at in one transaction
ROWS = 20  # and how many rows of theirs are held at once; a reading takes up to a megabyte
# What SQLite says, by the lower byte of its codes, of a lock, a file or a disk, and not of what stands in them.
NO_DAMAGE = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
)
_Wrong = tuple[str, Mapping[str, str], str]  # a page, what its columns should be, the fault in words


@dataclass
class Records:
    """What the records of a few pages say, and what is wrong with them."""

    rows: Sequence[Row[Any]]
    faults: list[Fault] = field(default_factory=list)
    logs: dict[str, list[Decision]] = field(default_factory=dict)
    readings: set[tuple[str, str]] = field(default_factory=set)
    read: set[str] = field(default_factory=set)  # pages that have a layout


def database_faults(engine: Engine) -> list[Fault]:
    """What the database finds wrong with itself."""
    return [Fault(line, "restore a backup: galley project restore") for line in complaints(engine)]


def record_faults(engine: Engine, mend: bool) -> Iterator[tuple[list[PageEntry], list[Fault]]]:
    """Pages, a few at a time in order of arrival, with what is wrong with their records; `mend` puts caches right."""
    last = 0
    while True:
        records, wrong = _look(engine, last, mend=False)
        if mend and wrong:  # once more, while nobody else writes: what was seen may be old by now
            records, wrong = _look(engine, last, mend=True)
        if not records.rows:
            return
        found = records.faults + [Fault(problem, MEND, mended=mend) for _, _, problem in wrong]
        yield [entry_of(row) for row in records.rows], found
        last = records.rows[-1].position


def keys_fault(engine: Engine) -> Fault | None:
    """What SQLite finds wrong with the table of search keys, if it may be written to, as this look wants.

    Raises ProjectError where another program does not let it, or the disk.
    """
    if engine.dialect.name != "sqlite":
        return None
    try:
        with transaction(engine, write=True) as connection:
            connection.execute(text("INSERT INTO passage_keys(passage_keys) VALUES ('integrity-check')"))
    except ProjectError as error:
        code = getattr(getattr(error.__cause__, "orig", None), "sqlite_errorcode", 0) & 0xFF  # the kind of error
        if code == sqlite3.SQLITE_READONLY:
            return None
        if code in NO_DAMAGE:
            raise
        return Fault("the table of search keys is damaged", MEND)
    return None


def _look(engine: Engine, last: int, mend: bool) -> tuple[Records, list[_Wrong]]:
    """The next pages behind a position, and their columns that are wrong, which `mend` puts right."""
    with transaction(engine, write=mend) as connection:
        query = select(pages).where(pages.c.position > last).order_by(pages.c.position).limit(AT_ONCE)
        records = Records(connection.execute(query).all())
        _look_at_log(connection, records)
        _look_at_documents(connection, records)
        wrong = list(_wrong_columns(connection, records))
        for page_id, values, _ in wrong if mend else ():
            connection.execute(update(pages).where(pages.c.id == page_id).values(values))
    return records, wrong


def _rows_of(connection: Connection, table: Table, records: Records) -> Iterator[Row[Any]]:
    """The rows that pages have in another table."""
    query = select(table).where(table.c.page.in_([row.id for row in records.rows]))
    if "number" in table.c:
        query = query.order_by(table.c.number)
    yield from connection.execute(query, execution_options={"yield_per": ROWS})


def _look_at_log(connection: Connection, records: Records) -> None:
    """Read the decisions that states and assignees come from, and find damaged ones."""
    for row in _rows_of(connection, decisions, records):
        try:
            decision = decode(row.document, Decision, f"the decision {row.id} on {row.page}")
        except DamageError as error:
            records.faults.append(Fault(error.problem, "restore a backup"))
            continue
        if (decision.id, decision.page, decision.kind, decision.value) != (row.id, row.page, row.kind, row.after):
            records.faults.append(Fault(f"the decision {row.id} differs from its columns", "restore a backup"))
        if decision.kind in ("state", "assign", "undo") or not means_something(decision):
            records.logs.setdefault(row.page, []).append(decision)
    for page_id, made in records.logs.items():
        senseless = (each for each in in_force(made) if not means_something(each))
        records.faults += [Fault(f"the decision {each.id} on {page_id} means nothing", WITHOUT) for each in senseless]


def _look_at_documents(connection: Connection, records: Records) -> None:
    """Find layouts and readings that are damaged, and pages without the reading that they build on."""
    for row in _rows_of(connection, readings, records):
        if decode_reading(row.document) is None:
            records.faults.append(Fault(f"the reading {row.id} of {row.page} is damaged", RESTORE))
        records.readings.add((row.page, row.id))
    for row in _rows_of(connection, layouts, records):
        records.read.add(row.page)
        try:
            page = decode(row.document, Page, row.page)
        except DamageError as error:
            records.faults.append(Fault(error.problem, error.remedy))
            continue
        if page.base and (row.page, page.base) not in records.readings:
            lost = f"page {row.page} has lost the reading {page.base} that it builds on"
            records.faults.append(Fault(lost, RESTORE))


def _wrong_columns(connection: Connection, records: Records) -> Iterator[_Wrong]:
    """Columns that are not what they were made from."""
    named = {row.issue for row in records.rows if row.issue}
    dates = connection.execute(select(issues.c.id, issues.c.date).where(issues.c.id.in_(named)))
    days = {row.id: row.date or UNDATED for row in dates}
    for row in records.rows:
        should = _columns(row, records.logs.get(row.id, ()), row.id in records.read, days)
        for name, value in should.items():
            if getattr(row, name) != value:
                yield row.id, {name: value}, f"page {row.id}: its {name} is '{getattr(row, name)}', not '{value}'"


def _columns(row: Row[Any], log: Sequence[Decision], read: bool, days: Mapping[str, str]) -> Mapping[str, str]:
    now = standing(log)
    unread = "new" if row.state in REVIEW_STATES else row.state
    date = days.get(row.issue, UNDATED) if row.issue else UNDATED
    return {"state": now.state if read else unread, "assignee": now.assignee, "date": date}
