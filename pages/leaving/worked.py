"""Who may leave, worked out for the customers of a view: too much for a page to wait for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
from pydantic import BaseModel, TypeAdapter

from data.catalog import Catalog
from data.query.each_customer.leaving import known_on
from data.scope import Scope
from data.store.snapshots import Snapshot
from data.work.questions import Step
from metrics.inference.intervals import Interval
from metrics.leaving.features import EVENTS, LOOK_BACK, Features, features
from metrics.leaving.leaving import AHEAD, HELD_BACK, LEARNT, Leaving, Outcome, Period, leaving
from metrics.leaving.model import raised_by
from pages.leaving.because import because
from pages.leaving.next_orders import next_orders
from view.state import View

LISTED = 100  # customers, the highest risks first
MOST_CUSTOMERS = 500_000  # of more, what is known of them on nine days does not fit into memory
_FEWEST = 3  # periods in which a table must be known in full, for it to be learnt from
_UP_TO_DATE = timedelta(days=14)  # of a table that is learnt from

Ends = tuple[float, float, float]  # value, low, high


class Customer(BaseModel):
    """One of the list: chances 0 to 1, amounts in the data's currency; None where not known.

    `raised_by`: what raised the risk most, in words.
    """

    customer_id: str
    risk: Ends
    annual_revenue: float | None
    raised_by: list[str]
    order_chance: float | None = None  # within AHEAD days
    order_days: float | None = None  # within which an order is as likely as not
    order_value: float | None = None


class Worked(BaseModel):
    """What came of it: see `metrics.leaving`. Lists and bins are rows of `Trial`'s frames.

    `day`: on which customers are known; `listed` only for readers who may see single customers.
    """

    outcome: Outcome
    day: date
    customers: int  # there on the day, with those of whom it is known that they leave
    expected: Ends | None = None  # how many of the others leave
    tables: list[str] = []
    periods: int = 0
    left: int = 0
    held_back: int = 0
    tested: int = 0  # customers of the periods held back
    tested_left: int = 0
    area: Ends | None = None
    brier: float | None = None
    base_brier: float | None = None
    gain: Ends | None = None
    revenue: Ends | None = None
    lists: list[dict[str, float | None]] = []
    bins: list[dict[str, float | None]] = []
    listed: list[Customer] = []


WORKED = TypeAdapter(Worked)


class _Known(NamedTuple):
    """Customers on a day: features, who left within AHEAD days, ids and revenue."""

    features: Features
    people: pd.DataFrame
    left: np.ndarray

    @property
    def revenue(self) -> np.ndarray:
        """A year's, 0 where it is not known."""
        paid = self.people["annual_revenue"].to_numpy(dtype=float, na_value=0.0)
        return np.where(paid > 0, paid, 0.0)

    def of(self, rows: np.ndarray) -> _Known:
        """Some of them."""
        known = Features(self.features.names, self.features.values[rows])
        return _Known(known, self.people.iloc[rows].reset_index(drop=True), self.left[rows])


def leaving_json(snapshot: Snapshot, view: View, say: Step) -> str:
    """`WORKED` of the view's customers. Raises UnavailableError, TooLargeError."""
    catalog, day = snapshot.catalog, snapshot.catalog.newest_day
    tables, days = learnt_from(catalog)
    now = _known(snapshot, view, day, tables)
    there = now.people["churned_day"].isna().to_numpy()
    past = []
    for place, one in enumerate(days):
        say(f"{place} of {len(days)} earlier periods read")
        known = _known(snapshot, view, one, tables)
        past.append(known._replace(people=known.people[["customer_id", "annual_revenue"]]))
    codes = _codes([one.people["customer_id"] for one in past])
    periods = [
        Period(one.features.values, one.left, code, one.revenue)
        for one, code in zip(past, codes, strict=True)
    ]
    found = leaving((now.features.values[there], now.revenue[there]), periods, say)
    worked = _worked(found, catalog, day, there).model_copy(update={"tables": tables})
    if found.model is not None and found.risk is not None and catalog.customers_shown:
        say("the list")
        first = np.argsort(-found.risk.value, kind="stable")[:LISTED]
        listed = _listed(snapshot, now.of(np.flatnonzero(there)[first]), found, first)
        worked = worked.model_copy(update={"listed": listed})
    return WORKED.dump_json(worked).decode()


