"""Pages, readings, decisions and runs in a database.

In: an SQLAlchemy URL and values. Out: the same values; every method is one transaction. Only SQL that all databases
know is used; what is SQLite's own stands in `connection`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, update

from correction.review import WORKFLOW, Decision, Kind, rule
from correction.store.catalogue import Catalogue, one_line
from correction.store.connection import connect, snapshot, transaction
from correction.store.derived import Derivations
from correction.store.documents import damage, decode, decode_reading, encode
from correction.store.entries import entry_of, no_page, read_entries, read_entry, read_named, settle, touch
from correction.store.index import SearchIndex
from correction.store.library import Shelves
from correction.store.records import REVIEW_STATES, Arrival, Fault, PageEntry, PageState, Run
from correction.store.revisions import bring_up
from correction.store.soundness import database_faults, keys_fault, record_faults
from correction.store.tables import decisions, layouts, pages, readings, runs
from correction.store.texts import PlainTexts
from correction.store.whereabouts import Whereabouts
from correction.store.workflow import follow, logged
from ocr.errors import ProjectError, UsageError
from ocr.page import Page, Source

Further = Callable[[PageEntry], Iterable[Fault]]


def nothing(_: PageEntry) -> tuple[Fault, ...]:
    """Finds nothing wrong with a page."""
    return ()


class Database(Catalogue, Derivations, Shelves, SearchIndex, Whereabouts, PlainTexts):
    """The records of a project; `folder.ProjectFolder` adds its files."""

    def __init__(self, url: str, create: bool, root: Path | None = None) -> None:
        self._engine = connect(url, create, root)
        try:
            bring_up(self._engine, create)
        except BaseException:
            self._engine.dispose()
            raise

    def add_records(self, sources: Sequence[Source], origin: str) -> list[Arrival]:
        """Give every source of a file its page: the one that has these bytes already, else a new one.

        A frame that is known may be cut a little otherwise today: the page whose part overlaps most is the one.
        """
        with transaction(self._engine, write=True) as connection:
            known = read_entries(connection, [source.sha256 for source in sources])
            return [settle(connection, source, known, origin) for source in sources]

    def move_record(self, page_id: str, path: str) -> None:
        """Write down that a page's scan now stands elsewhere."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(pages).where(pages.c.id == page_id).values(path=path))

    def pages(self) -> list[PageEntry]:
        """Every page, in order of arrival."""
        with transaction(self._engine) as connection:
            return read_entries(connection)

    def entry(self, page_id: str) -> PageEntry:
        """A page as it stands in the list."""
        with transaction(self._engine) as connection:
            return read_entry(connection, page_id)

    def pages_of(self, sources: Sequence[Source]) -> list[PageEntry]:
        """The pages that were made from the files of these sources."""
        with transaction(self._engine) as connection:
            return read_entries(connection, [source.sha256 for source in sources])

    def pending(self) -> list[PageEntry]:
        """The pages that wait or failed."""
        query = select(pages).where(pages.c.state.in_(("new", "failed"))).order_by(pages.c.position)
        with transaction(self._engine) as connection:
            return [entry_of(row) for row in connection.execute(query)]

    def load_page(self, page_id: str) -> Page:
        """A page with all its readings, the oldest first; one that is damaged and not its base is left out."""
        with transaction(self._engine) as connection:
            page = _layout(connection, page_id)
            documents = connection.scalars(
                select(readings.c.document).where(readings.c.page == page_id).order_by(readings.c.number)
            ).all()
        found = [decode_reading(each) for each in documents]
        whole = tuple(reading for reading in found if reading is not None)
        if len(whole) < len(found) and page.base not in {reading.id for reading in whole}:
            raise damage(page_id, "the reading that it builds on")
        return replace(page, readings=whole)

    def save_page(self, page: Page, run: str = "") -> Page:
        """Save layout and new readings, and bring the page to the state that its log says, `read` at first."""
        with transaction(self._engine, write=True) as connection:
            entry = read_entry(connection, page.id)
            source = replace(entry.source, turn=page.source.turn)
            page = _add_readings(connection, replace(page, source=source))
            document = encode(replace(page, readings=()))
            if not connection.execute(
                update(layouts).where(layouts.c.page == page.id).values(document=document)
            ).rowcount:
                connection.execute(insert(layouts).values(page=page.id, document=document))
            run = page.base_reading.run if page.base_reading else run
            state, note = logged(connection, page.id).state, "; ".join(page.notes)
            connection.execute(update(pages).where(pages.c.id == page.id).values(state=state, note=note, run=run))
            touch(connection, [page.id])
        return page

    def fail_page(self, page_id: str, note: str) -> None:
        """Mark a page failed, unless it was read before."""
        with transaction(self._engine, write=True) as connection:
            read_entry(connection, page_id)
            if connection.scalar(select(layouts.c.page).where(layouts.c.page == page_id)) is None:
                connection.execute(update(pages).where(pages.c.id == page_id).values(state="failed", note=note))

    def append(self, made: Iterable[Decision]) -> None:
        """Add decisions to the end of the log."""
        added = list(made)
        if added:
            with transaction(self._engine, write=True) as connection:
                _append(connection, added)

    def set_state(self, page_ids: Sequence[str], state: PageState, author: str, remark: str = "") -> list[Decision]:
        """Bring pages that were read to a state, by a decision each."""
        if state not in REVIEW_STATES:
            raise UsageError(f"no page can be made {state}", f"give one of: {', '.join(REVIEW_STATES)}")
        return self._rule(page_ids, "state", state, author, remark)

    def assign(self, page_ids: Sequence[str], assignee: str, author: str, remark: str = "") -> list[Decision]:
        """Give pages to a person, by a decision each."""
        return self._rule(page_ids, "assign", one_line(assignee), author, remark)

    def _rule(self, page_ids: Sequence[str], kind: Kind, value: str, author: str, remark: str) -> list[Decision]:
        with transaction(self._engine, write=True) as connection:
            for entry in read_named(connection, page_ids):
                if kind == "state" and not entry.was_read:
                    raise UsageError(f"page {entry.id} was not read", "read it first: galley ocr")
            made = [rule(page_id, kind, value, author, remark) for page_id in page_ids]
            _append(connection, made)
        return made

    def decisions(self, page_id: str | None = None) -> list[Decision]:
        """The log of a page, or of all, in the order it was written."""
        query = select(decisions.c.page, decisions.c.document).order_by(decisions.c.number)
        if page_id is not None:
            query = query.where(decisions.c.page == page_id)
        with transaction(self._engine) as connection:
            return [decode(row.document, Decision, row.page) for row in connection.execute(query)]

    def count_decisions(self) -> int:
        """How many decisions the log has."""
        with transaction(self._engine) as connection:
            return connection.scalar(select(func.count()).select_from(decisions)) or 0

    def start_run(self, settings: Mapping[str, str], version: str) -> str:
        """Write down that reading begins."""
        run = f"r_{secrets.token_hex(6)}"
        values = {"id": run, "started": _now(), "version": version, "settings": encode(dict(settings))}
        with transaction(self._engine, write=True) as connection:
            connection.execute(insert(runs).values(values))
        return run

    def finish_run(self, run_id: str) -> None:
        """Write down that a run came to its end."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(runs).where(runs.c.id == run_id).values(finished=_now()))

    def runs(self) -> list[Run]:
        """Every run, the oldest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(select(runs).order_by(runs.c.number)).all()
        return [
            Run(row.id, row.started, row.finished, row.version, decode(row.settings, dict[str, str], row.id))
            for row in rows
        ]

    def check(self, mend: bool = False) -> list[Fault]:
        """All that is wrong; with `mend` what can be is put right."""
        return list(self.faults(mend))

    def faults(self, mend: bool = False, further: Further = nothing) -> Iterator[Fault]:
        """What is wrong with the records; with `mend` what is cached is put right."""
        yield from database_faults(self._engine)
        if fault := keys_fault(self._engine):
            if mend:
                self.clear_passages()
            yield replace(fault, mended=mend)
        for entries, found in record_faults(self._engine, mend):
            yield from found
            for entry in entries:
                yield from further(entry)

    def snapshot(self, target: Path) -> None:
        """Copy the database, in use or not, into a file."""
        snapshot(self._engine, target)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _append(connection: Connection, made: Sequence[Decision]) -> None:
    """Add to the log and bring up to date what is cached of it."""
    if made:
        connection.execute(insert(decisions), [_logged(decision) for decision in made])
        touch(connection, dict.fromkeys(decision.page for decision in made if decision.kind not in WORKFLOW))
        follow(connection, made)


