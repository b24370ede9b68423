"""What somebody expects of what a note is about: registered actions; and new levels of figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """From 0008."""
    op.add_column("note", sa.Column("expected", sa.JSON, nullable=False, server_default="{}"))
    op.add_column(
        "note", sa.Column("new_level", sa.Boolean, nullable=False, server_default=sa.false())
    )
