"""What was sent, to whom, what failed and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from access.reader import Reader
from access.rights import Right
from access.sent.queue import State
from store.app_store import AppStore
from store.mail_tables import Sent

MOST = 200  # that a page lists


@dataclass(frozen=True)
class Listed:
    """A message in the list."""

    subject: str
    period: str
    receiver: str
    address: str
    state: State
    attempts: int
    error: str
    made_at: datetime


def messages_of(store: AppStore, who: Reader, kinds: Collection[str]) -> list[Listed]:
    """What of these kinds was sent by somebody and to them; for administrators all."""
    wanted = select(Sent).where(Sent.kind.in_(kinds))
    wanted = wanted.order_by(Sent.made_at.desc(), Sent.id.desc()).limit(MOST)
    if not who.may(Right.ADMINISTER):
        wanted = wanted.where(or_(Sent.owner_id == who.account, Sent.account_id == who.account))
    with store.read() as session:
        return [
            Listed(
                subject=one.subject,
                period=one.period,
                receiver=one.receiver,
                address=one.address,
                state=State(one.state),
                attempts=one.attempts,
                error=one.error,
                made_at=one.made_at,
            )
            for one in session.scalars(wanted)
        ]
