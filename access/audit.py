"""The audit log: what happened, who did it, from where. Nothing is ever changed in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.app_store import AppStore
from store.tables import AuditEntry

COMMAND_LINE = "command line"
COLUMNS = ("id", "at", "who", "event", "about", "address")
_AT_ONCE = 1000  # entries that are read at a time
_CUT = " … (cut)"
_LONGEST = 1000  # characters of what an entry is about


def note(
    session: Session,
    at: datetime,
    who: str,
    event: str,
    about: str = "",
    address: str = "",
    link: int | None = None,
) -> None:
    """Write an entry, in the transaction of what it tells of: both are kept, or neither.

    `link`: id of the shared link that it is about.
    """
    if len(about) > _LONGEST:
        about = about[: _LONGEST - len(_CUT)] + _CUT
    made = AuditEntry(at=at, who=who, event=event, about=about, address=address[:64])
    made.link = link
    session.add(made)


def entries(store: AppStore) -> Iterator[list[tuple[object, ...]]]:
    """All entries in the order in which they were written, in batches; see COLUMNS.

    Raises StoreError.
    """
    after = 0
    while True:
        with store.read() as session:
            wanted = select(AuditEntry).where(AuditEntry.id > after).order_by(AuditEntry.id)
            found = session.scalars(wanted.limit(_AT_ONCE)).all()
        if not found:
            return
        after = found[-1].id
        yield [
            (one.id, one.at.isoformat(), one.who, one.event, one.about, one.address)
            for one in found
        ]
