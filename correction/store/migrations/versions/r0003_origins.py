"""Where each scan was taken in from; nobody knows it of those that are there already."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what is new."""
    op.add_column("pages", sa.Column("origin", sa.Text, nullable=False, server_default=""))
