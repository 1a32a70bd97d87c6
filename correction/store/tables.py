"""The project's tables as they are now; `migrations` leads there from every format that there ever was.

Values go in as JSON documents of the frozen dataclasses; columns of their own have what is searched, listed or
counted.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

# Only names that are told can be found again by a migration.
metadata = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "ix": "ix_%(column_0_label)s"})

UNDATED = "9999-99-99"  # behind every date in the order of any database

# `page` is the last number given to a page; it only grows, so that the id of a page that was taken out never comes
# back. `search keys` is the format of the keys by which the passages were filed.
counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

titles = Table(
    "titles",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

issues = Table(
    "issues",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("title", ForeignKey("titles.id"), nullable=False, index=True),
    Column("date", String(10)),  # a day in ISO 8601
    Column("edition", Text, nullable=False),
    Column("label", Text, nullable=False),
)

# `state`, `assignee` and `date` are caches: of the log, and of the issue (UNDATED where it has none). `change` counts
# what may alter the page's passages: readings, decisions, its place; `indexed` is the count from which they were made,
# -1 for none. `origin` is the path that the scan was taken in from, empty where nobody knows. `doubts` is how many
# doubts are open, -1 where that is not known, `counted` the count from which that is.
pages = Table(
    "pages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("position", Integer, nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("frame", Integer, nullable=False),
    Column("crop", String(64), nullable=False),  # "left,top,right,bottom"; empty for a whole frame
    Column("path", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("issue", ForeignKey("issues.id")),
    Column("sequence", Integer),
    Column("label", Text, nullable=False),
    Column("assignee", Text, nullable=False),
    Column("date", String(10), nullable=False),
    Column("run", String(64), nullable=False),
    Column("change", Integer, nullable=False),
    Column("indexed", Integer, nullable=False),
    Column("doubts", Integer, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("origin", Text, nullable=False, server_default=""),
    UniqueConstraint("sha256", "frame", "crop"),
    CheckConstraint("state IN ('new', 'read', 'in progress', 'for review', 'accepted', 'failed')", name="state"),
    # Each ends with what the pages in every state are counted by, without a look at the pages themselves.
    Index("ix_pages_state", "state", "position"),
    Index("ix_pages_issue", "issue", "sequence", "state"),
    Index("ix_pages_assignee", "assignee", "state", "position"),
    Index("ix_pages_date", "date", "issue", "sequence", "position", "state"),
    Index("ix_pages_doubts", "doubts", "position", "state"),
    Index(
        "ix_pages_stale",
        "id",
        sqlite_where=text("change <> indexed"),
        postgresql_where=text("change <> indexed"),
    ),
    Index(
        "ix_pages_uncounted",
        "id",
        sqlite_where=text("change <> counted"),
        postgresql_where=text("change <> counted"),
    ),
)

layouts = Table(
    "layouts",
    metadata,
    Column("page", ForeignKey("pages.id"), primary_key=True),
    Column("document", Text, nullable=False),
)

# Immutable: rows are only ever added.
readings = Table(
    "readings",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("page", ForeignKey("pages.id"), nullable=False),
    Column("id", String(64), nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("page", "id"),
)

# The log: rows are only ever added, and `number` is the order they were made in. `line` is the first line that a
# decision names, `before` its text then, `after` the decision's value.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("page", ForeignKey("pages.id"), nullable=False),
    Column("time", String(40), nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("line", String(64)),
    Column("before", Text),
    Column("after", Text),
    Column("document", Text, nullable=False),
    Index("ix_decisions_page_kind", "page", "kind"),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("started", String(40), nullable=False),
    Column("finished", String(40)),
    Column("version", String(32), nullable=False),
    Column("settings", Text, nullable=False),
)

# A cache, made from readings and decisions. `number` puts passages in the order in which they are found: by date, page
# and place. `lines` is "id:offset" for each line.
passages = Table(
    "passages",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("page", ForeignKey("pages.id"), nullable=False, index=True),
    Column("article", String(64)),
    Column("language", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("lines", Text, nullable=False),
    # SQLite has the keys in a table of its own.
    Column("tokens", TSVECTOR().with_variant(Text, "sqlite")),
    Index("ix_passages_tokens", "tokens", postgresql_using="gin").ddl_if("postgresql"),
)

# What was worked out from a page's layout and readings; `key` tells from which.
derived = Table(
    "derived",
    metadata,
    Column("page", ForeignKey("pages.id"), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("document", Text, nullable=False),
)

# A space alone parts two keys. It keeps them as they are, too, without which FTS5 could not take a passage out again
# once its text has changed.
FULL_TEXT = """CREATE VIRTUAL TABLE passage_keys USING fts5(tokens,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co Cn Cf'")"""
# Keys are looked at where the index is not sure, text and lines of what is found alone: those may stand elsewhere.
KEYS_AT_HAND = "ALTER TABLE passages ALTER COLUMN tokens SET STORAGE MAIN"


@event.listens_for(passages, "after_create")
def _make_keys(_table: Table, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(FULL_TEXT)
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql(KEYS_AT_HAND)
