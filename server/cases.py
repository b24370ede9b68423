"""The cases that a request may know of: of customers in its reader's rows alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g

from access.cases.filters import CaseFilters, Offered, read_filters
from access.cases.kept import Cases, KeptCase, may_follow, possible_owners, read_cases
from data.catalog import Catalog
from data.query.each_customer.known import known_customers
from data.store.snapshots import Snapshot
from server.gate.reader import current_reader
from store.app_store import AppStore
from view.cases import Case
from view.state import View

_NAME = "cxlens_cases"


class Overdue(NamedTuple):
    """How many cases are overdue, and how many of them are the reader's own."""

    all: int = 0
    own: int = 0


class Listed(NamedTuple):
    """A list of cases, and by which filters. `wrong`: what can't be applied, in words."""

    filters: CaseFilters
    offered: Offered
    cases: list[KeptCase]
    wrong: list[str]


class _Kept:
    """All cases, as this process has read them last. For many threads."""

    def __init__(self, store: AppStore) -> None:
        self._store = store
        self._cases: Cases | None = None

    def owner(self, number: str) -> dict[int, str]:
        """Who has this id and may have cases, also while they have none. Raises StoreError."""
        every = possible_owners(self._store) if number.isdecimal() else {}
        return {key: name for key, name in every.items() if str(key) == number}

    def all(self) -> tuple[KeptCase, ...]:
        """All there are now. Raises StoreError."""
        found = self._cases = read_cases(self._store, self._cases)
        return found.cases


def register(server: Flask, store: AppStore) -> None:
    """Let requests of this server have cases: there are none where nobody logs in."""
    server.extensions[_NAME] = _Kept(store)


def may_have_cases(catalog: Catalog) -> bool:
    """Has the reader of this request the right, and may single customers be seen at all?"""
    there = current_app.extensions.get(_NAME) is not None
    return there and catalog.customers_shown and may_follow(current_reader())


def known_cases(snapshot: Snapshot) -> tuple[KeptCase, ...]:
    """All cases of customers that the reader sees. `snapshot`: of `current`.

    They are looked up once by each request. Raises StoreError and UnavailableError.
    """
    if not may_have_cases(snapshot.catalog):
        return ()
    if "cases" not in g:
        kept: _Kept = current_app.extensions[_NAME]
        found = kept.all()
        if current_reader().rows:
            seen = known_customers(snapshot, (one.customer_id for one in found))
            found = tuple(one for one in found if one.customer_id in seen)
        g.cases = found
    cases: tuple[KeptCase, ...] = g.cases
    return cases


def listed_cases(snapshot: Snapshot, given: Mapping[str, str]) -> Listed:
    """Cases of customers that the reader sees, by the filters of a link, those due first before.

    Raises StoreError and UnavailableError.
    """
    every, who = known_cases(snapshot), current_reader()
    kept: _Kept = current_app.extensions[_NAME]
    offered = Offered.by(every, who, kept.owner(given.get("owner", "")))
    filters, wrong = read_filters(given, offered, who)
    return Listed(filters, offered, filters.of(every, today(snapshot.catalog)), wrong)


def is_seen(snapshot: Snapshot, customer_id: str) -> bool:
    """Is it a customer in the rows of this request's reader? Raises UnavailableError."""
    return bool(known_customers(snapshot, [customer_id]))


def current_cases(view: View, snapshot: Snapshot) -> tuple[Case, ...] | None:
    """The cases that a page tells of: To call of all, that of a customer of theirs.

    Those that are due first before the others. None where it tells of none. Raises StoreError and
    UnavailableError.
    """
    if view.page not in ("to-call", "customer") or not may_have_cases(snapshot.catalog):
        return None
    if view.page == "customer" and not (view.customer_id and is_seen(snapshot, view.customer_id)):
        return None
    found = known_cases(snapshot)
    if view.page == "customer":
        found = tuple(one for one in found if one.customer_id == view.customer_id)
    return tuple(_as_shown(one, snapshot.catalog) for one in found)


def overdue_cases(view: View, snapshot: Snapshot) -> Overdue:
    """What Overview says of them; none on other pages. Raises StoreError, UnavailableError."""
    if view.page != "overview":
        return Overdue()
    who, day = current_reader(), today(snapshot.catalog)
    late = [one for one in known_cases(snapshot) if one.overdue(day)]
    return Overdue(len(late), sum(one.owner_id == who.account for one in late))


def today(catalog: Catalog) -> date:
    """The day in the company's time zone."""
    return datetime.now(ZoneInfo(catalog.timezone)).date()


def day_of(moment: datetime | None, catalog: Catalog) -> date | None:
    """The day of a moment in the company's time zone; None for none."""
    return moment.astimezone(ZoneInfo(catalog.timezone)).date() if moment else None


def _as_shown(case: KeptCase, catalog: Catalog) -> Case:
    return Case(
        number=case.id,
        customer_id=case.customer_id,
        status=case.status,
        owner=case.owner,
        due=case.due,
        closed_on=day_of(case.closed_at, catalog),
        cause=case.cause,
        own=case.owner_id is not None and case.owner_id == current_reader().account,
        overdue=case.overdue(today(catalog)),
        contacted_on=day_of(case.contacted_at, catalog),
    )
