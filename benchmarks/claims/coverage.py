"""Do 95 % intervals hold the truth? Independent answers, of 10 to 1,000, by the pure core.

Levels, and differences of two sides that are not the same, one as large as the other or much
larger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.claims.rows import COVERED, Row, between, table
from metrics.durations import quantile_figures
from metrics.estimates import figures
from metrics.series import parse_series
from metrics.sums.cells import MOMENTS

Floats = npt.NDArray[np.float64]
Sums = dict[str, Floats]

_SIZES = (10, 30, 100, 1_000)
_LARGE = 10_000  # answers of the other side, where it is much larger
_TRIES = 200  # in a round
_CAUTIOUS = (COVERED[0], 1.0)
_AMOUNTS = (0.90, COVERED[1])
# Ends are values that occurred: of few values they can't hold just 95 %.
_RANKS = (COVERED[0], 0.99)
# Shares of the scores, the lowest first.
_NPS = (0.04, 0.02, 0.02, 0.03, 0.03, 0.07, 0.08, 0.12, 0.19, 0.18, 0.22)
_WORSE_NPS = (0.06, 0.03, 0.03, 0.05, 0.05, 0.1, 0.12, 0.14, 0.16, 0.12, 0.14)
_CSAT, _CEILING = (0.05, 0.06, 0.11, 0.38, 0.4), (0.02, 0.03, 0.05, 0.2, 0.7)
_HIGHER = (0.01, 0.02, 0.03, 0.14, 0.8)
_SPREADS = {"amounts": 0.8, "times": 1.0}  # standard deviation of the logarithm
_MORE = 1.2  # amounts and times of the base, times those of the view


@dataclass(frozen=True)
class _Case:
    """What is drawn: the shares of scores now and in the base."""

    name: str
    metric: str
    series: str
    now: tuple[float, ...]
    base: tuple[float, ...]
    limits: tuple[float, float] = COVERED


_ANSWERS = (
    _Case("NPS", "nps", "nps:0-10", _NPS, _WORSE_NPS),
    # An answer more, spread over the scale, makes means of ten answers cautious.
    _Case("means", "csat_mean", "csat:1-5", _CSAT, _CEILING, _CAUTIOUS),
    _Case("means near the ceiling", "csat_mean", "csat:1-5", _CEILING, _HIGHER, _CAUTIOUS),
)


def run(seed: int, rounds: int) -> pd.DataFrame:
    """The columns of `benchmarks.claims.rows.Row`: shares of intervals that hold the truth."""
    chance, tries = np.random.default_rng(seed), rounds * _TRIES
    rows: list[Row] = []
    for n in _SIZES:
        for case in _ANSWERS:
            rows += _scores(case, n, tries, chance)
        rows += _proportions(n, tries, chance)
        rows += _medians(n, tries, chance)
        if n >= 100:
            rows += _amounts(n, tries, chance)
    return table(rows)


def _scores(case: _Case, n: int, tries: int, chance: np.random.Generator) -> Iterator[Row]:
    def drawn(size: int, shares: tuple[float, ...]) -> Sums:
        return _counted(chance.multinomial(size, shares, tries), case.series)

    truth = _truth(case.metric, case.series, case.now)
    other = _truth(case.metric, case.series, case.base)
    now = drawn(n, case.now)
    for size in (n, _LARGE):
        found = _figures(case.metric, case.series, now, drawn(size, case.base))
        yield from _rows(case.name, n, size, found, truth, other, case.limits)


def _proportions(n: int, tries: int, chance: np.random.Generator) -> Iterator[Row]:
    """Of any share between 5 and 95 %: at one of them whole numbers make coverage swing."""
    p, q = chance.uniform(0.05, 0.95, (2, tries))

    def drawn(size: int, share: Floats) -> Sums:
        positive = chance.binomial(size, share)
        counts = np.zeros((tries, 5))
        counts[:, 0], counts[:, 4] = size - positive, positive
        return _counted(counts, "csat:1-5")

    now = drawn(n, p)
    for size in (n, _LARGE):
        found = _figures("csat", "csat:1-5", now, drawn(size, q))
        yield from _rows("shares", n, size, found, 100 * p, 100 * q, COVERED)


def _amounts(n: int, tries: int, chance: np.random.Generator) -> Iterator[Row]:
    spread = _SPREADS["amounts"]

    def drawn(times: float) -> Sums:
        values = times * chance.lognormal(0, spread, (tries, n))
        return _summed(n, *((values**power).sum(axis=1) for power in (1, 2, 3)))

    truth = float(np.exp(spread**2 / 2))
    name = "average_order_value"
    found = _figures(name, name, drawn(1), drawn(_MORE))
    yield from _rows("amounts", n, n, found, truth, _MORE * truth, _AMOUNTS)


def _medians(n: int, tries: int, chance: np.random.Generator) -> Iterator[Row]:
    def drawn(times: float) -> pd.DataFrame:
        values = times * chance.lognormal(0, _SPREADS["times"], tries * n)
        return pd.DataFrame({"try": np.repeat(np.arange(tries), n), "hours": values})

    found = quantile_figures(drawn(1), drawn(_MORE), "resolution_time", "hours", ("try",))
    yield from _rows("medians", n, n, found, 1.0, _MORE, _RANKS)


def _counted(drawn: npt.NDArray[np.number], series: str) -> Sums:
    """Sums of answers from how many there are of each score."""
    counts = drawn.astype(np.float64)
    scale = parse_series(series)
    scores = np.arange(scale.scale_min, scale.scale_max + 1)
    sums = _summed(counts.sum(axis=1), *(counts @ scores**power for power in (1, 2, 3)))
    for_it, against = scores >= scale.positive_from, scores <= scale.negative_to
    return {**sums, "pos": counts @ for_it.astype(float), "neg": counts @ against.astype(float)}


def _summed(n: float | Floats, total: Floats, squares: Floats, cubes: Floats) -> Sums:
    size = np.broadcast_to(n, total.shape).astype(float)
    same = {"answers": size, "w": size, "w2": size}
    same |= {"total": total, "squares": squares, "cubes": cubes}
    return {name: same.get(name, np.zeros(len(total))) for name in MOMENTS}


def _truth(metric: str, series: str, shares: tuple[float, ...]) -> float:
    """The figure of all answers there could be."""
    found = _counted(np.array([shares]), series)
    if metric == "nps":
        return float(100 * (found["pos"] - found["neg"])[0])
    return float(found["total"][0])


def _figures(metric: str, series: str, now: Sums, base: Sums) -> pd.DataFrame:
    """A row a try."""

    def cells(sums: Sums) -> pd.DataFrame:
        return pd.DataFrame({"try": np.arange(len(sums["w"])), "series": series, **sums})

    return figures(cells(now), cells(base), [metric], ("try",), minimum_n=2)


def _rows(
    name: str,
    n: int,
    other: int,
    found: pd.DataFrame,
    now: float | Floats,
    base: float | Floats,
    limits: tuple[float, float],
) -> Iterator[Row]:
    """The interval of the view's figure, once, and that of the difference."""
    tries, truths = len(found), {"": now, "change_": now - base}
    for prefix, truth in truths.items():
        low, high = found[f"{prefix}low"], found[f"{prefix}high"]
        held = float(((low <= truth) & (truth <= high)).sum())
        if prefix:
            yield between(name, f"difference, {n:,} and {other:,}", held, tries, limits)
        elif other == n:
            yield between(name, f"level, {n:,}", held, tries, limits)
