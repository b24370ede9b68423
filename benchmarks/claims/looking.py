"""A year of weekly looks at companies in which nothing changes, and at some in which NPS falls.

What is counted is a whole year: whether any of 52 looks, a week apart, shows something that is not
there. The views move along, as presets do, and their first and last periods are partial.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.claims.rows import Row, at_least, at_most, table
from data.grains import buckets
from data.scope import Span
from metrics.inference.differences import net_share
from metrics.inference.intervals import adjusted_net_share
from metrics.inference.monitoring import Band, band
from metrics.inference.verdicts import SIGNIFICANCE
from view.periods import preset_span, previous, usual_grain

Array = npt.NDArray[np.float64]

PRESETS = ("last-12-months", "last-90-days", "last-30-days")
LOOKS = 52  # a week apart
WEEKLY = 100  # answers a week
FALL = 10.0  # points of NPS
FOUND_WITHIN = 13  # weeks
_KEY_FIGURES = 3  # read together on a page
_PROMOTERS, _DETRACTORS = 0.45, 0.20
_LAST = date(2026, 10, 31)
_DAYS = 3 * 366
_COMPANIES = 10  # a round and case
_MINIMUM_N = 10


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Shares of companies in a year of looks: case, measure, value, limit_low, limit_high.

    What plain verdicts do has no limits (NaN): it is what pages say of them.
    """
    chance, size = np.random.default_rng(seed), _COMPANIES * rounds
    rows: list[Row] = []
    for preset in PRESETS:
        trends, headlines = _looks(chance, preset, size)
        case = f"no change, {preset}"
        rows.append(at_most(case, "a mark in the trend", trends.sum(), size))
        rows.append(Row(case, "a real change in the headline", headlines.mean(), np.nan, np.nan))
    for n in (20, WEEKLY):
        alarms = _alarms(chance, 2 * LOOKS, size, n)
        rows.append(at_most(f"no change, {n} answers a week", "an alarm", alarms.sum(), size))
    found = _alarms(chance, LOOKS + FOUND_WITHIN, size, WEEKLY, fall=FALL)
    case = f"NPS of {WEEKLY} answers a week falls by {FALL:g} after a year"
    rows.append(at_least(case, f"an alarm within {FOUND_WITHIN} weeks", found.sum(), size, 0.6))
    return table(rows)


def _answers(chance: np.random.Generator, shape: tuple[int, ...], n: float, fall: Array) -> Array:
    """Answers, promoters and detractors, first axis; `fall` is of NPS, in points, by period."""
    down = np.broadcast_to(fall.reshape(-1, *[1] * (len(shape) - 1)) / 200, shape)
    promoters, detractors = _PROMOTERS - down, _DETRACTORS + down
    count = chance.poisson(n, shape)
    positive = chance.binomial(count, promoters)
    negative = chance.binomial(count - positive, detractors / (1 - promoters))
    return np.stack([count, positive, negative]).astype(float)


def _band(answers: Array, grain: str) -> Band:
    """Of NPS by period."""
    n, positive, negative = answers
    with np.errstate(divide="ignore", invalid="ignore"):
        p, d = positive / n, negative / n
    shown = n >= _MINIMUM_N
    value = np.where(shown, 100 * (p - d), np.nan)
    return band(value, 100 * adjusted_net_share(n, p, d)[1], n, grain)


def _alarms(
    chance: np.random.Generator, weeks: int, size: int, n: int, fall: float = 0.0
) -> npt.NDArray[np.bool_]:
    """Whether any week after the first year is outside the band; what falls does so then."""
    later = np.where(np.arange(weeks) >= LOOKS, fall, 0.0)
    found = _band(_answers(chance, (weeks, size), n, later), "week")
    return np.asarray(found.unusual[LOOKS:].any(axis=0))


def _looks(
    chance: np.random.Generator, preset: str, size: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether the trend has a mark, and the headline a real change, in any look."""
    first = _LAST - timedelta(days=_DAYS - 1)
    shape = (_DAYS, _KEY_FIGURES, size)
    days = _answers(chance, shape, WEEKLY / 7, np.zeros(_DAYS))
    upto = np.concatenate([np.zeros((3, 1, *shape[1:])), days.cumsum(axis=1)], axis=1)

    def added(span: Span) -> Array:
        start, end = (span.start - first).days, (span.end - first).days + 1
        return np.asarray(upto[:, end] - upto[:, start])

    marked, real = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for look in range(LOOKS):
        span = preset_span(preset, first, _LAST - timedelta(weeks=LOOKS - 1 - look))
        grain = usual_grain(span)
        starts = [max(start, span.start) for start in buckets(span, grain)]
        ends = [*(start - timedelta(days=1) for start in starts[1:]), span.end]
        periods = [added(Span(*each))[:, 0] for each in zip(starts, ends, strict=True)]
        marked |= _band(np.stack(periods, axis=1), grain).unusual.any(axis=0)
        (n1, p1, d1), (n0, p0, d0) = added(span), added(previous(span))
        found = net_share(n1, p1 / n1, d1 / n1, n0, p0 / n0, d0 / n0)
        limits = SIGNIFICANCE * np.arange(1, _KEY_FIGURES + 1) / _KEY_FIGURES
        real |= (np.sort(found.p_value, axis=0) < limits[:, None]).any(axis=0)
    return marked, real
