"""Sites that may show a shared link in a frame."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """From 0007."""
    op.add_column("link", sa.Column("parents", sa.JSON, nullable=False, server_default="[]"))
