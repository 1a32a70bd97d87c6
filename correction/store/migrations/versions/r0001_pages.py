"""Pages, layouts, readings, decisions and runs: the format of projects from before there were migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table("counters", sa.Column("name", sa.String(32), primary_key=True), _whole("value"))
    op.create_table(
        "pages",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False, index=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        _whole("frame"),
        sa.Column("crop", sa.String(64), nullable=False),
        _text("path"),
        sa.Column("state", sa.String(16), nullable=False),
        _text("note"),
        sa.UniqueConstraint("sha256", "frame", "crop"),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed')"),
    )
    op.create_table(
        "layouts", sa.Column("page", sa.String(32), sa.ForeignKey("pages.id"), primary_key=True), _text("document")
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("page", sa.String(32), sa.ForeignKey("pages.id"), nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        _text("document"),
        sa.UniqueConstraint("page", "id"),
    )
    op.create_table(
        "decisions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("page", sa.String(32), sa.ForeignKey("pages.id"), nullable=False, index=True),
        _text("document"),
    )
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        sa.Column("started", sa.String(40), nullable=False),
        sa.Column("finished", sa.String(40)),
        sa.Column("version", sa.String(32), nullable=False),
        _text("settings"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)
