"""A change beside the same change a year before: what comes every year is a season."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.definitions import DEFINITIONS
from metrics.inference.differences import Difference, by_reach
from metrics.inference.verdicts import Verdict, benjamini_hochberg, is_real
from metrics.sums.grouping import Array

_RELATIVE = ("count", "stock", "total")  # kinds whose season grows with the company
_ENDS = ("change", "change_low", "change_high")


def beyond(now: Difference, before: Difference, overlap: float = 0.0) -> Difference:
    """How much more the change is than that of a year before, from both intervals alone.

    A difference in differences by MOVER (Zou and Donner 2008), as `differences.from_intervals`. For
    periods of more than half a year the base of the one is in part the period of the other:
    `overlap`, a share, is what they have in common, and widens the interval.
    """
    change = now.change - before.change

    def reach(one: Array, other: Array) -> Array:
        return np.sqrt(one**2 + other**2 + overlap * one * other)

    low = change - reach(now.change - now.low, before.high - before.change)
    high = change + reach(now.high - now.change, before.change - before.low)
    return by_reach(change, low, high)


def beside_last_year(
    frame: pd.DataFrame, before: pd.DataFrame, keys: Sequence[str], overlap: float = 0.0
) -> pd.DataFrame:
    """The figures of `figures.assemble` with verdicts that a season alone does not make real.

    `before` are those of a year before, with the same keys. A real change stays real where it is
    real beside last year's same change as well: its p value is the larger of both. Where it is not,
    `last_year` has that change, else NaN. Rows of a metric's series are one family (false discovery
    rate); counts and totals are compared in per cent of their mean level. What is not known of last
    year is left as it is.
    """
    rows = np.flatnonzero(frame["verdict"] == Verdict.REAL)
    place = _labels(before, keys).get_indexer(_labels(frame, keys)[rows])
    rows, place = rows[place >= 0], place[place >= 0]
    ours, theirs = frame.take(rows), before.take(place)
    found = beyond(_difference(ours), _difference(theirs), overlap)
    p_single, p_value = found.p_value.copy(), found.p_value
    families, _ = _labels(ours, ()).factorize()
    for family in np.unique(families):
        p_value[families == family] = benjamini_hochberg(p_value[families == family])
    known = ~np.isnan(p_value)
    season = known & ~is_real(p_value, found.low, found.high)
    larger = {}
    for name, of_season in (("p_single", p_single), ("p_value", p_value)):
        larger[name] = frame[name].to_numpy(dtype=float, copy=True)
        larger[name][rows] = np.fmax(larger[name][rows], of_season)
    verdict = frame["verdict"].to_numpy(dtype=object, copy=True)
    verdict[rows[season]] = str(Verdict.NOISE)
    last_year = np.full(len(frame), np.nan)
    last_year[rows[season]] = theirs["change"].to_numpy(dtype=float)[season]
    return frame.assign(**larger, verdict=verdict, last_year=last_year)


def _labels(frame: pd.DataFrame, keys: Sequence[str]) -> pd.MultiIndex:
    names = [*keys, "metric", "series"]
    return pd.MultiIndex.from_arrays([frame[name].astype(str) for name in names])


def _difference(frame: pd.DataFrame) -> Difference:
    """The changes of a frame, in per cent of the mean of both sides where that is asked for."""
    change, low, high = (frame[name].to_numpy(dtype=float) for name in _ENDS)
    level = (frame["value"] + frame["base_value"]).to_numpy(dtype=float) / 200
    relative = [DEFINITIONS[key].kind in _RELATIVE for key in frame["metric"]]
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = np.where(np.array(relative, dtype=bool), level, 1.0)
        return Difference(change / unit, low / unit, high / unit, np.full(len(frame), np.nan))
