"""What speaks for an order of day and month without deciding it: the file's order, and weekends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detection.column import Choice
from detection.dates.days import Days
from detection.dates.written import Templates, Written

IN_ORDER = 0.98  # of the steps from one text to the next go one way
NOT_IN_ORDER = 0.95
FEWEST_STEPS = 10  # to another day
NO_WEEKENDS = 0.02  # of the rows
SOME_WEEKENDS = 0.15
FEWEST_DAYS = 20
_MONDAY = np.datetime64("1970-01-05", "D")


def speaks_for(left: Sequence[Written], found: Templates) -> Choice[Written]:
    """The reading that a hint speaks for; sure where both hints speak for the same one.

    A file that is sorted by the texts themselves is in the order of no date.
    """
    by_text = _one_way(np.argsort(np.argsort(found.texts)))
    rising = None if by_text >= IN_ORDER else _alone([_in_order(one.days) for one in left],
                                                      IN_ORDER, NOT_IN_ORDER)  # fmt: skip
    working = _alone([_working(one.days, found.rows) for one in left],
                     1 - NO_WEEKENDS, 1 - SOME_WEEKENDS)  # fmt: skip
    said = ((rising, "the file is in the order of its dates"), (working, "there are no weekends"))
    told = " and ".join(words for place, words in said if place is not None)
    places = {place for place in (rising, working) if place is not None}
    if len(places) != 1:
        return Choice()
    best = left[places.pop()]
    agree = rising is not None and working is not None
    return Choice((best,), agree, f"{told} with the {_words(best)}")


def _words(one: Written) -> str:
    return {"dmy": "day first", "mdy": "month first"}.get(one.order, "year first")


def _alone(shares: Sequence[float], high: float, low: float) -> int | None:
    """The place of the one share that is high while all others are low."""
    places = [place for place, share in enumerate(shares) if share >= high]
    others = [share for share in shares if share < high]
    return places[0] if len(places) == 1 and all(share <= low for share in others) else None


def _in_order(days: Days) -> float:
    known = days[~np.isnat(days)].astype(np.int64)
    return (
        _one_way(known)
        if np.count_nonzero(np.diff(known)) >= FEWEST_STEPS
        else (IN_ORDER + NOT_IN_ORDER) / 2
    )


def _one_way(numbers: NDArray[np.int64]) -> float:
    """The share of the steps that do not go back, or do not go on."""
    steps = np.diff(numbers)
    return float(max((steps >= 0).mean(), (steps <= 0).mean())) if len(steps) else 0.0


def _working(days: Days, rows: NDArray[np.int64]) -> float:
    """The share of rows from Monday to Friday; halfway between the bounds of too few days."""
    known = ~np.isnat(days)
    if len(np.unique(days[known])) < FEWEST_DAYS:
        return 1 - (NO_WEEKENDS + SOME_WEEKENDS) / 2
    weekday = (days[known] - _MONDAY).astype(np.int64) % 7
    return float(np.average(weekday < 5, weights=rows[known]))
