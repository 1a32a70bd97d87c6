"""What was worked out from pages, and how many of their doubts are open; both are made when they are asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

READ = "('read', 'in progress', 'for review', 'accepted')"


def upgrade() -> None:
    """Add what is new."""
    op.create_table(
        "derived",
        sa.Column("page", sa.String(32), sa.ForeignKey("pages.id"), primary_key=True),
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )
    for name in ("doubts", "counted"):
        op.add_column("pages", sa.Column(name, sa.Integer, nullable=False, server_default="-1"))
    op.execute(f"UPDATE pages SET counted = change WHERE state NOT IN {READ}")  # nothing of them to count
    op.create_index("ix_pages_doubts", "pages", ["doubts", "position", "state"])
    changed = sa.text("change <> counted")
    op.create_index("ix_pages_uncounted", "pages", ["id"], sqlite_where=changed, postgresql_where=changed)
