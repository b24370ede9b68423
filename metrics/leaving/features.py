"""What is known of customers on a day, as numbers that a model of leaving learns from.

Only what has a date: today's plan or revenue of a customer may be what leaving made of it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.sums.grouping import need

LOOK_BACK = 365  # days of history before the day
RECENT = 90  # days of which it is also counted by itself
EVENTS = ("feedback", "orders", "tickets", "engagement")
_NEW = 90  # days within which a customer is new

Numbers = npt.NDArray[np.float32]


class Features(NamedTuple):
    """A row a customer and a column a name."""

    names: tuple[str, ...]
    values: Numbers


def features(people: pd.DataFrame, day: date) -> Features:
    """Of customers as they were known at the end of a day.

    `people` has joined_day and, of each table of EVENTS that is known, `<table>_n` rows within
    LOOK_BACK days, `<table>_recent` of these within RECENT days, and where there are any
    `<table>_last`, their newest day (NaT for none); of feedback `low` and `low_recent` answers
    that are not positive ones, and of the newest day with NPS answers the shares `detractor`,
    `passive` and `promoter`; of tickets `tickets_open` on the day. Counts are taken as logarithms
    of one more.
    """
    need(people, ("joined_day",))
    tenure = days_before(people["joined_day"], day)
    found = {"tenure": np.log1p(tenure), "new": (tenure < _NEW).astype(float)}
    for table in EVENTS:
        if f"{table}_n" not in people:
            continue
        counts = [f"{table}_n", f"{table}_recent"]
        counts += [name for name in _COUNTS.get(table, ()) if name in people]
        found |= {name: np.log1p(_number(people[name])) for name in counts}
        if f"{table}_last" in people:
            since = days_before(people[f"{table}_last"], day)
            found[f"{table}_last"] = np.log1p(np.where(np.isnan(since), LOOK_BACK, since))
        found |= {name: _number(people[name]) for name in _SHARES.get(table, ()) if name in people}
    return Features(tuple(found), np.column_stack(list(found.values())).astype(np.float32))


_COUNTS = {"feedback": ("low", "low_recent"), "tickets": ("tickets_open",)}
_SHARES = {"feedback": ("detractor", "passive", "promoter")}


_OF_NPS = {*_SHARES["feedback"]}
_OF_FEEDBACK = {*_COUNTS["feedback"]}
_OF_TENURE = {"tenure", "new"}


def theme_of(name: str) -> str:
    """What a feature is about: nps, tenure, or one of EVENTS."""
    if name in _OF_NPS:
        return "nps"
    if name in _OF_TENURE:
        return "tenure"
    return "feedback" if name in _OF_FEEDBACK else name.partition("_")[0]


def days_before(days: pd.Series, day: date) -> npt.NDArray[np.float64]:
    """How many days each was before a day; NaN for none."""
    known = pd.to_datetime(days).to_numpy().astype("datetime64[D]")
    found = (np.datetime64(day, "D") - known).astype("timedelta64[D]")
    return np.where(np.isnat(found), np.nan, found.astype(np.float64))


def _number(values: pd.Series) -> npt.NDArray[np.float64]:
    return values.fillna(0).to_numpy(dtype=float)
