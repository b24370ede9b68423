"""Whom something is sent to by mail, as somebody types them: a line for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.accounts import find, reader_of
from access.reader import Reader
from access.rights import Right
from store.alert_tables import AlertPerson
from store.mail_tables import SubscriptionPerson
from store.tables import Account

MOST = 50  # people of one subscription or alert
# What all mail servers take: no quotes, no comments, nothing that could end a line or a name.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(\.{_ATOM})*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LONGEST_MAIL = 254
HOW = "expected a line for each, an account and where its mail goes, such as “Ann ann@example.org”"
Place = TypeVar("Place", SubscriptionPerson, AlertPerson)


class Person(NamedTuple):
    """Somebody who gets it. `number`: that of their place among those who do."""

    number: int
    account: int
    name: str
    mail: str


class NotForThemError(Exception):
    """Somebody may not have what is sent to them; the message says why."""


class PeopleError(Exception):
    """What was typed names nobody who could get it; the message says why."""


def may_send(who: Reader) -> bool:
    """May they let something be sent to others? An account that may take figures away."""
    return who.account is not None and who.may(Right.EXPORT)


def people_of(session: Session, typed: str) -> dict[int, str]:
    """Accounts with their addresses. Raises PeopleError for what is none, and for too many."""
    found: dict[int, str] = {}
    for line in filter(str.strip, typed.splitlines()):
        name, _, mail = line.strip().rpartition(" ")
        if len(mail) > _LONGEST_MAIL or not _MAIL.fullmatch(mail) or not name.strip():
            raise PeopleError(f"“{line.strip()[:100]}” can't be understood: {HOW}.")
        account = find(session, name)
        if account is None or account.disabled or not reader_of(account).may(Right.VIEW):
            raise PeopleError(
                f"There is no account “{name.strip()}” that sees pages; write it as it logs in."
            )
        if account.id in found:
            raise PeopleError(f"“{account.name}” stands there twice.")
        found[account.id] = mail
    if len(found) > MOST:
        raise PeopleError(f"{len(found)} people are too many; {MOST} are the most.")
    return found


def put_people(
    session: Session, places: type[Place], of: str, number: int, people: Mapping[int, str]
) -> None:
    """Let these get it and nobody else; whoever got it before keeps their place.

    `of`: the column that says of what, `number`: of that; `people`: of `people_of`.
    """
    left = dict(people)
    for one in session.scalars(select(places).filter_by(**{of: number})):
        if one.account_id in left:
            one.mail = left.pop(one.account_id)
        else:
            session.delete(one)
    for account, mail in left.items():
        session.add(places(**{of: number, "account_id": account, "mail": mail}))
    session.flush()


def people_in(
    session: Session, places: type[Place], of: str, numbers: Iterable[int]
) -> dict[int, tuple[Person, ...]]:
    """Who gets each of these, by name; `of`, `numbers` as above."""
    column = places.__table__.columns[of]
    found: dict[int, tuple[Person, ...]] = dict.fromkeys(numbers, ())
    wanted = (
        select(places, Account.name)
        .join(Account, Account.id == places.account_id)
        .where(column.in_(found))
        .order_by(Account.key)
    )
    for one, name in session.execute(wanted):
        found[getattr(one, of)] += (Person(one.id, one.account_id, name, one.mail),)
    return found
