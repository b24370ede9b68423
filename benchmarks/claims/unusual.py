"""A year of weekly looks at the control charts of a page.

What is counted is a whole year of companies in which nothing changes: whether any of 52 looks shows
a special cause on any card. A look shows more than the one before when a period has become whole.
And of pages on which one card changes: how soon that is seen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.claims.rows import Row, at_least, at_most, table
from metrics.inference.intervals import adjusted_net_share
from metrics.inference.monitoring import LONGEST, band

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CARDS = 12  # of a page
_PAGES = 10  # a round and case
_CUTS = (-0.84, 0.13)  # of a standard normal opinion: 20 % detractors, 45 % promoters
_POOL = 400  # customers who answer again and again
_LOOKS = {"month": (12, 1), "week": (52, 1), "day": (364, 7)}  # new periods, and those of a look


class _Case(NamedTuple):
    """A page in which nothing changes."""

    name: str
    grain: str = "month"
    n: int = 100  # answers a period
    often: int = 1  # answers of a customer in a period
    spread: float = 1.0  # how many times more periods vary than their answers explain


CASES = (
    _Case("100 answers a month"),
    _Case("20 answers a month", n=20),
    _Case("100 answers a month, 4 of each customer", often=4),
    _Case("100 answers a month, months vary 1.8 times more", spread=1.8),
    _Case("100 answers a week", "week"),
    _Case("100 answers a week, weeks vary 1.8 times more", "week", spread=1.8),
    _Case("30 answers a day", "day", n=30),
)
_STEPS = {5.0: 0.0, 10.0: 0.5, 15.0: 0.9}  # points of NPS lost at once: least share seen in a year
_DRIFT = 1.0  # points a month
_SEASON = 5.0  # points up and down
_MONTHLY = 300  # answers, of what changes
_WITHIN = (3, 6, 12)  # months


def run(seed: int, rounds: int) -> pd.DataFrame:
    """Shares of pages in a year of looks: case, measure, value, limit_low, limit_high."""
    chance, size, rows = np.random.default_rng(seed), _PAGES * rounds, list[Row]()
    for case in CASES:
        pages = size if case.grain == "month" else max(size // 4, _PAGES)
        found = _looks(*_year(chance, case, pages), case.grain)
        rows.append(at_most(case.name, "a special cause on any card", found.sum(), pages))
    for step, least in _STEPS.items():
        rows += _power(chance, f"a step by {step:g} points", _step(step), size, least)
    rows += _power(chance, f"a drift by {_DRIFT:g} point a month", _drift(), size)
    rows += _power(chance, f"a season of {_SEASON:g} points up and down", _season(), size)
    return table(rows)


def _year(chance: np.random.Generator, case: _Case, pages: int) -> tuple[Array, Array, Array]:
    """NPS, standard error and n by period, card and page: `LONGEST` periods and a year."""
    shape = (LONGEST + _LOOKS[case.grain][0], CARDS, pages)
    if case.often > 1:
        return _again(chance, case, shape)
    error = np.sqrt(0.45 + 0.20 - 0.25**2) * 100 / np.sqrt(case.n)
    extra = error * np.sqrt(case.spread**2 - 1)
    return _answers(chance, chance.poisson(case.n, shape), chance.normal(0, extra, shape))


def _answers(
    chance: np.random.Generator, n: npt.NDArray[np.int64], moved: Array
) -> tuple[Array, Array, Array]:
    """NPS of n answers, whose truth has moved by some points."""
    promoters, detractors = np.clip(0.45 + moved / 200, 0, 1), np.clip(0.20 - moved / 200, 0, 1)
    positive = chance.binomial(n, promoters)
    rest = np.clip(detractors / np.maximum(1 - promoters, 1e-9), 0, 1)
    negative = chance.binomial(n - positive, rest)
    return _figures(*(each.astype(float) for each in (n, positive, negative)))


def _figures(n: Array, positive: Array, negative: Array) -> tuple[Array, Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):
        p, d = positive / n, negative / n
    shown = n >= 10
    value = np.where(shown, 100 * (p - d), np.nan)
    return value, 100 * adjusted_net_share(n, p, d)[1], n


def _again(
    chance: np.random.Generator, case: _Case, shape: tuple[int, ...]
) -> tuple[Array, Array, Array]:
    """The same few customers, with opinions of their own that are half of what they answer."""
    size = (*shape, case.n // case.often)
    opinions = chance.normal(0, np.sqrt(0.5), (_POOL, *shape[1:]))
    who = chance.integers(0, _POOL, size)
    pages = np.arange(shape[2])[:, None]
    own = opinions[who, np.arange(shape[1])[:, None, None], pages]
    positive, negative = np.zeros(shape), np.zeros(shape)
    for _ in range(case.often):
        said = own + chance.normal(0, np.sqrt(0.5), size)
        positive += (said > _CUTS[1]).sum(axis=-1)
        negative += (said < _CUTS[0]).sum(axis=-1)
    n = np.full(shape, float(case.often * size[-1]))
    value, error, n = _figures(n, positive, negative)
    # Of answers half of which are their customer's own (metrics/inference/design_effect.py).
    alike = _alike(chance)
    return value, error * np.sqrt(1 + (case.often - 1) * alike), n


def _alike(chance: np.random.Generator) -> float:
    """The intraclass correlation of such answers, as promoters and detractors are counted."""
    own = chance.normal(0, np.sqrt(0.5), 200_000)
    said = [own + chance.normal(0, np.sqrt(0.5), len(own)) for _ in range(2)]
    one, other = ((each > _CUTS[1]).astype(float) - (each < _CUTS[0]) for each in said)
    return float(np.corrcoef(one, other)[0, 1])


def _looks(value: Array, error: Array, n: Array, grain: str) -> Flags:
    """Whether any look shows a special cause on any card; charts move along with the view."""
    new, apart = _LOOKS[grain]
    shown = np.zeros(value.shape[2], dtype=bool)
    for end in range(LONGEST, LONGEST + new + 1, apart):
        seen = slice(end - LONGEST, end)
        found = band(value[seen], error[seen], n[seen], grain, CARDS)
        shown |= (found.since >= 0).any(axis=0)
    return shown


def _power(
    chance: np.random.Generator, case: str, moved: Array, size: int, promised: float = 0.0
) -> list[Row]:
    """How often a card is seen to change within some months, on a page whose others stand still."""
    shape = (len(moved), size)
    truth = np.repeat(moved[:, None], size, axis=1)
    value, error, n = _answers(chance, chance.poisson(_MONTHLY, shape), truth)
    seen, rows = np.zeros(size, dtype=bool), []
    for months in range(1, max(_WITHIN) + 1):
        part = slice(months, LONGEST + months)
        found = band(value[part], error[part], n[part], "month", CARDS)
        seen |= found.since >= 0
        if months in _WITHIN:
            least = promised if months == _WITHIN[-1] else 0.0
            rows.append(at_least(case, f"seen within {months} months", seen.sum(), size, least))
    return rows


def _step(points: float) -> Array:
    return np.append(np.zeros(LONGEST), np.full(12, -points))


def _drift() -> Array:
    return np.append(np.zeros(LONGEST), -_DRIFT * np.arange(1, 13))


def _season() -> Array:
    return _SEASON * np.sin(2 * np.pi * np.arange(LONGEST + 12) / 12)