def _layout(connection: Connection, page_id: str) -> Page:
    """A page that was read, without its readings."""
    known = connection.execute(select(pages.c.state, pages.c.note).where(pages.c.id == page_id)).first()
    document = connection.scalar(select(layouts.c.document).where(layouts.c.page == page_id))
    if known is None:
        raise no_page(page_id)
    if document is None:
        raise ProjectError(f"page {page_id} was not read ({known.note or known.state})", "read it: galley ocr")
    return decode(document, Page, page_id)


def _add_readings(connection: Connection, page: Page) -> Page:
    """Add the readings that are new. An id that another text has already gets a number behind it."""
    stored = {
        row.id: decode_reading(row.document)
        for row in connection.execute(select(readings.c.id, readings.c.document).where(readings.c.page == page.id))
    }
    names: dict[str, str] = {}
    for reading in page.readings:
        name, count = reading.id, 1
        while name in stored and ((known := stored[name]) is None or known.lines != reading.lines):
            count += 1
            name = f"{reading.id}.{count}"
        names[reading.id] = name
        if name not in stored:
            stored[name] = named = replace(reading, id=name)
            connection.execute(insert(readings).values(page=page.id, id=name, document=encode(named)))
    return replace(
        page,
        base=names.get(page.base, page.base),
        readings=tuple(replace(reading, id=names[reading.id]) for reading in page.readings),
    )


def _logged(decision: Decision) -> dict[str, object]:
    """A decision as a row of the log."""
    seen = decision.at[0] if decision.at else None
    return {
        "id": decision.id,
        "page": decision.page,
        "time": decision.time,
        "author": decision.author,
        "kind": decision.kind,
        "line": seen.line if seen else None,
        "before": seen.text if seen else None,
        "after": decision.value,
        "document": encode(decision),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
