"""The rows that somebody is limited to at the moment: by an account, a shared link or a token."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from access.rows import both, of_json
from data.scope import Filters
from store.app_store import AppStore
from store.tables import Account, ApiToken, Link


def rows_in_use(store: AppStore, now: datetime) -> list[Filters]:
    """Each once, those of accounts first. Raises StoreError."""
    with store.read() as session:
        own = session.scalars(
            select(Account.rows).where(~Account.disabled).order_by(Account.id)
        ).all()
        found: list[Filters | None] = [of_json(rows) for rows in own]
        for made in (Link, ApiToken):
            holds = (made.revoked_at.is_(None), made.until > now, ~Account.disabled)
            wanted = select(Account.rows, made.rows).join(Account, Account.id == made.account_id)
            pairs = session.execute(wanted.where(*holds).order_by(made.id)).all()
            found += [both(of_json(whose), of_json(rows)) for whose, rows in pairs]
    return list(dict.fromkeys(rows for rows in found if rows))
