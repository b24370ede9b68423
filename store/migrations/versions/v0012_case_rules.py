"""Cases know which rule and answer made them, and when the customer was contacted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """From 0011. Of a case that is contacted or closed, its last change is taken for that moment.

    It is the only moment that is known of it.
    """
    for column in (
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rule", sa.String(60), nullable=True),
        sa.Column("response_id", sa.String(200), nullable=True),
    ):
        op.add_column("customer_case", column)
    op.execute(
        "UPDATE customer_case SET contacted_at = changed_at WHERE status IN ('contacted', 'solved')"
    )
    op.execute(
        "UPDATE customer_case SET closed_at = changed_at WHERE status IN ('solved', 'given up')"
    )
    op.create_index(
        "uq_customer_case_response_id", "customer_case", ["customer_id", "response_id"], unique=True
    )
