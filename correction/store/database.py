"""Pages, readings, decisions and runs in a database.

In: an SQLAlchemy URL and values. Out: the same values; every method is one transaction. Only SQL that all databases
know is used; what is SQLite's own stands in `connection`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, RowMapping, insert, inspect, select, update

from correction.review import Decision
from correction.store import Arrival, PageEntry, Run
from correction.store.connection import complaints, connect, snapshot, transaction
from correction.store.tables import counters, decisions, layouts, metadata, pages, readings, runs
from ocr.errors import DamageError, GalleyError, ProjectError, UsageError
from ocr.page import Box, Page, Reading, Source

Value = TypeVar("Value")


class Database:
    """The records of a project; `folder.ProjectFolder` adds its files."""

    def __init__(self, url: str, create: bool, root: Path | None = None) -> None:
        self._engine = connect(url, create, root)
        with transaction(self._engine, write=create) as connection:
            if create:
                metadata.create_all(connection)
            elif not inspect(connection).has_table("pages"):
                raise ProjectError("the database holds no Galley project", "check the folder or the --database URL")

    def add_records(self, sources: Sequence[Source]) -> list[Arrival]:
        """Give every source its page: the one that has these bytes already, else a new one.

        A frame that is known may be cut a little otherwise today: the page whose part overlaps most is the one.
        """
        with transaction(self._engine, write=True) as connection:
            known = _entries(connection, [source.sha256 for source in sources])
            return [_settle(connection, source, known) for source in sources]

    def move_record(self, page_id: str, path: str) -> None:
        """Write down that a page's scan now stands elsewhere."""
        with transaction(self._engine, write=True) as connection:
            connection.execute(update(pages).where(pages.c.id == page_id).values(path=path))

    def pages(self) -> list[PageEntry]:
        """Every page, in order of arrival."""
        with transaction(self._engine) as connection:
            return _entries(connection)

    def entry(self, page_id: str) -> PageEntry:
        """A page as it stands in the list."""
        with transaction(self._engine) as connection:
            return _entry(connection, page_id)

    def pages_of(self, sources: Sequence[Source]) -> list[PageEntry]:
        """The pages that were made from the files of these sources."""
        with transaction(self._engine) as connection:
            return _entries(connection, [source.sha256 for source in sources])

    def pending(self) -> list[PageEntry]:
        """The pages that wait or failed."""
        return [entry for entry in self.pages() if entry.state != "done"]

    def load_page(self, page_id: str) -> Page:
        """A page with all its readings, the oldest first; one that is damaged and not its base is left out."""
        with transaction(self._engine) as connection:
            page = _layout(connection, page_id)
            documents = connection.scalars(
                select(readings.c.document).where(readings.c.page == page_id).order_by(readings.c.number)
            ).all()
        found = [_reading_or_none(each) for each in documents]
        whole = tuple(reading for reading in found if reading is not None)
        if len(whole) < len(found) and page.base not in {reading.id for reading in whole}:
            raise _damage(page_id, "the reading that it builds on")
        return replace(page, readings=whole)

    def save_page(self, page: Page) -> Page:
        """Save layout and new readings, and mark the page done."""
        with transaction(self._engine, write=True) as connection:
            entry = _entry(connection, page.id)
            source = replace(entry.source, turn=page.source.turn)
            page = _add_readings(connection, replace(page, source=source))
            document = _encode(replace(page, readings=()))
            if not connection.execute(
                update(layouts).where(layouts.c.page == page.id).values(document=document)
            ).rowcount:
                connection.execute(insert(layouts).values(page=page.id, document=document))
            _mark(connection, page.id, state="done", note="; ".join(page.notes))
            if base := page.base_reading:
                connection.execute(update(pages).where(pages.c.id == page.id).values(run=base.run))
        return page

    def fail_page(self, page_id: str, note: str) -> None:
        """Mark a page failed, unless it was read before."""
        with transaction(self._engine, write=True) as connection:
            _entry(connection, page_id)
            if connection.scalar(select(layouts.c.page).where(layouts.c.page == page_id)) is None:
                _mark(connection, page_id, state="failed", note=note)

    def append(self, made: Iterable[Decision]) -> None:
        """Add decisions to the end of the log."""
        rows = [{"id": each.id, "page": each.page, "document": _encode(each)} for each in made]
        if rows:
            with transaction(self._engine, write=True) as connection:
                connection.execute(insert(decisions), rows)

    def decisions(self, page_id: str | None = None) -> list[Decision]:
        """The log of a page, or of all, in the order it was written."""
        query = select(decisions.c.page, decisions.c.document).order_by(decisions.c.number)
        if page_id is not None:
            query = query.where(decisions.c.page == page_id)
        with transaction(self._engine) as connection:
            return [_decode(row.document, Decision, row.page) for row in connection.execute(query)]

    def start_run(self, settings: Mapping[str, str], version: str) -> str:
        """Write down that reading begins."""
        run = f"r_{secrets.token_hex(6)}"
        values = {"id": run, "started": _now(), "version": version, "settings": _encode(dict(settings))}
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
            Run(row.id, row.started, row.finished, row.version, _decode(row.settings, dict[str, str], row.id))
            for row in rows
        ]

    def check(self) -> list[str]:
        """What is wrong with the records, a line each: the file, pages and decisions that cannot be read."""
        found = complaints(self._engine)
        for entry in self.pages():
            try:
                if entry.state == "done":
                    with transaction(self._engine) as connection:
                        _layout(connection, entry.id)
                self.decisions(entry.id)
            except GalleyError as error:
                found.append(error.problem)
        with transaction(self._engine) as connection:
            for row in connection.execute(select(readings.c.page, readings.c.id, readings.c.document)):
                if _reading_or_none(row.document) is None:
                    found.append(f"the reading {row.id} of {row.page} is damaged")
        return found

    def snapshot(self, target: Path) -> None:
        """Copy the database, in use or not, into a file."""
        snapshot(self._engine, target)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _settle(connection: Connection, source: Source, known: Sequence[PageEntry]) -> Arrival:
    same = [e for e in known if (e.source.sha256, e.source.frame) == (source.sha256, source.frame)]
    if same:
        return Arrival(max(same, key=lambda entry: _shared(entry.source.crop, source.crop)), "known")
    number = _next_number(connection)
    entry = PageEntry(f"p{number:06d}", number, source)
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
            run="",
        )
    )
    return Arrival(entry, "new")


