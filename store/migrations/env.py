"""How Alembic is run: on the connection, and in the transaction, of `store.migrate`."""

from __future__ import annotations

from alembic import context

from store import alert_tables, mail_tables  # noqa: F401  # so that their tables are known
from store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
