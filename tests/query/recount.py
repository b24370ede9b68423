"""The same questions in slow, plain Python over the analyst's frames: the oracle of the engine."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from data.scope import NOT_STATED, Scope

_SEVERAL = {"theme", "theme_group"}
_PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def inside(rows: pd.DataFrame, clock: str, scope: Scope) -> pd.DataFrame:
    """The rows of a scope, whose day is that of the column `clock`."""
    day = rows[clock].dt.date
    keep = (day >= scope.span.start) & (day <= scope.span.end)
    for column, levels in scope.filters:
        keep &= _names(rows[column], levels) if column in _SEVERAL else _has(rows[column], levels)
    if scope.without:
        segment = pd.Series(True, rows.index)
        for column, levels in scope.without:
            segment &= _has(rows[column], levels)
        keep &= ~segment
    kept: pd.DataFrame = rows[keep]
    return kept


def _names(column: pd.Series, levels: tuple[str, ...]) -> pd.Series:
    """Which rows have one of the themes, or of their groups; a comment may have several."""
    own = column.str.strip("|").str.split("|")
    named = own.map(lambda one: not {*levels}.isdisjoint(one), na_action="ignore")
    return named.fillna(NOT_STATED in levels).astype(bool)


def _has(column: pd.Series, levels: tuple[str, ...]) -> pd.Series:
    return column.astype("str").isin(levels) | (column.isna() & (NOT_STATED in levels))


def self_served(tickets: pd.DataFrame) -> pd.Series:
    """1 where nobody was needed, 0 where a person was or nothing was solved, else NaN."""
    solved = tickets["self_service_solved"].astype("Float64").astype(float)
    return solved.mask(tickets["handled_by"].isin(["human", "bot_then_human"]), 0.0)


def buckets(times: pd.Series, grain: str) -> pd.Series:
    """First day of each row's bucket."""
    found: pd.Series = times.dt.to_period(_PERIODS[grain]).dt.start_time
    return found


def counts(
    feedback: pd.DataFrame, scope: Scope, keys: tuple[str, ...], grain: str | None
) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """By keys and score n, and where there are weights: how many above 0, their sum, squares'."""
    rows = inside(feedback, "submitted_at", scope)
    for name in _SEVERAL.intersection(keys):  # a row for each
        rows = rows.assign(**{name: rows[name].str.strip("|").str.split("|")}).explode(name)
        rows = rows.reset_index(drop=True)
    columns = [rows[key].astype(object).where(rows[key].notna(), NOT_STATED) for key in keys]
    if grain:
        columns.insert(0, buckets(rows["submitted_at"], grain))
    columns += [rows["metric"], rows["scale_max"], rows["score"]]
    weights = rows["weight"].fillna(0) if "weight" in rows else pd.Series(1.0, rows.index)
    found: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for *key, weight in zip(*columns, weights, strict=True):
        sums = found[tuple(key)]
        sums[0] += 1
        sums[1] += weight > 0
        sums[2] += weight
        sums[3] += weight**2
    width = 4 if "weight" in rows else 1
    return {key: tuple(sums[:width]) for key, sums in found.items()}


def seconds(frame: pd.DataFrame, end: str) -> pd.Series:
    """The company's clock is moved twice a year; the hours that pass are real ones."""
    zone, shift = "Europe/Copenhagen", pd.Timedelta(hours=1)  # of an hour that is left out

    def instants(name: str, *, first: bool) -> pd.DatetimeIndex:
        """The first or the second reading of an hour that came twice."""
        local = pd.DatetimeIndex(frame[name])
        return local.tz_localize(zone, ambiguous=np.full(len(local), first), nonexistent=shift)

    found = instants(end, first=True) - instants("opened_at", first=True)
    longest = instants(end, first=False) - instants("opened_at", first=True)
    seconds = np.where(found < pd.Timedelta(0), longest.total_seconds(), found.total_seconds())
    return pd.Series(seconds, frame.index)
