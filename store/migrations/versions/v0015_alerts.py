"""Alerts, whom they tell, and what they told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """From 0014."""
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("metric", sa.String(100), nullable=False),
        sa.Column("conditions", sa.JSON, nullable=False),
        sa.Column("states", sa.JSON, nullable=False),
        sa.Column("judged_to", sa.Date, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("version", sa.String(100), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        _to("account", "alert", "account_id"),
        sqlite_autoincrement=True,  # what was sent names them by their ids
    )
    op.create_table(
        "alert_person",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("alert_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert_person"),
        _to("alert", "alert_person", "alert_id"),
        _to("account", "alert_person", "account_id"),
        sa.UniqueConstraint("alert_id", "account_id", name="uq_alert_person"),
        sqlite_autoincrement=True,  # links that end it name them by their ids
    )
    op.create_table(
        "alert_channel",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("alert_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("secret", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert_channel"),
        _to("alert", "alert_channel", "alert_id"),
        sqlite_autoincrement=True,  # what was sent names them by their ids
    )
    op.create_table(
        "alert_news",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("alert_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("headline", sa.String(300), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert_news"),
        _to("alert", "alert_news", "alert_id"),
        sa.UniqueConstraint("alert_id", "name", name="uq_alert_news"),
    )
    op.create_table(
        "alert_feed",
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_alert_feed"),
        _to("account", "alert_feed", "account_id"),
        sa.UniqueConstraint("token_hash", name="uq_alert_feed_token_hash"),
    )
    indexes = {
        "alert": "account_id",
        "alert_person": "account_id",
        "alert_channel": "alert_id",
        "alert_news": "made_at",
    }
    for table, column in indexes.items():
        op.create_index(f"ix_{table}_{column}", table, [column])


def _to(other: str, table: str, column: str) -> sa.ForeignKeyConstraint:
    """A row of the table goes when that of the other one goes."""
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE"
    )
