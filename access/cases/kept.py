"""Cases of customers as the store has them, and what of them somebody may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select

from access.accounts import reader_of
from access.reader import Reader
from access.rights import Right
from store.app_store import AppStore
from store.tables import Account, Case


class Status(StrEnum):
    """What has become of a case; the words are those that people read."""

    OPEN = "open"
    CONTACTED = "contacted"
    SOLVED = "solved"
    GIVEN_UP = "given up"

    @property
    def closed(self) -> bool:
        """True where nothing is left to be done."""
        return self in (Status.SOLVED, Status.GIVEN_UP)

    @property
    def reached(self) -> bool:
        """True where the customer was contacted."""
        return self in (Status.CONTACTED, Status.SOLVED)


@dataclass(frozen=True)
class KeptCase:
    """A case whole. `owner`: name of the account that `owner_id` is of, "" for nobody's.

    `contacted_at`, `closed_at`: when it was first written as contacted or solved, and when as
    solved or given up; None where it is not.
    `rule`, `response_id`: the rule that made it, and the answer for which it did; "" by hand.
    """

    id: int
    customer_id: str
    owner_id: int | None
    owner: str
    status: Status
    due: date
    cause: str
    text: str
    author: str
    made_at: datetime
    changed_at: datetime
    contacted_at: datetime | None = None
    closed_at: datetime | None = None
    rule: str = ""
    response_id: str = ""

    def overdue(self, today: date) -> bool:
        """True where it should have been closed before today."""
        return not self.status.closed and self.due < today


class Cases(NamedTuple):
    """All cases as they were at one moment, those that are due first before the others."""

    version: tuple[object, ...]  # changes with each of them
    cases: tuple[KeptCase, ...]


def read_cases(store: AppStore, known: Cases | None = None) -> Cases:
    """All cases. `known`: as somebody has read them; they are not read again while none changed.

    Raises StoreError.
    """
    with store.read() as session:
        version = tuple(session.execute(_VERSION).one())
        if known is not None and known.version == version:
            return known
        found = session.execute(_OWNED.order_by(Case.due, Case.id)).all()
        return Cases(version, tuple(_kept(case, owner) for case, owner in found))


def find_case(store: AppStore, case: int) -> KeptCase | None:
    """The case of that id. Raises StoreError."""
    with store.read() as session:
        found = session.execute(_OWNED.where(Case.id == case)).one_or_none()
        return _kept(*found) if found else None


def possible_owners(store: AppStore) -> dict[int, str]:
    """Id and name of each account that may have cases, by name. Raises StoreError."""
    with store.read() as session:
        found = session.scalars(select(Account).order_by(Account.key)).all()
    return {one.id: one.name for one in found if not one.disabled and may_follow(reader_of(one))}


def may_follow(who: Reader) -> bool:
    """May they see and make cases of customers whom they may see? Never through a shared link."""
    own = who.account is not None and who.held is None
    return own and who.may(Right.CUSTOMERS) and who.may(Right.CASES)


def may_change_case(who: Reader, owner_id: int | None) -> bool:
    """May they change a case, of a customer whom they see? Its owner may, and whoever edits."""
    return may_follow(who) and (who.account == owner_id or who.may(Right.EDIT))


# Whoever writes, changes or deletes one changes these sums.
_VERSION = select(func.count(), func.sum(Case.stamp)).select_from(Case)
_OWNED = select(Case, Account.name).outerjoin(Account, Account.id == Case.owner_id)


def _kept(case: Case, owner: str | None) -> KeptCase:
    return KeptCase(
        id=case.id,
        customer_id=case.customer_id,
        owner_id=case.owner_id,
        owner=owner or "",
        status=Status(case.status),
        due=case.due,
        cause=case.cause,
        text=case.text,
        author=case.author,
        made_at=case.made_at,
        changed_at=case.changed_at,
        contacted_at=case.contacted_at,
        closed_at=case.closed_at,
        rule=case.rule or "",
        response_id=case.response_id or "",
    )