def learnt_from(catalog: Catalog) -> tuple[list[str], list[date]]:
    """Tables of events that are known long enough, and up to now; and the days, the newest first.

    On each day LOOK_BACK days are known before it, and who left within AHEAD days after it.
    """
    day, since = catalog.newest_day, catalog.leaving_since or catalog.newest_day
    needed = day - timedelta(days=LOOK_BACK + _FEWEST * AHEAD)
    known = {name: catalog.days(name) for name in EVENTS if catalog.has(name, "customer_id")}
    begins = {
        name: ends[0]
        for name, ends in known.items()
        if ends and ends[0] <= needed and ends[1] >= day - _UP_TO_DATE
    }
    start = max([since, *(first + timedelta(days=LOOK_BACK) for first in begins.values())])
    whole = max((day - start).days // AHEAD, 0)
    days = [day - timedelta(days=AHEAD * (place + 1)) for place in range(whole)]
    return list(begins), days[: LEARNT + HELD_BACK]


def _known(snapshot: Snapshot, view: View, day: date, tables: Sequence[str]) -> _Known:
    people = known_on(snapshot, Scope(view.span, view.filters), day, tables)
    gone = pd.to_datetime(people["churned_day"])
    left = (gone <= pd.Timestamp(day + timedelta(days=AHEAD))).to_numpy()
    return _Known(features(people, day), people, left)


def _codes(ids: Sequence[pd.Series]) -> list[np.ndarray]:
    """A number for each customer, the same in all periods."""
    if not ids:
        return []
    codes, _ = pd.factorize(pd.concat(ids, ignore_index=True))
    return list(np.split(codes, np.cumsum([len(one) for one in ids])[:-1]))


def _worked(found: Leaving, catalog: Catalog, day: date, there: np.ndarray) -> Worked:
    told = found.tested
    worked = Worked(
        outcome=found.outcome,
        day=day,
        # As on other pages: how many are known to leave, who may be few, follows from none.
        customers=len(there),
        periods=found.periods,
        left=found.left,
        held_back=found.held_back,
        revenue=_ends(found.revenue),
        expected=_ends(found.leave),
    )
    if told is None:
        return worked
    least = catalog.minimum_n
    lists = told.lists[told.lists["of"] >= least]
    return worked.model_copy(
        update={
            "tested": told.n,
            "tested_left": told.left,
            "area": _ends(told.area),
            "brier": told.brier,
            "base_brier": told.base_brier,
            "gain": _ends(told.gain),
            "lists": _rows(lists),
            "bins": _rows(told.bins[told.bins["n"] >= least]),
        }
    )


def _rows(frame: pd.DataFrame) -> list[dict[str, float | None]]:
    return [
        {str(key): float(value) for key, value in row.items()} for row in frame.to_dict("records")
    ]


def _ends(found: Interval | None) -> Ends | None:
    if found is None or np.isnan([float(one) for one in found]).any():
        return None
    return float(found.value), float(found.low), float(found.high)


def _listed(snapshot: Snapshot, who: _Known, found: Leaving, rows: np.ndarray) -> list[Customer]:
    """The customers of some rows of today's risks."""
    assert found.model is not None and found.risk is not None
    day, ids = snapshot.catalog.newest_day, who.people["customer_id"].tolist()
    raised = raised_by(found.model, who.features)
    orders = next_orders(snapshot, ids)
    ends = np.column_stack([one[rows] for one in found.risk])
    revenue = who.people["annual_revenue"]
    return [
        Customer(
            customer_id=name,
            risk=tuple(ends[place]),
            annual_revenue=None if not revenue[place] >= 0 else float(revenue[place]),
            raised_by=because(raised.iloc[place], who.people.iloc[[place]], day),
            **orders.get(name, {}),
        )
        for place, name in enumerate(ids)
    ]
