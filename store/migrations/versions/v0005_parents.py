"""Sites that may show a shared link in a frame."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """From 0004."""
    op.add_column("link", sa.Column("parents", sa.JSON, nullable=False, server_default="[]"))
