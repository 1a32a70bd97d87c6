"""Titles and issues, states of review and assignments, columns beside each decision, and full-text search."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0002"
down_revision = "0001"

FULL_TEXT = """CREATE VIRTUAL TABLE passage_keys USING fts5(tokens,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* P* S* Co Cn Cf'")"""
STATES = "state IN ('new', 'read', 'in progress', 'for review', 'accepted', 'failed')"
BATCH = 50  # rows that are held at once; a reading takes up to a megabyte


def upgrade() -> None:
    """Add what is new, and fill the columns from what there is."""
    _add_issues()
    _widen_pages()
    _widen_decisions()
    _add_passages()


def _add_issues() -> None:
    op.create_table(
        "titles",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
    )
    op.create_table(
        "issues",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("title", sa.String(32), sa.ForeignKey("titles.id"), nullable=False, index=True),
        sa.Column("date", sa.String(10)),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
    )


def _widen_pages() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER TABLE pages DROP CONSTRAINT IF EXISTS pages_state_check")
    # The old table without the check of its states, which SQLite loses by being told so.
    old = sa.Table(
        "pages",
        sa.MetaData(),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("frame", sa.Integer, nullable=False),
        sa.Column("crop", sa.String(64), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("sha256", "frame", "crop"),
    )
    op.drop_index("ix_pages_position", "pages")
    with op.batch_alter_table("pages", copy_from=old) as batch:
        batch.add_column(sa.Column("issue", sa.String(32)))
        batch.add_column(sa.Column("sequence", sa.Integer))
        for name in ("label", "assignee"):
            batch.add_column(sa.Column(name, sa.Text, nullable=False, server_default=""))
        batch.add_column(sa.Column("date", sa.String(10), nullable=False, server_default="9999-99-99"))
        batch.add_column(sa.Column("run", sa.String(64), nullable=False, server_default=""))
        batch.add_column(sa.Column("change", sa.Integer, nullable=False, server_default="0"))
        batch.add_column(sa.Column("indexed", sa.Integer, nullable=False, server_default="-1"))
        batch.create_foreign_key("pages_issue_fkey", "issues", ["issue"], ["id"])
    op.execute("UPDATE pages SET state = 'read' WHERE state = 'done'")
    op.execute("UPDATE pages SET state = 'new' WHERE state = 'pending'")
    op.execute("UPDATE pages SET indexed = 0 WHERE state <> 'read'")  # nothing of them to search
    _fill_runs()
    with op.batch_alter_table("pages") as batch:
        batch.create_check_constraint("ck_pages_state", STATES)
        for name in ("label", "assignee", "date", "run", "change", "indexed"):
            batch.alter_column(name, server_default=None)
    op.create_index("ix_pages_position", "pages", ["position"])
    op.create_index("ix_pages_state", "pages", ["state", "position"])
    op.create_index("ix_pages_issue", "pages", ["issue", "sequence", "state"])
    op.create_index("ix_pages_assignee", "pages", ["assignee", "state", "position"])
    op.create_index("ix_pages_date", "pages", ["date", "issue", "sequence", "position", "state"])
    changed = sa.text("change <> indexed")
    op.create_index("ix_pages_stale", "pages", ["id"], sqlite_where=changed, postgresql_where=changed)


def _fill_runs() -> None:
    """Name the run that read each page last, which its newest reading tells."""
    setting = sa.text("UPDATE pages SET run = :run WHERE id = :page")
    for row in _rows("readings", "number, page, document"):
        run = _decoded(row.document).get("run")
        if run:
            op.get_bind().execute(setting, {"run": run, "page": row.page})


def _widen_decisions() -> None:
    with op.batch_alter_table("decisions") as batch:
        for name, kind in (("time", sa.String(40)), ("author", sa.Text()), ("kind", sa.String(16))):
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        batch.add_column(sa.Column("line", sa.String(64)))
        batch.add_column(sa.Column("before", sa.Text))
        batch.add_column(sa.Column("after", sa.Text))
    setting = sa.text(
        "UPDATE decisions SET time = :time, author = :author, kind = :kind, line = :line, before = :before,"
        " after = :after WHERE number = :number"
    )
    for row in _rows("decisions", "number, document"):
        made = _decoded(row.document)
        seen: dict[str, Any] = next(iter(made.get("at", ())), {})
        words = {name: made.get(name, "") for name in ("time", "author", "kind")}
        values = words | {"line": seen.get("line"), "before": seen.get("text"), "after": made.get("value")}
        op.get_bind().execute(setting, values | {"number": row.number})
    op.drop_index("ix_decisions_page", "decisions")
    with op.batch_alter_table("decisions") as batch:
        for name in ("time", "author", "kind"):
            batch.alter_column(name, server_default=None)
    op.create_index("ix_decisions_page_kind", "decisions", ["page", "kind"])


def _add_passages() -> None:
    op.create_table(
        "passages",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("page", sa.String(32), sa.ForeignKey("pages.id"), nullable=False, index=True),
        sa.Column("article", sa.String(64)),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
        sa.Column("tokens", TSVECTOR().with_variant(sa.Text, "sqlite")),
    )
    if op.get_context().dialect.name == "postgresql":
        op.create_index("ix_passages_tokens", "passages", ["tokens"], postgresql_using="gin")
    elif op.get_context().dialect.name == "sqlite":
        op.execute(FULL_TEXT)


def _rows(table: str, columns: str) -> Iterator[Any]:
    """The rows of a table by number, a batch at a time."""
    last = 0
    query = sa.text(f"SELECT {columns} FROM {table} WHERE number > :last ORDER BY number LIMIT {BATCH}")
    while rows := op.get_bind().execute(query, {"last": last}).all():
        yield from rows
        last = rows[-1].number


def _decoded(document: str) -> dict[str, Any]:
    """A document, empty for one that is damaged, which `galley project check` names."""
    try:
        found = json.loads(document)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
