"""Subscriptions, who gets them, and what was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """From 0013."""
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("view_id", sa.Integer, nullable=True),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("at", sa.Time, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data_to", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        _to("account", "subscription", "account_id", "CASCADE"),
        _to("saved_view", "subscription", "view_id", "SET NULL"),
        sqlite_autoincrement=True,  # what was sent names them by their ids
    )
    op.create_table(
        "subscription_person",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("subscription_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription_person"),
        _to("subscription", "subscription_person", "subscription_id", "CASCADE"),
        _to("account", "subscription_person", "account_id", "CASCADE"),
        sa.UniqueConstraint("subscription_id", "account_id", name="uq_subscription_person"),
        sqlite_autoincrement=True,  # links to unsubscribe name them by their ids
    )
    op.create_table(
        "sent",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("source", sa.Integer, nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=True),
        sa.Column("owner_id", sa.Integer, nullable=True),
        sa.Column("receiver", sa.String(100), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sent"),
        _to("account", "sent", "account_id", "SET NULL"),
        _to("account", "sent", "owner_id", "SET NULL"),
        sa.UniqueConstraint("kind", "source", "period", "account_id", name="uq_sent_kind"),
    )
    indexes = {
        "subscription": ("account_id", "view_id"),
        "subscription_person": ("account_id",),
        "sent": ("account_id", "owner_id", "state"),
    }
    for table, columns in indexes.items():
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def _to(other: str, table: str, column: str, gone: str) -> sa.ForeignKeyConstraint:
    """What happens with a row of the table when that of the other one goes."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=gone
    )
