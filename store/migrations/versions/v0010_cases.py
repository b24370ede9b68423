"""Cases: customers whom somebody follows up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """From 0009."""
    op.create_table(
        "customer_case",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("customer_id", sa.String(200), nullable=False),
        sa.Column("under_way", sa.String(200), nullable=True),
        sa.Column("owner_id", sa.Integer, nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("cause", sa.String(100), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamp", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customer_case"),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["account.id"],
            name="fk_customer_case_owner_id",
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("under_way", name="uq_customer_case_under_way"),
        sqlite_autoincrement=True,  # the log names cases by their ids
    )
    for column in ("customer_id", "owner_id"):
        op.create_index(f"ix_customer_case_{column}", "customer_case", [column])
