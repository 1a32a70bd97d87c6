"""What is searched: passages and their keys, in SQLite's FTS5 or PostgreSQL's tsvector.

In: passages of a page, terms. Out: passages that answer. The keys are made by `correction.search_keys`, the same for
both databases. Passages are numbered by date, page and place: so the first of a million hits are found without sorting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, RowMapping, bindparam, cast, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import TSVECTOR

from correction.search_keys import FORMAT, GAP, keys
from correction.store.connection import transaction
from correction.store.entries import batches, no_page, read_named
from correction.store.library import shelved
from correction.store.records import REVIEW_STATES, Found, Passage, Term
from correction.store.tables import FULL_TEXT, UNDATED, counters, layouts, pages, passages
from ocr.page import Box

# A passage's number: 20 bits for the day of its issue, 30 for its page, 13 for its place there; undated pages last.
PLACE_BITS = 13
POSITION_BITS = 30
LAST_DAY = (1 << 20) - 1
SHOWN = [column for column in passages.c if column.name != "tokens"]
PART = "ORDER BY number LIMIT :limit OFFSET :offset"
MATCHED = f"SELECT rowid AS number FROM passage_keys WHERE passage_keys MATCH :wanted {PART}"
# PostgreSQL guesses badly how often a rare word, a phrase or a beginning is there, and then goes through everything in
# order, which takes seconds. What is frequent is among the first passages; how many of them answer tells how far to go
# on in order. What is rare is all found by the index, and sorted. Measured on a million passages.
FIRST = 10_000
FETCHED = 3.5  # times as long as the next in order takes one that the index names
AMONG_FIRST = f"""SELECT number FROM (SELECT number, tokens FROM passages ORDER BY number LIMIT {FIRST}) AS early
    WHERE tokens @@ CAST(:wanted AS tsquery) {PART}"""
IN_ORDER = f"SELECT number FROM passages WHERE tokens @@ CAST(:wanted AS tsquery) {PART}"
GUESSED = "EXPLAIN (FORMAT JSON) SELECT 1 FROM passages WHERE tokens @@ CAST(:wanted AS tsquery)"
MATCHED_BY_SERVER = f"""WITH matched AS MATERIALIZED
    (SELECT number FROM passages WHERE tokens @@ CAST(:wanted AS tsquery)) SELECT number FROM matched {PART}"""
MOST_PLACES, MOST_REPEATS = 16383, 255  # that a tsvector takes
KEYS = "search keys"  # the counter that tells by which format of keys the passages were filed


class SearchIndex:
    """The part of a project that is searched."""

    _engine: Engine

    def stale(self, limit: int | None = None, page_id: str | None = None) -> list[tuple[str, int]]:
        """Pages that changed since their passages were made, each with the number of that change."""
        query = select(pages.c.id, pages.c.change).where(text("change <> indexed")).order_by(pages.c.id).limit(limit)
        if page_id is not None:
            query = query.where(pages.c.id == page_id)
        with transaction(self._engine) as connection:
            filed = connection.scalar(select(counters.c.value).where(counters.c.name == KEYS))
        if filed != FORMAT:
            self.clear_passages()
        with transaction(self._engine) as connection:
            return [(row.id, row.change) for row in connection.execute(query)]

    def save_passages(self, page_id: str, change: int, made: Sequence[Passage]) -> None:
        """Replace the passages of a page."""
        with transaction(self._engine, write=True) as connection:
            page = connection.execute(select(pages.c.position, pages.c.date).where(pages.c.id == page_id)).first()
            if page is None:
                raise no_page(page_id)
            _drop(connection, page_id)
            first = first_number(page.date, page.position)
            _add(connection, {first + n: passage for n, passage in enumerate(made[: 1 << PLACE_BITS])})
            connection.execute(update(pages).where(pages.c.id == page_id).values(indexed=change))

    def passages(self, page_id: str) -> list[Passage]:
        """What is searched of a page, in its order."""
        with transaction(self._engine) as connection:
            query = select(*SHOWN).where(passages.c.page == page_id).order_by(passages.c.number)
            return [_passage(row._mapping) for row in connection.execute(query)]

    def clear_passages(self) -> None:
        """Empty the index, so that all of it is made anew."""
        with transaction(self._engine, write=True) as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("DROP TABLE passage_keys")  # damaged it could not be emptied
                connection.exec_driver_sql(FULL_TEXT)
            connection.execute(delete(passages))
            connection.execute(update(pages).where(pages.c.state.in_(REVIEW_STATES)).values(indexed=-1))
            connection.execute(delete(counters).where(counters.c.name == KEYS))
            connection.execute(insert(counters).values(name=KEYS, value=FORMAT))

    def forget_passages(self, page_ids: Sequence[str]) -> None:
        """Make pages stale, so that their passages are made anew."""
        with transaction(self._engine, write=True) as connection:
            for some in batches(page_ids):
                connection.execute(update(pages).where(pages.c.id.in_(some)).values(indexed=-1))

    def find(self, wanted: Sequence[Sequence[Term]], limit: int, offset: int = 0) -> list[Found]:
        """Passages that answer all groups of terms, each by any term: by date, then in order of arrival."""
        if not wanted or not all(wanted):
            return []
        with transaction(self._engine) as connection:
            if connection.dialect.name == "sqlite":
                numbers = _numbers(connection, MATCHED, full_text_query(wanted), limit, offset)
            else:
                numbers = _ask_server(connection, server_query(wanted), limit, offset)
            query = select(*SHOWN).where(passages.c.number.in_(numbers)).order_by(passages.c.number)
            return _placed(connection, [_passage(row._mapping) for row in connection.execute(query)])


def first_number(day: str, position: int) -> int:
    """The number of a page's first passage; a day that no newspaper can be of is filed with the undated ones.

    >>> first_number("2900-01-01", 1) == first_number(UNDATED, 1)
    True
    """
    days = LAST_DAY if day == UNDATED else min(date.fromisoformat(day).toordinal(), LAST_DAY)
    return ((days << POSITION_BITS) + position) << PLACE_BITS


def full_text_query(wanted: Sequence[Sequence[Term]]) -> str:
    """Terms as FTS5 takes them.

    >>> full_text_query([[Term(("tür",)), Term(("de:tuer",))], [Term(("平湖", "湖"), prefix=True)]])
    '("tür" OR "de:tuer") AND ("平湖 湖" *)'
    """
    return " AND ".join(f"({' OR '.join(map(_full_text_term, group))})" for group in wanted)


def server_query(wanted: Sequence[Sequence[Term]]) -> str:
    """Terms as a tsquery.

    >>> server_query([[Term(("tür",)), Term(("de:tuer",))], [Term(("平湖", "湖"), prefix=True)]])
    "(('tür') | ('de:tuer')) & (('平湖' <-> '湖':*))"
    """
    return " & ".join(f"({' | '.join(map(_server_term, group))})" for group in wanted)


def server_vector(tokens: Sequence[str]) -> str:
    """Keys with their places as a tsvector; a gap takes a place and is no key.

    >>> server_vector(["平湖", "湖", GAP, "平湖"])
    "'平湖':1,4 '湖':2"
    """
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens, 1):
        if token != GAP:
            places.setdefault(token, []).append(min(place, MOST_PLACES))
    return " ".join(f"'{token}':{','.join(map(str, at[:MOST_REPEATS]))}" for token, at in places.items())


def _numbers(connection: Connection, query: str, wanted: str, limit: int, offset: int) -> list[int]:
    """The numbers of passages that answer, in order."""
    return list(connection.scalars(text(query), {"wanted": wanted, "limit": limit, "offset": offset}))


def _ask_server(connection: Connection, wanted: str, limit: int, offset: int) -> list[int]:
    """The numbers of passages that answer, in the way that takes the least time."""
    found = _numbers(connection, AMONG_FIRST, wanted, limit, offset)
    if len(found) == limit:
        return found
    seen = offset + len(found) if found else 0
    to_read = FIRST * (offset + limit) / max(seen, 0.5)
    plan: Any = connection.scalar(text(GUESSED), {"wanted": wanted})
    in_order = plan[0]["Plan"]["Plan Rows"] * FETCHED > to_read
    return _numbers(connection, IN_ORDER if in_order else MATCHED_BY_SERVER, wanted, limit, offset)


def _full_text_term(term: Term) -> str:
    phrase = " ".join(term.tokens)
    return f'"{phrase}" *' if term.prefix else f'"{phrase}"'


def _server_term(term: Term) -> str:
    words = " <-> ".join(f"'{token}'" for token in term.tokens)
    return f"({words}:*)" if term.prefix else f"({words})"


def _add(connection: Connection, made: Mapping[int, Passage]) -> None:
    """File passages under their numbers."""
    if not made:
        return
    rows = [
        {
            "number": number,
            "page": passage.page,
            "article": passage.article,
            "language": passage.language,
            "kind": passage.kind,
            "text": passage.text,
            "lines": " ".join(f"{line}:{start}" for line, start in passage.lines),
        }
        for number, passage in made.items()
    ]
    tokens = [keys(passage.text, passage.language) for passage in made.values()]
    if connection.dialect.name == "sqlite":
        connection.execute(insert(passages), rows)
        filed = [{"number": number, "tokens": " ".join(each)} for number, each in zip(made, tokens, strict=True)]
        connection.execute(text("INSERT OR REPLACE INTO passage_keys(rowid, tokens) VALUES (:number, :tokens)"), filed)
    else:
        filing = insert(passages).values(tokens=cast(bindparam("keys"), TSVECTOR))
        connection.execute(
            filing, [row | {"keys": server_vector(each)} for row, each in zip(rows, tokens, strict=True)]
        )


def _drop(connection: Connection, page_id: str) -> None:
    """Take a page's passages out."""
    if connection.dialect.name == "sqlite":
        numbers = "SELECT number FROM passages WHERE page = :page"
        connection.execute(text(f"DELETE FROM passage_keys WHERE rowid IN ({numbers})"), {"page": page_id})
    connection.execute(delete(passages).where(passages.c.page == page_id))


