"""The project's tables.

Values go in as JSON documents of the frozen dataclasses; columns of their own have what is searched or counted.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

# The last number given to a page; it only grows, so that the id of a page that was taken out never comes back.
counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

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
    Column("run", String(64), nullable=False),
    UniqueConstraint("sha256", "frame", "crop"),
    CheckConstraint("state IN ('pending', 'done', 'failed')"),
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

# The log: rows are only ever added, and `number` is the order they were made in.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("page", ForeignKey("pages.id"), nullable=False, index=True),
    Column("document", Text, nullable=False),
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
