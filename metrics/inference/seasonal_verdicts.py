"""Verdicts of figures that a season alone does not make real."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import pandas as pd

from metrics.definitions import DEFINITIONS
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval
from metrics.inference.season import beside_earlier_years, beyond
from metrics.inference.verdicts import Verdict, benjamini_hochberg, is_real
from metrics.sums.grouping import Array, IntArray

YEARS = 2  # earlier years that it takes to say what is usual
_RELATIVE = ("count", "stock", "total")  # kinds whose season grows with the company
_ENDS = ("change", "change_low", "change_high")
_SEASON = ("season", "season_low", "season_high")


class BesideSeason(StrEnum):
    """How a change is beside the usual season; nothing where no season is known."""

    AS_USUAL = "as_usual"
    MORE = "more"
    LESS = "less"  # it went the way of the season, and less far
    UNKNOWN = ""


def beside_usual_season(frame: pd.DataFrame, earlier: pd.DataFrame, per_year: int) -> pd.DataFrame:
    """The figures of `figures.assemble`, of the whole view, beside those of the periods before.

    `earlier` has metric, series, value, low, high and `ago`: 0 the period compared with, 1 the one
    before it, and so on. Verdicts as in `beside_last_year`, with the mean of all earlier years in
    the place of last year's change. Of real changes and those held back, `season`, `season_low` and
    `season_high` are what is usual, where that is known from `YEARS` and can be told from nothing
    (at 95 %, over a metric's series), and `beside_season` is how the change is beside it.
    """
    periods = int(earlier["ago"].max()) + 1 if len(earlier) else 0
    if periods <= per_year:
        return frame
    keys = _labels(earlier, ())
    names = keys.unique()
    at = names.get_indexer(keys), earlier["ago"].to_numpy(dtype=np.int64)
    sides = np.full((3, len(names), periods), np.nan)
    for side, name in zip(sides, Interval._fields, strict=True):
        side[at] = earlier[name].to_numpy(dtype=float)
    last_year = sides[0, :, per_year - 1] - sides[0, :, per_year]
    rows = _real_rows(frame)
    place = names.get_indexer(_labels(frame, ())[rows])
    known = (place >= 0) & ~np.isnan(last_year[place])
    rows, place = rows[known], place[known]
    ours = frame.take(rows)
    found = beside_earlier_years(_difference(ours), Interval(*sides[:, place]), per_year)
    held = _held(frame, rows, found.beyond, last_year[place])
    usual = found.usual
    p_value = _by_family(ours, usual.p_value)
    told = is_real(p_value, usual.low, usual.high) & (found.years >= YEARS)
    columns = {name: np.full(len(frame), np.nan) for name in _SEASON}
    for name, part in zip(_SEASON, usual[:3], strict=True):
        columns[name][rows[told]] = part[told]
    left = found.beyond
    apart = is_real(_by_family(ours, left.p_value), left.low, left.high)
    further = left.change * ours["change"].to_numpy(dtype=float) > 0
    beside = np.full(len(frame), str(BesideSeason.UNKNOWN), dtype=object)
    for word, which in (
        (BesideSeason.AS_USUAL, ~apart),
        (BesideSeason.MORE, apart & further),
        (BesideSeason.LESS, apart & ~further),
    ):
        beside[rows[told & which]] = str(word)
    return held.assign(**columns, beside_season=beside)


def beside_last_year(
    frame: pd.DataFrame, before: pd.DataFrame, keys: Sequence[str], overlap: float = 0.0
) -> pd.DataFrame:
    """The figures of `figures.assemble` with verdicts that a season alone does not make real.

    `before` are those of a year before, with the same keys. A real change stays real where it is
    real beside last year's same change as well, and goes on in its direction: its p value is the
    larger of both. Where it is not, `last_year` has that change, else NaN. Rows of a metric's
    series are one family (false discovery rate); counts and totals are compared in per cent of
    their mean level. What is not known of last year is left as it is.
    """
    rows = _real_rows(frame)
    place = _labels(before, keys).get_indexer(_labels(frame, keys)[rows])
    rows, place = rows[place >= 0], place[place >= 0]
    theirs = before.take(place)
    found = beyond(_difference(frame.take(rows)), _difference(theirs), overlap)
    return _held(frame, rows, found, theirs["change"].to_numpy(dtype=float))


def _held(frame: pd.DataFrame, rows: IntArray, left: Difference, before: Array) -> pd.DataFrame:
    """The frame with the verdicts of these rows as far as what is `left` of them is real too."""
    ours = frame.take(rows)
    against = left.change * ours["change"].to_numpy(dtype=float) < 0
    p_single = np.where(against, 1.0, left.p_value)
    p_value = _by_family(ours, p_single)
    season = ~np.isnan(p_value) & ~is_real(p_value, left.low, left.high)
    larger = {}
    for name, of_season in (("p_single", p_single), ("p_value", p_value)):
        larger[name] = frame[name].to_numpy(dtype=float, copy=True)
        larger[name][rows] = np.fmax(larger[name][rows], of_season)
    verdict = frame["verdict"].to_numpy(dtype=object, copy=True)
    verdict[rows[season]] = str(Verdict.NOISE)
    unknown = np.full(len(frame), np.nan)
    last_year = frame["last_year"].to_numpy(copy=True) if "last_year" in frame else unknown
    last_year[rows[season]] = before[season]
    return frame.assign(**larger, verdict=verdict, last_year=last_year)


def _by_family(frame: pd.DataFrame, p_single: Array) -> Array:
    """P values with the false discovery rate held over the rows of a metric's series."""
    p_value = p_single.copy()
    families, _ = _labels(frame, ()).factorize()
    for family in np.unique(families):
        p_value[families == family] = benjamini_hochberg(p_value[families == family])
    return p_value


def _real_rows(frame: pd.DataFrame) -> IntArray:
    return np.flatnonzero(frame["verdict"] == Verdict.REAL)


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