def _passage(row: RowMapping) -> Passage:
    lines = tuple((line, int(start)) for line, start in (each.split(":") for each in row["lines"].split()))
    return Passage(row["page"], row["article"], row["kind"], row["text"], lines, row["language"])


def _placed(connection: Connection, found: Sequence[Passage]) -> list[Found]:
    """Passages with the pages, issues and boxes that they stand in."""
    page_ids = list(dict.fromkeys(passage.page for passage in found))
    rows = {row.entry.id: row for row in shelved(connection, read_named(connection, page_ids))}
    boxes = _boxes(connection, page_ids)
    return [
        Found(passage, row.entry, row.issue, row.title, boxes.get(passage.page, {}))
        for passage in found
        for row in [rows[passage.page]]
    ]


class _Line(msgspec.Struct):
    id: str
    box: Box


class _Region(msgspec.Struct):
    lines: tuple[_Line, ...]


class _Layout(msgspec.Struct):
    """The part of a stored page that tells where its lines stand."""

    regions: tuple[_Region, ...]


def _boxes(connection: Connection, page_ids: Sequence[str]) -> dict[str, dict[str, Box]]:
    """The boxes of pages' lines; nothing for a page whose record is damaged."""
    found: dict[str, dict[str, Box]] = {}
    for some in batches(page_ids):
        for row in connection.execute(select(layouts).where(layouts.c.page.in_(some))):
            try:
                layout = msgspec.json.decode(row.document, type=_Layout)
            except (msgspec.DecodeError, UnicodeError):
                continue
            found[row.page] = {line.id: line.box for region in layout.regions for line in region.lines}
    return found
