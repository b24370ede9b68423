"""Teams of accounts, links for them, saved views, and the one that somebody starts with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """From 0004."""
    none = sa.Column("team", sa.String(64), nullable=False, server_default="")
    op.add_column("account", none)
    op.add_column("link", sa.Column("team", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_id", sa.Integer),
        sa.Column("team", sa.String(64), nullable=False),
        sa.Column("whose", sa.String(300), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.UniqueConstraint("whose", "key", name="uq_saved_view_whose"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_saved_view_account_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,  # the log names views by their ids
    )
    op.create_index("ix_saved_view_account_id", "saved_view", ["account_id"])
    op.create_table(
        "start_page",
        sa.Column("account_id", sa.Integer, nullable=False),
        sa.Column("view_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_start_page"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_start_page_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_view.id"], name="fk_start_page_view_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_start_page_view_id", "start_page", ["view_id"])
