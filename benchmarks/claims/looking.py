"""A year of weekly looks at headlines of companies in which nothing changes.

What is counted is a whole year: whether any of 52 looks, a week apart, shows something that is not
there. The views move along, as presets do.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.claims.rows import Row, table
from data.scope import Span
from metrics.inference.differences import net_share
from metrics.inference.verdicts import SIGNIFICANCE
from view.periods import preset_span, previous

Array = npt.NDArray[np.float64]

PRESETS = ("last-12-months", "last-90-days", "last-30-days")
LOOKS = 52  # a week apart
WEEKLY = 100  # answers a week
_KEY_FIGURES = 3  # read together on a page
_PROMOTERS, _DETRACTORS = 0.45, 0.20
_LAST = date(2026, 10, 31)
_DAYS = 3 * 366
_COMPANIES = 10  # a round and case


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Shares of companies in a year of looks: case, measure, value, limit_low, limit_high.

    What plain verdicts do has no limits (NaN): it is what pages say of them.
    """
    chance, size = np.random.default_rng(seed), _COMPANIES * rounds
    rows: list[Row] = []
    for preset in PRESETS:
        headlines = _looks(chance, preset, size)
        case = f"no change, {preset}"
        rows.append(Row(case, "a real change in the headline", headlines.mean(), np.nan, np.nan))
    return table(rows)


def _answers(chance: np.random.Generator, shape: tuple[int, ...], n: float) -> Array:
    """Answers, promoters and detractors, first axis."""
    count = chance.poisson(n, shape)
    positive = chance.binomial(count, _PROMOTERS)
    negative = chance.binomial(count - positive, _DETRACTORS / (1 - _PROMOTERS))
    return np.stack([count, positive, negative]).astype(float)


def _looks(chance: np.random.Generator, preset: str, size: int) -> npt.NDArray[np.bool_]:
    """Whether the headline has a real change in any look."""
    first = _LAST - timedelta(days=_DAYS - 1)
    shape = (_DAYS, _KEY_FIGURES, size)
    days = _answers(chance, shape, WEEKLY / 7)
    upto = np.concatenate([np.zeros((3, 1, *shape[1:])), days.cumsum(axis=1)], axis=1)

    def added(span: Span) -> Array:
        start, end = (span.start - first).days, (span.end - first).days + 1
        return np.asarray(upto[:, end] - upto[:, start])

    real = np.zeros(size, dtype=bool)
    for look in range(LOOKS):
        span = preset_span(preset, first, _LAST - timedelta(weeks=LOOKS - 1 - look))
        (n1, p1, d1), (n0, p0, d0) = added(span), added(previous(span))
        found = net_share(n1, p1 / n1, d1 / n1, n0, p0 / n0, d0 / n0)
        limits = SIGNIFICANCE * np.arange(1, _KEY_FIGURES + 1) / _KEY_FIGURES
        real |= (np.sort(found.p_value, axis=0) < limits[:, None]).any(axis=0)
    return real
