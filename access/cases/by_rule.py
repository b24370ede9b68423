"""Cases that rules make: once for an answer, and none of a customer who has one under way."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from access import audit
from access.accounts import find, reader_of
from access.cases.kept import KeptCase, Status, may_follow, read_cases
from access.cases.written import MOST, about
from store.app_store import AppStore
from store.tables import Case

MOST_OF_RULE = 100  # cases of a rule that are under way


@dataclass(frozen=True)
class Cause:
    """A customer, and the answer for which a rule makes a case."""

    customer_id: str
    response_id: str
    answered: date


def owner_of(store: AppStore, name: str) -> int | None:
    """The id of an account that may have cases; None where there is none. Raises StoreError."""
    with store.read() as session:
        found = find(session, name)
        if found is None or found.disabled or not may_follow(reader_of(found)):
            return None
        return found.id


def add_by_rule(
    store: AppStore,
    rule: str,
    owner_id: int | None,
    due: date,
    causes: Sequence[Cause],
    now: datetime,
    zone: ZoneInfo,
) -> int:
    """Make a case for each cause that needs one, in their order. Returns how many were made.

    A rule has at most MOST_OF_RULE of them under way; the others wait until some are closed. Other
    processes may do the same at the same time. Raises StoreError.
    """
    kept = read_cases(store).cases
    under_way = sum(one.rule == rule and not one.status.closed for one in kept)
    room = max(0, min(MOST_OF_RULE - under_way, MOST - len(kept)))
    made = 0
    for cause in needed(causes, kept, zone)[:room]:
        case = Case(
            customer_id=cause.customer_id,
            under_way=cause.customer_id,
            owner_id=owner_id,
            status=Status.OPEN.value,
            due=due,
            cause="",
            text="",  # what was answered is not for all who see the customer
            author=f"rule {rule}",
            made_at=now,
            changed_at=now,
            rule=rule,
            response_id=cause.response_id,
            stamp=secrets.randbits(48),
        )
        try:
            with store.write() as session:
                session.add(case)
                session.flush()
                audit.note(session, now, case.author, "case added", about(session, case), "")
        except IntegrityError:  # another process, or a person, was quicker
            continue
        made += 1
    return made


def needed(causes: Sequence[Cause], kept: Sequence[KeptCase], zone: ZoneInfo) -> list[Cause]:
    """Causes that no case is or was about.

    Neither one of the same answer, nor one that is under way, nor one that was closed on the day
    of the answer or later: whoever closed it knew of the answer.
    """
    told = {(one.customer_id, one.response_id) for one in kept}
    busy = {one.customer_id for one in kept if not one.status.closed}
    closed: dict[str, date] = {}
    for one in kept:
        if one.closed_at:
            day = one.closed_at.astimezone(zone).date()
            closed[one.customer_id] = max(day, closed.get(one.customer_id, day))
    return [
        one
        for one in causes
        if (one.customer_id, one.response_id) not in told
        and one.customer_id not in busy
        and closed.get(one.customer_id, date.min) < one.answered
    ]
