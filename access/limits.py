"""How many log-ins and openings may fail. Strangers' failures keep no known browser out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from store.tables import Failure

WINDOW = timedelta(minutes=15)
OF_BROWSER = 10  # of one that the account has logged in from before
OF_PAIR = 5  # of an account from an address
OF_ADDRESS = 30  # from an address, whatever the account
OF_ACCOUNT = 50  # of an account from all browsers that it has never used, wherever they are
OF_LINK = 50  # passwords of a shared link, wherever they come from; 5 from an address


@dataclass(frozen=True)
class Counted:
    """What failures are counted by, and how many there may be."""

    key: str
    most: int


def counted_by(account_key: str, address: str, known: str) -> list[Counted]:
    """What a try is counted by. `known`: the mark of a known browser, "" of another one."""
    if known:
        return [_counted("browser", OF_BROWSER, account_key, known)]
    return [
        _counted("pair", OF_PAIR, account_key, address),
        _counted("address", OF_ADDRESS, address),
        _counted("account", OF_ACCOUNT, account_key),
    ]


def counted_of_link(link: int, address: str) -> list[Counted]:
    """What a try of a shared link's password is counted by."""
    return [
        _counted("link pair", OF_PAIR, str(link), address),
        _counted("link", OF_LINK, str(link)),
    ]


def counted_of_stranger(address: str) -> list[Counted]:
    """What an address that opens links which there are not is counted by."""
    return [_counted("no link", OF_ADDRESS, address)]


def wait(session: Session, counted: Sequence[Counted], now: datetime) -> timedelta:
    """How long until another try is allowed; zero where it is."""
    longest = timedelta()
    for one in counted:
        # Clocks of machines differ a little; what is of a far future, where one was turned back,
        # counts for nobody.
        wanted = select(Failure.at).where(
            Failure.counted == one.key, Failure.at > now - WINDOW, Failure.at < now + WINDOW
        )
        newest = session.scalars(wanted.order_by(Failure.at.desc()).limit(one.most)).all()
        if len(newest) == one.most:
            longest = max(longest, newest[-1] + WINDOW - now)
    return longest


def count(session: Session, counted: Sequence[Counted], now: datetime) -> list[int]:
    """Count a try as failed before it is made, so that many at once are counted as many.

    Returns the numbers of what was written, for `forgive`.
    """
    session.execute(delete(Failure).where(Failure.at < now - WINDOW))
    made = [Failure(counted=one.key, at=now) for one in counted]
    session.add_all(made)
    session.flush()
    return [one.id for one in made]


def forgive(session: Session, counted: Sequence[Counted], numbers: Sequence[int]) -> None:
    """The try was good: it does not count, nor do failures of the same person before it.

    Those of the address and the account stay: a log-in of one's own must not clear them.
    """
    own = counted[0].key
    session.execute(delete(Failure).where(Failure.id.in_(numbers)))
    session.execute(delete(Failure).where(Failure.counted == own))


def _counted(kind: str, most: int, *of: str) -> Counted:
    words = repr((kind, *of)).encode("utf-8", "surrogatepass")
    return Counted(hashlib.sha256(words).hexdigest(), most)