def _shared(one: Box | None, other: Box | None) -> int:
    """Pixels that two parts of one frame share; None is the whole frame and shares alike with all."""
    return one.intersection(other).area if one and other else 0


def _next_number(connection: Connection) -> int:
    counted = update(counters).where(counters.c.name == "page").values(value=counters.c.value + 1)
    if not connection.execute(counted).rowcount:
        connection.execute(insert(counters).values(name="page", value=1))
    return int(connection.execute(select(counters.c.value).where(counters.c.name == "page")).scalar_one())


def _layout(connection: Connection, page_id: str) -> Page:
    """A page that was read, without its readings."""
    known = connection.execute(select(pages.c.state, pages.c.note).where(pages.c.id == page_id)).first()
    document = connection.scalar(select(layouts.c.document).where(layouts.c.page == page_id))
    if known is None:
        raise UsageError(f"there is no page {page_id}", "galley project status lists the pages")
    if document is None:
        raise ProjectError(f"page {page_id} was not read ({known.note or known.state})", "read it: galley ocr")
    return _decode(document, Page, page_id)


def _add_readings(connection: Connection, page: Page) -> Page:
    """Add the readings that are new. An id that another text has already gets a number behind it."""
    stored = {
        row.id: _reading_or_none(row.document)
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
            connection.execute(insert(readings).values(page=page.id, id=name, document=_encode(named)))
    return replace(
        page,
        base=names.get(page.base, page.base),
        readings=tuple(replace(reading, id=names[reading.id]) for reading in page.readings),
    )


def _entry(connection: Connection, page_id: str) -> PageEntry:
    row = connection.execute(select(pages).where(pages.c.id == page_id)).first()
    if row is None:
        raise UsageError(f"there is no page {page_id}", "galley project status lists the pages")
    return _entry_of(row)


def _entries(connection: Connection, digests: Sequence[str] | None = None) -> list[PageEntry]:
    query = select(pages).order_by(pages.c.position)
    if digests is not None:
        query = query.where(pages.c.sha256.in_(set(digests)))
    return [_entry_of(row) for row in connection.execute(query)]


def _entry_of(row: Row[Any]) -> PageEntry:
    values: RowMapping = row._mapping
    crop = Box(*map(int, values["crop"].split(","))) if values["crop"] else None
    source = Source(values["path"], values["sha256"], values["frame"], crop)
    return PageEntry(values["id"], values["position"], source, values["state"], values["note"], values["run"])


def _crop_text(crop: Box | None) -> str:
    return f"{crop.left},{crop.top},{crop.right},{crop.bottom}" if crop else ""


def _mark(connection: Connection, page_id: str, state: str, note: str) -> None:
    connection.execute(update(pages).where(pages.c.id == page_id).values(state=state, note=note))


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _decode(document: str, kind: type[Value], owner: str) -> Value:
    """A value from its document; raises DamageError for one that is damaged."""
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise _damage(owner, str(error)) from error


def _damage(owner: str, what: str) -> DamageError:
    return DamageError(
        f"the record of {owner} is damaged ({what})", "restore a backup, or read its file anew: galley ocr FILE --force"
    )


def _reading_or_none(document: str) -> Reading | None:
    """A reading from its document; None for one that is damaged."""
    try:
        return msgspec.json.decode(document, type=Reading)
    except (msgspec.DecodeError, UnicodeError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
