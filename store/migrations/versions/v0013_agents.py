"""Accounts of agents, who see the work of one name alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """From 0012."""
    op.add_column("account", sa.Column("agent", sa.String(200), nullable=False, server_default=""))
