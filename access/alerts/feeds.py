"""The address at which a program reads what somebody's alerts told.

It is a secret of its own, which opens nothing else: kept as a hash, shown once, renewed or ended at
any time.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, select

from access.accounts import reader_of
from access.audit import note
from access.reader import Reader
from access.saved_views.changed import Change
from access.sent.people import may_send
from access.sessions import hash_of
from store.alert_tables import AlertFeed
from store.app_store import AppStore
from store.tables import Account

_BYTES = 32


def feed_since(store: AppStore, account: int) -> datetime | None:
    """Since when the account's feed has its address; None where there is none."""
    with store.read() as session:
        found = session.get(AlertFeed, account)
        return found.made_at if found else None


def renew(store: AppStore, by: Change) -> str:
    """A new token for the address of one's feed; the one before opens nothing any more."""
    token = secrets.token_urlsafe(_BYTES)
    with store.write() as session:
        made = AlertFeed(account_id=by.who.account, token_hash=hash_of(token), made_at=by.now)
        session.merge(made)
        note(session, by.now, by.who.name, "feed made", "of alerts", by.address)
    return token


def end(store: AppStore, by: Change) -> None:
    """From now on the address opens nothing."""
    with store.write() as session:
        session.execute(delete(AlertFeed).where(AlertFeed.account_id == by.who.account))
        note(session, by.now, by.who.name, "feed ended", "of alerts", by.address)


def reader_of_feed(store: AppStore, token: str) -> Reader | None:
    """Whose feed it is, as they may see the data now; None where it opens nothing."""
    wanted = select(Account).join(AlertFeed, AlertFeed.account_id == Account.id)
    with store.read() as session:
        found = session.scalars(wanted.where(AlertFeed.token_hash == hash_of(token))).one_or_none()
        if found is None or found.disabled or not may_send(reader_of(found)):
            return None
        return reader_of(found)
