"""Cases of customers, as people make, change and forget them.

The audit log can't be changed, and what is forgotten must stand in none of its entries: they name
cases by number, and neither a customer nor what was written.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access import audit
from access.accounts import reader_of
from access.audit import COMMAND_LINE
from access.cases.kept import Status, may_change_case, may_follow
from access.names import TextError, one_line
from access.reader import Reader
from store.app_store import AppStore
from store.tables import Account, Case

LONGEST = 500  # characters of its text
LONGEST_CAUSE = 100
LONGEST_ID = 200  # of a customer
MOST = 20_000  # cases


class CaseError(Exception):
    """A case can't be made or changed as it was asked for; the message says why."""


@dataclass(frozen=True)
class Draft:
    """What somebody wants a case to be. `owner_id`: of an account, None for nobody's."""

    owner_id: int | None
    due: date
    status: Status = Status.OPEN
    cause: str = ""
    text: str = ""
    looked_at: str = ""  # when it was last changed, as whoever changes it saw it; "" for a new one


def add(
    store: AppStore, who: Reader, customer_id: str, draft: Draft, now: datetime, address: str
) -> int:
    """Make a case of a customer whom `who` sees. Returns its id. Raises CaseError, StoreError."""
    if not may_follow(who):
        raise CaseError("Only somebody with an account and the right to it makes cases.")
    if not 0 < len(customer_id) <= LONGEST_ID:
        raise CaseError("There is no such customer.")
    try:
        with store.write() as session:
            if (session.scalar(select(func.count()).select_from(Case)) or 0) >= MOST:
                raise CaseError(f"There are {MOST:,} cases, which is the most.")
            made = Case(customer_id=customer_id, author=who.name, made_at=now)
            _write(session, made, draft, now)
            session.add(made)
            session.flush()
            audit.note(session, now, who.name, "case added", about(session, made), address)
            return made.id
    except IntegrityError:
        raise _under_way() from None


def change(
    store: AppStore, who: Reader, case: int, draft: Draft, now: datetime, address: str
) -> None:
    """Write a case anew. Raises CaseError and StoreError."""
    try:
        with store.write() as session:
            found = session.get(Case, case)
            if found is None or not may_change_case(who, found.owner_id):
                raise CaseError("There is no such case that you may change.")
            if draft.looked_at and draft.looked_at != found.changed_at.isoformat():
                raise _changed_since(session, found)
            _write(session, found, draft, now)
            session.flush()
            audit.note(session, now, who.name, "case changed", about(session, found), address)
    except IntegrityError:
        raise _under_way() from None


def forget(store: AppStore, customer_id: str, now: datetime) -> int:
    """Delete all cases of a customer. Returns how many there were. Raises StoreError."""
    with store.write() as session:
        found = session.scalars(select(Case).where(Case.customer_id == customer_id)).all()
        for one in found:
            audit.note(session, now, COMMAND_LINE, "case forgotten", f"case {one.id}")
            session.delete(one)
    return len(found)


def _write(session: Session, case: Case, draft: Draft, now: datetime) -> None:
    """Raises CaseError."""
    if draft.owner_id is not None and draft.owner_id != case.owner_id:
        owner = session.get(Account, draft.owner_id)
        if owner is None or owner.disabled or not may_follow(reader_of(owner)):
            raise CaseError("Nobody of that name may have cases; choose another owner.")
    case.owner_id, case.status, case.due = draft.owner_id, draft.status.value, draft.due
    case.cause = _text(draft.cause, "root cause", LONGEST_CAUSE)
    case.text = _text(draft.text, "note", LONGEST)
    case.under_way = None if draft.status.closed else case.customer_id
    if draft.status == Status.OPEN:
        case.contacted_at = None
    elif draft.status.reached and case.contacted_at is None:
        case.contacted_at = now
    if not draft.status.closed:
        case.closed_at = None
    elif case.closed_at is None:
        case.closed_at = now
    case.changed_at, case.stamp = now, secrets.randbits(48)


def _text(given: str, name: str, longest: int) -> str:
    try:
        return one_line(given, f"The {name}", longest)
    except TextError as error:
        raise CaseError(str(error)) from None


def _changed_since(session: Session, case: Case) -> CaseError:
    owner = session.get(Account, case.owner_id) if case.owner_id is not None else None
    whose = f"of {owner.name}" if owner else "nobody’s"
    texts = ((case.cause, "root cause"), (case.text, "note"))
    written = "".join(f", {name} “{text}”" for text, name in texts if text)
    return CaseError(
        f"Somebody changed this case since you opened it: now it is {case.status}, {whose}, due "
        f"{case.due}{written}. What you chose is still here: change the case once more to put it "
        "in the place of that."
    )


def _under_way() -> CaseError:
    return CaseError(
        "This customer has a case already that is not closed; look for it in the list of cases."
    )


def about(session: Session, case: Case) -> str:
    """What the audit log says of a case."""
    owner = session.get(Account, case.owner_id) if case.owner_id is not None else None
    whose = f"of {owner.name}" if owner else "nobody's"
    return f"case {case.id}, {case.status}, {whose}, due {case.due}"
