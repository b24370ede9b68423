"""Accounts and links whose views never differ by a few people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """From 0005."""
    for table in ("account", "link"):
        column = sa.Column("anonymous", sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column(table, column)
