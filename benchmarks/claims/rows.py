"""The rows that every simulation hands over, and how far chance alone takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd
from scipy import stats

FALSE = 0.05  # claims of a change where there is none
COVERED = (0.93, 0.97)  # 95 % intervals that hold the truth
_BY_CHANCE = 0.001  # of a table of a hundred rows one in ten has a row that is out by chance


class Row(NamedTuple):
    """What was measured, and between which values it must lie."""

    case: str
    measure: str
    value: float
    limit_low: float
    limit_high: float


def at_most(case: str, measure: str, happened: float, tries: int, most: float = FALSE) -> Row:
    """A share that must not be above `most`, beyond what so many independent tries give."""
    return Row(case, measure, happened / tries, 0.0, _highest(most, tries))


def at_least(case: str, measure: str, happened: float, tries: int, least: float) -> Row:
    """A share that must not be below `least`, beyond what so many independent tries give."""
    return Row(case, measure, happened / tries, _lowest(least, tries), 1.0)


def between(
    case: str, measure: str, happened: float, tries: int, limits: tuple[float, float] = COVERED
) -> Row:
    """A share that must lie within limits, beyond what so many independent tries give."""
    low, high = limits
    return Row(case, measure, happened / tries, _lowest(low, tries), _highest(high, tries))


def table(rows: Iterable[Row]) -> pd.DataFrame:
    """A frame with the columns of `Row`."""
    return pd.DataFrame(list(rows), columns=list(Row._fields))


def outside(frame: pd.DataFrame) -> pd.Series[bool]:
    """True for rows out of their limits; one that is NaN is none, a value that is NaN is out."""
    value = frame["value"]
    return value.isna() | (value < frame["limit_low"]) | (value > frame["limit_high"])


def independent_tries(happened: pd.Series[bool], companies: pd.Series[str]) -> int:
    """How many independent tries tell as much as these, which are several of each company.

    By the design effect of what happened (Kish 1965): at most all of them, at least the number of
    companies.
    """
    share, own = happened.mean(), happened.groupby(companies)
    sizes = own.size()
    if share in (0, 1):
        return len(happened)
    apart = ((own.sum() - sizes * share) ** 2).sum()
    effect = apart / (len(happened) * share * (1 - share))
    return round(len(happened) / min(max(effect, 1.0), len(happened) / len(sizes)))


def _highest(share: float, tries: int) -> float:
    return float(stats.binom.isf(_BY_CHANCE, tries, share)) / tries


def _lowest(share: float, tries: int) -> float:
    return float(stats.binom.ppf(_BY_CHANCE, tries, share)) / tries
