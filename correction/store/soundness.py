"""What is wrong with a project's records, and how it is put right.

In: the database of a project. Out: `Fault`s, each with its remedy. What is a cache (states, assignees, dates, search
keys) is mended from what it was made from; a damaged document is only named, since nothing else has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, text, update
from sqlalchemy.exc import DatabaseError

from correction.review import Decision
from correction.store.connection import complaints, transaction
from correction.store.documents import decode, decode_reading
from correction.store.records import REVIEW_STATES, Fault
from correction.store.tables import UNDATED, decisions, issues, layouts, pages, readings
from correction.store.workflow import standing
from ocr.errors import DamageError, ProjectError
from ocr.page import Page

RESTORE = "restore a backup, or read its file anew: galley ocr FILE --force"
MEND = "run: galley project check --mend"


def record_faults(engine: Engine, mend: bool) -> list[Fault]:
    """What is wrong with the database itself and with every record; with `mend` caches are put right."""
    found = [Fault(line, "restore a backup: galley project restore") for line in complaints(engine)]
    with transaction(engine) as connection:
        logs = _Logs(connection)
        found += logs.faults
        found += list(_document_faults(connection))
        wrong = list(_wrong_columns(connection, logs.made))
    found += [Fault(problem, MEND, mended=mend) for _, _, problem in wrong]
    if mend and wrong:
        with transaction(engine, write=True) as connection:
            for page_id, values, _ in wrong:
                connection.execute(update(pages).where(pages.c.id == page_id).values(values))
    return found


def keys_fault(engine: Engine) -> Fault | None:
    """What SQLite finds wrong with the table of search keys."""
    if engine.dialect.name != "sqlite":
        return None
    try:
        with transaction(engine, write=True) as connection:
            connection.execute(text("INSERT INTO passage_keys(passage_keys) VALUES ('integrity-check')"))
    except (DatabaseError, ProjectError):
        return Fault("the table of search keys is damaged", MEND)
    return None


class _Logs:
    """The decisions of every page, with what is wrong with their records."""

    def __init__(self, connection: Connection) -> None:
        self.made: dict[str, list[Decision]] = {}
        self.faults: list[Fault] = []
        kept = connection.execution_options(yield_per=1000)
        for row in kept.execute(select(decisions).order_by(decisions.c.number)):
            try:
                decision = decode(row.document, Decision, f"the decision {row.id} on {row.page}")
            except DamageError as error:
                self.faults.append(Fault(error.problem, "restore a backup"))
                continue
            if (decision.id, decision.page, decision.kind, decision.value) != (row.id, row.page, row.kind, row.after):
                self.faults.append(Fault(f"the decision {row.id} differs from its columns", "restore a backup"))
            if decision.kind in ("state", "assign", "undo"):
                self.made.setdefault(row.page, []).append(decision)


def _document_faults(connection: Connection) -> Iterator[Fault]:
    """Layouts and readings that are damaged, and pages without the reading that they build on."""
    there: set[tuple[str, str]] = set()
    for row in connection.execution_options(yield_per=100).execute(select(readings)):
        if decode_reading(row.document) is None:
            yield Fault(f"the reading {row.id} of {row.page} is damaged", RESTORE)
        there.add((row.page, row.id))
    for row in connection.execution_options(yield_per=100).execute(select(layouts)):
        try:
            page = decode(row.document, Page, row.page)
        except DamageError as error:
            yield Fault(error.problem, error.remedy)
            continue
        if page.base and (row.page, page.base) not in there:
            yield Fault(f"page {row.page} has lost the reading {page.base} that it builds on", RESTORE)


def _wrong_columns(
    connection: Connection, logs: Mapping[str, Sequence[Decision]]
) -> Iterator[tuple[str, Mapping[str, str], str]]:
    """Columns that are not what they were made from: the page, what they should be, the fault in words."""
    read = set(connection.scalars(select(layouts.c.page)))
    days = {row.id: row.date or UNDATED for row in connection.execute(select(issues.c.id, issues.c.date))}
    for row in connection.execute(select(pages).order_by(pages.c.position)):
        should = _columns(row, logs.get(row.id, ()), row.id in read, days)
        for name, value in should.items():
            if getattr(row, name) != value:
                yield row.id, {name: value}, f"page {row.id}: its {name} is '{getattr(row, name)}', not '{value}'"


def _columns(row: Row[Any], log: Sequence[Decision], read: bool, days: Mapping[str, str]) -> Mapping[str, str]:
    now = standing(log)
    unread = "new" if row.state in REVIEW_STATES else row.state
    date = days.get(row.issue, UNDATED) if row.issue else UNDATED
    return {"state": now.state if read else unread, "assignee": now.assignee, "date": date}
