"""People who are known elsewhere, and their accounts here."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """From 0003."""
    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identity"),
        sa.UniqueConstraint("account_id", name="uq_identity_account_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_identity_account_id", ondelete="CASCADE"
        ),
    )
