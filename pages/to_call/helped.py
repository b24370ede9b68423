"""Did it help: customers who were contacted beside others like them who were not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.query.each_customer.answered_next import answered_next
from data.query.each_customer.to_call import RECENT
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.actions.contacts import APART, FOLLOWED, LEAST, helped, least_seen, pairs_of
from metrics.series import parse_series
from pages.figures.series import definition_of
from pages.guard import panels_of
from pages.panel import Kind, Page, Panel
from view.cases import Case
from view.query import counted

KEY = "helped"
_LOOK_BACK = timedelta(days=730)  # of contacts that count
_EPOCH = pd.Timestamp(1970, 1, 1)
_DAYS = ("answered", "next_answered", "left")


def with_helped(page: Page, cases: Sequence[Case] | None, snapshot: Snapshot) -> Page:
    """To call with what came of the contacts; as it was where no customer was contacted."""
    days: dict[str, date] = {}
    for one in cases or ():
        if one.contacted_on and snapshot.catalog.newest_day - _LOOK_BACK <= one.contacted_on:
            days[one.customer_id] = min(one.contacted_on, days.get(one.customer_id, date.max))
    if page.view.page != "to-call" or not days:
        return page
    return replace(
        page, panels=(*page.panels, *panels_of(KEY, lambda: helped_panel(days, snapshot)))
    )


def helped_panel(days: Mapping[str, date], snapshot: Snapshot) -> Panel:
    """The first contact of each customer in two years, by day, against customers without one.

    A row for the next score and, where it is known who leaves, one for staying: outcome (in
    words), unit, n (pairs), contacted, others, change, low, high, verdict, seen (the difference
    that is told in 80 of 100 cases; of too few pairs with `least` of them), least. n and figures
    are missing where there are fewer than `least` pairs.
    """
    catalog = snapshot.catalog
    end = catalog.newest_day
    contacted, segment = _contacted(snapshot, days, end), _segment(catalog)
    series = "" if contacted.empty else str(contacted["series"].mode()[0])
    own = contacted[contacted["series"] == series]
    others = own
    if not own.empty:
        first = own["answered"].min() - APART
        span = Span((_EPOCH + pd.Timedelta(days=int(first))).date(), end)
        levels = sorted({*own["answer"]})
        others = _as_days(answered_next(snapshot, span, "answer", levels, segment))
        others = others[~others["customer_id"].isin(list(days))]  # whatever they were asked
    pairs = pairs_of(own, others, (pd.Timestamp(end) - _EPOCH).days)
    least = max(LEAST, catalog.minimum_n)
    leaving = catalog.has("customers", "churned_at")
    if not leaving:  # else everybody would seem to have stayed, and count as an outcome
        pairs = pairs.assign(stays=np.nan, other_stays=np.nan)
    frame = _frame(pairs, others, series, least, 2 if leaving else 1)
    waiting = sum(day + timedelta(days=FOLLOWED) > end for day in days.values())
    later = f"; {waiting:,} of them not yet followed for {FOLLOWED} days" if waiting else ""
    return Panel(
        key=KEY,
        kind=Kind.HELPED,
        title="Did it help",
        subtitle=f"{counted(len(days), 'customers')} contacted in two years{later}",
        frame=frame,
        note=_note(catalog, segment),
    )


def _segment(catalog: Catalog) -> str:
    """The first segment that the mapping declares and feedback has; "" for none."""
    own = (one.key for one in catalog.dimensions if one.segment and "feedback" in one.tables)
    return next(own, "")


def _contacted(snapshot: Snapshot, days: Mapping[str, date], end: date) -> pd.DataFrame:
    """The answer that each had given last when they were contacted, and what came after it.

    One of the RECENT days before; of NPS where there is one. Who gave none is left out.
    """
    first = min(days.values()) - timedelta(days=RECENT)
    segment = _segment(snapshot.catalog)
    found = _as_days(
        answered_next(snapshot, Span(min(first, end), end), "customer_id", tuple(days), segment)
    )
    on = found["customer_id"].map(lambda who: (days[who] - _EPOCH.date()).days).astype(float)
    given = found.assign(contacted=on, nps=found["series"].str.startswith("nps:"))
    recent = (given["answered"] <= on) & (given["answered"] > on - RECENT)
    given = given[recent & ~(given["next_answered"] <= on)]
    given = given.sort_values(["nps", "answered", "series"], ascending=[False, False, True])
    return given.drop_duplicates("customer_id", ignore_index=True)


def _as_days(found: pd.DataFrame) -> pd.DataFrame:
    """With days as numbers, NaN for none, and the stratum of each answer."""
    days = {name: (pd.to_datetime(found[name]) - _EPOCH).dt.days.astype(float) for name in _DAYS}
    return found.assign(**days, stratum=found["answer"] + "\n" + found["segment"].astype(str))


def _frame(
    pairs: pd.DataFrame, others: pd.DataFrame, series: str, least: int, outcomes: int
) -> pd.DataFrame:
    scale = (0.0, 10.0)
    words = "Next score"
    if series:
        parsed = parse_series(series)
        scale = (parsed.scale_min, parsed.scale_max)
        words = f"Next {definition_of(series).short} score"
    found = helped(pairs, scale, least)
    rows = [one._asdict() for one in found]
    # As many pairs as are needed: each side is spread as those who were not contacted are.
    next_scores = others["next_score"].astype(float)  # of nobody, NaN
    spreads = (next_scores.std(), 100 * others["left"].notna().std())
    for row, spread in zip(rows, spreads, strict=True):
        if row["n"] < least:
            row.update(n=None, seen=least_seen(float(spread) * np.sqrt(2 / least), least, outcomes))
    frame = pd.DataFrame(rows).astype({"n": "Int64"})
    frame.insert(0, "outcome", [words, f"Still a customer after {FOLLOWED} days"])
    frame.insert(1, "unit", ["points", "%"])
    return frame.assign(least=least).iloc[:outcomes]


def _note(catalog: Catalog, segment: str) -> str:
    dimension = catalog.dimension(segment)
    same = f", {dimension.label}" if dimension else ""
    return (
        f"Each beside a customer who was not contacted: same score{same}, answers at most {APART} "
        f"days apart, both there and silent until the contact, then followed for {FOLLOWED} days. "
        "Of all data that you see, whatever period and filters. Who is contacted is chosen, not "
        "drawn by lot, so this is association: the two may differ in what is not matched."
    )
