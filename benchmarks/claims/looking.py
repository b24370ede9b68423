"""A year of weekly looks at companies in which nothing changes, and at some in which NPS falls.

What is counted is a whole year: whether any of 52 looks, a week apart, shows something that is not
there. The views move along, as presets do, and their first and last periods are partial.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

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
_MINIMUM_N = 10


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Of this many companies a case, in %: columns case, measure, value, limit_low, limit_high.

    A limit that is NaN is none: what verdicts do under weekly looks is told, not held.
    """
    chance = np.random.default_rng(seed)
    rows: list[tuple[str, str, float, float, float]] = []
    for preset in PRESETS:
        trends, headlines = _looks(chance, preset, rounds)
        rows.append((f"no change, {preset}", "a mark in the trend in a year", trends, 0, 6))
        what = "a real change in a headline in a year"
        rows.append((f"no change, {preset}", what, headlines, np.nan, np.nan))
    for history in (26, 52):
        weeks = _weeks(chance, history + LOOKS, rounds, WEEKLY)
        false = 100 * weeks.unusual[history:].any(axis=0).mean()
        case = f"no change, {history} weeks before"
        rows.append((case, "an alarm in 52 weeks", false, 0, 6))
        weeks = _weeks(chance, history + FOUND_WITHIN, rounds, WEEKLY, falls_at=history)
        found = 100 * weeks.unusual[history:].any(axis=0).mean()
        case = f"NPS falls by {FALL:g} after {history} weeks"
        rows.append((case, f"an alarm within {FOUND_WITHIN} weeks", found, 60, 100))
    few = _weeks(chance, 2 * LOOKS, rounds, 20)
    false = 100 * few.unusual[LOOKS:].any(axis=0).mean()
    rows.append(("no change, 20 answers a week", "an alarm in 52 weeks", false, 0, 6))
    return pd.DataFrame(rows, columns=["case", "measure", "value", "limit_low", "limit_high"])


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


def _weeks(
    chance: np.random.Generator, weeks: int, rounds: int, n: int, falls_at: int | None = None
) -> Band:
    fall = np.where(np.arange(weeks) >= (weeks if falls_at is None else falls_at), FALL, 0.0)
    return _band(_answers(chance, (weeks, rounds), n, fall), "week")


def _looks(chance: np.random.Generator, preset: str, rounds: int) -> tuple[float, float]:
    """% of companies whose trend has a mark, and whose headline a real change, in any look."""
    first = _LAST - timedelta(days=_DAYS - 1)
    shape = (_DAYS, _KEY_FIGURES, rounds)
    days = _answers(chance, shape, WEEKLY / 7, np.zeros(_DAYS))
    upto = np.concatenate([np.zeros((3, 1, *shape[1:])), days.cumsum(axis=1)], axis=1)

    def added(span: Span) -> Array:
        start, end = (span.start - first).days, (span.end - first).days + 1
        return np.asarray(upto[:, end] - upto[:, start])

    marked, real = np.zeros(rounds, dtype=bool), np.zeros(rounds, dtype=bool)
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
    return 100 * float(marked.mean()), 100 * float(real.mean())
