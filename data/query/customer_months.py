"""Customers of several spans of whole months from one reading of them, by month.

Who joined or left on which day of a month is of no matter to any of the spans then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from data.grains import GRAINS
from data.query.queries import CountQuery
from data.scope import Scope, Span

_DAYS_A_YEAR = 365.25


def together(asked: Sequence[CountQuery]) -> CountQuery | None:
    """What all can be had of: their days together, by month; None where that can't be.

    They must have the same filters, and begin and end with months, but for the first and the last
    day of all.
    """
    filters = {(one.scope.filters, one.scope.without) for one in asked}
    if len(filters) != 1 or not all(one.grain and GRAINS[one.grain].months for one in asked):
        return None
    spans = [one.scope.span for one in asked]
    first, last = min(one.start for one in spans), max(one.end for one in spans)
    for span in spans:
        begins = span.start in (first, span.start.replace(day=1))
        if not begins or not (span.end == last or (span.end + timedelta(days=1)).day == 1):
            return None
    keys = dict.fromkeys(key for one in asked for key in one.keys)
    scope = asked[0].scope
    return CountQuery(Scope(Span(first, last), scope.filters, scope.without), tuple(keys), "month")


def part(months: pd.DataFrame, last: date, asked: CountQuery) -> pd.DataFrame:
    """The movements frame of one of those that are `together`, whose last day is `last`."""
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
        _set_back(sums, (span.end - last).days / _DAYS_A_YEAR, np.isnat(churned))
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
