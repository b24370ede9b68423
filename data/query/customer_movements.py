"""The movements of customers: how many joined and left in which period, and their worth.

A customer is there from the day of joined_at to that of churned_at, in no answer without a
joined_at or where it is the later of the two; `customers.unplaced_customers` counts these.

Several spans of whole months are had from one reading of them, by month: who joined or left on
which day of a month is of no matter to any of the spans then. Those by week are asked beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from data.grains import GRAINS
from data.query.compile import (
    CountQuery,
    Examples,
    Sql,
    bucket,
    dimensions,
    no_rows,
    question,
    sql_of,
    table,
)
from data.query.results import frames
from data.query.rows import DAYS_A_YEAR, Rows, date_sql, no_day_sql, years_sql
from data.scope import Scope, Span
from data.sql import name_sql
from data.store.snapshots import Snapshot

_VALUES = ("revenue", "gain", "worth", "final")


def movements(
    snapshot: Snapshot, asked: Sequence[CountQuery], counted: Sequence[CountQuery] = ()
) -> list[pd.DataFrame]:
    """Customers of several scopes by the periods in which they joined and left, in one query.

    Columns: joined (first day of the period, NaT before the span), churned (NaT where not in the
    span), keys..., n and the sums of a movements frame that are mapped
    (`metrics/customers/retention.py`); of those `counted`, which come last, n alone.
    """
    every = (*asked, *counted)
    monthly = [place for place, one in enumerate(every) if one.grain and GRAINS[one.grain].months]
    months = _by_months([every[place] for place in monthly]) if monthly else None
    apart = [place for place in range(len(every)) if months is None or place not in monthly]
    questions = [_sql(snapshot, every[place], summed=place < len(asked)) for place in apart]
    keys_of = [every[place].keys for place in apart]
    if months is None:
        return frames(snapshot, questions, keys_of)
    questions.append(_sql(snapshot, months, summed=monthly[0] < len(asked)))
    *alone, whole = frames(snapshot, questions, [*keys_of, months.keys])
    found, last = dict(zip(apart, alone, strict=True)), months.scope.span.end
    return [
        found[place] if place in found else _part(whole, last, one)
        for place, one in enumerate(every)
    ]


def _sql(snapshot: Snapshot, asked: CountQuery, *, summed: bool) -> Sql:
    has = snapshot.catalog.has
    values = _VALUES if summed and has("customers", "annual_revenue") else ()
    referred = ("referred_by",) if summed and has("customers", "referred_by") else ()
    rows = people(snapshot, asked.scope, worth=bool(values))
    assert asked.grain
    return sql_of(snapshot, _movements, [rows], (*values, *referred), asked.keys, asked.grain)


def _by_months(asked: Sequence[CountQuery]) -> CountQuery | None:
    """What all can be had of: their days together, by month; None where that can't be.

    They must have the same filters, and begin and end with months, but for the first and the last
    day of all.
    """
    spans = [one.scope.span for one in asked]
    if len({replace(one.scope, span=spans[0]) for one in asked}) != 1:
        return None
    first, last = min(one.start for one in spans), max(one.end for one in spans)
    for span in spans:
        begins = span.start in (first, span.start.replace(day=1))
        if not begins or not (span.end == last or (span.end + timedelta(days=1)).day == 1):
            return None
    keys = dict.fromkeys(key for one in asked for key in one.keys)
    scope = replace(asked[0].scope, span=Span(first, last))
    return CountQuery(scope, tuple(keys), "month")


def _part(months: pd.DataFrame, last: date, asked: CountQuery) -> pd.DataFrame:
    """The movements frame of one of those of `_by_months`, whose last day is `last`."""
    span, keys = asked.scope.span, asked.keys
    first, end = (np.datetime64(day.replace(day=1)) for day in (span.start, span.end))
    joined, churned = months["joined"].to_numpy(), months["churned"].to_numpy()
    there = np.flatnonzero(~(joined > end) & ~(churned < first))
    joined, churned = joined[there], churned[there]
    joined = np.where(joined < first, np.datetime64("NaT"), joined)
    churned = np.where(churned > end, np.datetime64("NaT"), churned)
    columns = {
        "joined": _periods(joined, asked.grain),
        "churned": _periods(churned, asked.grain),
        **{key: months[key].array.take(there) for key in keys},
    }
    known = [c for c in months if c not in columns and months[c].dtype.kind in "fi"]
    sums = {str(name): months[name].to_numpy()[there] for name in known}
    if "worth" in sums:
        _set_back(sums, (span.end - last).days / DAYS_A_YEAR, np.isnat(churned))
    return pd.DataFrame(columns | sums)


def _periods(days: np.ndarray, grain: str | None) -> pd.DatetimeIndex:
    assert grain
    found = pd.DatetimeIndex(days)
    if grain != "month":
        found = found.to_period(GRAINS[grain].unit).start_time
    return found.as_unit("us")


def _set_back(sums: dict[str, np.ndarray], years: float, staying: np.ndarray) -> None:
    """What customers were worth so many years (0 or less) after the end of the reading.

    Of g a year and w in all, w + years * g: hence the sums of its square and of its product with g.
    """
    gain, gain2, worth_gain = sums["gain"], sums["gain2"], sums["worth_gain"]
    sums["worth2"] = sums["worth2"] + 2 * years * worth_gain + years**2 * gain2
    sums["worth"] = sums["worth"] + years * gain
    sums["worth_gain"] = worth_gain + years * gain2
    for name in ("worth", "worth2"):
        final = name.replace("worth", "final")
        sums[final] = np.where(staying, sums[name], sums[final])


def days_sql(snapshot: Snapshot) -> tuple[str, str]:
    """SQL for the day on which a customer joined, and on which they left; NULL if not mapped."""
    dialect = snapshot.database.dialect
    joined, churned = (
        name_sql(name, dialect) if snapshot.catalog.has("customers", name) else no_day_sql(dialect)
        for name in ("joined_day", "churned_day")
    )
    return joined, churned


def people(snapshot: Snapshot, scope: Scope, *, worth: bool = False) -> Rows:
    """The customers who were there in a scope, with days as `lives` has them, and their worth."""
    dialect = snapshot.database.dialect
    joined, churned = days_sql(snapshot)
    start, end = (date_sql(day, dialect) for day in (scope.span.start, scope.span.end))
    made = {
        "joined_day": joined,
        "churned_day": churned,
        "joined": f"CASE WHEN {joined} >= {start} THEN {joined} END",
        "churned": f"CASE WHEN {churned} <= {end} THEN {churned} END",
        "last": end,
    }
    if worth:
        left = f"CASE WHEN {churned} <= {end} THEN {churned} ELSE {end} END"
        made |= _worth(snapshot, joined, left, end)
    there = (f"{joined} <= {end}", f"({churned} IS NULL OR {churned} >= {start})")
    return Rows("customers", scope, made=made, where=there)


def _worth(snapshot: Snapshot, joined: str, left: str, end: str) -> dict[str, str]:
    """SQL for what a customer is worth: see `_sums`. Here, so that each is worked out once."""
    dialect = snapshot.database.dialect
    revenue, cost = name_sql("annual_revenue", dialect), name_sql("acquisition_cost", dialect)
    known = f"{revenue} >= 0"
    if snapshot.catalog.has("customers", "acquisition_cost"):
        known += f" AND {cost} IS NOT NULL"
    else:
        cost = "0"
    gain = f"CASE WHEN {known} THEN {revenue} END"
    return {
        "revenue": f"CASE WHEN {revenue} >= 0 THEN {revenue} END",
        "gain": gain,
        "worth": f"{gain} * {years_sql(joined, end, dialect)} - {cost}",
        "final": f"{gain} * {years_sql(joined, left, dialect)} - {cost}",
    }


def lives(number: int, columns: Sequence[str] = ()) -> ir.Table:
    """Customers who were there in a scope: their days, and those within the scope."""
    days = dict.fromkeys(("joined_day", "churned_day", "joined", "churned", "last"), "date")
    kinds = days | dict.fromkeys(_VALUES, "float64")
    return table(number, (*days, "customer_id", *columns), kinds)


def _movements_examples(snapshot: Snapshot) -> Examples:
    catalog = snapshot.catalog
    if catalog.has("customers"):
        scope, keys = no_rows(catalog, "customers"), dimensions(catalog, "customers")[:1]
        asked = [CountQuery(scope, keys, grain) for grain in GRAINS]
        yield "customers' lives", partial(movements, snapshot, asked, asked)


@question("movements of customers", _movements_examples)
def _movements(values: tuple[str, ...], keys: tuple[str, ...], grain: str) -> ir.Table:
    rows = lives(0, (*values, *keys))
    periods = {name: bucket(rows[name], grain) for name in ("joined", "churned")}
    return rows.group_by(**periods, **{key: rows[key] for key in keys}).aggregate(**_sums(rows))


def _sums(rows: ir.Table) -> dict[str, ir.Value]:
    """What is summed up of customers, as far as it is mapped.

    n; of those with an annual revenue of 0 or more paying, revenue and revenue2 (of squares); of
    those whose cost to win is known too (0 where nobody's is) valued, gain and gain2 (revenue a
    year), worth and worth2 (at the end of the span, as if all were there), final and final2 (at
    the end of the span, or when they left), worth_gain (worth times gain); referred.
    """
    sums: dict[str, ir.Value] = {"n": rows.count()}
    if "worth" in rows.columns:
        revenue, gain, worth, final = (rows[name] for name in _VALUES)
        added = {
            "revenue": revenue,
            "revenue2": revenue * revenue,
            "gain": gain,
            "gain2": gain * gain,
            "worth": worth,
            "worth2": worth * worth,
            "final": final,
            "final2": final * final,
            "worth_gain": worth * gain,
        }
        sums |= {"paying": revenue.count(), "valued": gain.count()}
        sums |= {name: value.sum().fill_null(0.0) for name, value in added.items()}
    if "referred_by" in rows.columns:
        sums["referred"] = rows.referred_by.count()
    return sums
