"""Shared links, whom they are for, and browsers that opened one; entries of the log about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """From 0001."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "link",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("revoked_at", moment),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("compare", sa.String(20), nullable=False),
        sa.Column("named", sa.Boolean, nullable=False),
        sa.Column("password", sa.String(255)),
        sa.Column("comments", sa.Boolean, nullable=False),
        sa.Column("exports", sa.Boolean, nullable=False),
        sa.Column("totals", sa.Boolean, nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("figures", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("token_hash", name="uq_link_token_hash"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_link_account_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,  # the log names links by their ids
    )
    op.create_index("ix_link_account_id", "link", ["account_id"])
    op.create_table(
        "link_person",
        sa.Column("link_id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("link_id", "account_id", name="pk_link_person"),
        sa.ForeignKeyConstraint(
            ["link_id"], ["link.id"], name="fk_link_person_link_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_link_person_account_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "link_session",
        sa.Column("id_hash", sa.String(64), nullable=False),
        sa.Column("link_id", sa.Integer, nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id_hash", name="pk_link_session"),
        sa.ForeignKeyConstraint(
            ["link_id"], ["link.id"], name="fk_link_session_link_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_link_session_link_id", "link_session", ["link_id"])
    op.add_column("audit", sa.Column("link", sa.Integer))
    op.create_index("ix_audit_link", "audit", ["link"])
