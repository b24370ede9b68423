"""Small cells, skewed amounts and scores near the ceiling: is what is said of them true?

Everything goes through `metrics.estimates.figures`, as on a page. `run` gives a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from benchmarks.claims.rows import Row, at_least, at_most, between, table
from metrics.durations import quantile_figures
from metrics.estimates import against_rest, figures
from metrics.inference.verdicts import benjamini_hochberg, is_real
from metrics.series import parse_series
from metrics.sums.cells import MOMENTS, Cells

Array = npt.NDArray[np.float64]

LEVELS = 96  # cells of a family
SMALL, LARGE = (10, 20, 50), (200, 1_000, 10_000)
SIZES = (10, 20, 30, 100, 1_000)


@dataclass(frozen=True)
class Asked:
    """Answers of a metric: its series, its scores and how probable each is."""

    name: str
    metric: str
    series: str
    chances: tuple[float, ...]
    lowest: int = 1

    @property
    def scores(self) -> Array:
        """The scores, from the lowest."""
        return np.arange(len(self.chances)) + float(self.lowest)

    @property
    def mean(self) -> float:
        """The true mean."""
        return float(self.scores @ np.array(self.chances))

    def draw(self, rng: np.random.Generator, n: int, cells: int) -> Cells:
        """So many cells of n answers."""
        drawn = rng.multinomial(n, self.chances, cells).astype(float)
        x, read = self.scores, parse_series(self.series)
        sums = {name: np.full(cells, float(n)) for name in ("answers", "w", "w2")}
        sums |= {
            "pos": drawn[:, x >= read.positive_from].sum(axis=1),
            "neg": drawn[:, x <= read.negative_to].sum(axis=1),
        }
        sums |= {name: drawn @ x**k for k, name in enumerate(("total", "squares", "cubes"), 1)}
        return _cells(self.series, sums)


def _scale(positive: float, most: int) -> tuple[float, ...]:
    """Chances of scores 1 to `most`, of which two of five count as positive."""
    below = 3 if most == 5 else 4
    return (*[(1 - positive) / below] * below, *[positive / (most - below)] * (most - below))


def _nps(promoters: float, detractors: float) -> tuple[float, ...]:
    passives = (1 - promoters - detractors) / 2
    return (*[detractors / 7] * 7, passives, passives, promoters / 2, promoters / 2)


SHARES = [
    Asked(f"share of {100 * p:.0f} %", "csat", "csat:1-5", _scale(p, 5)) for p in (0.5, 0.9, 0.98)
]
NET = [
    Asked(f"NPS {100 * p:.0f} less {100 * d:.0f} %", "nps", "nps:0-10", _nps(p, d), 0)
    for p, d in ((0.5, 0.2), (0.2, 0.4), (0.85, 0.03))
]
MEANS = [
    Asked("CSAT mean, even", "csat_mean", "csat:1-5", (0.2,) * 5),
    Asked("CSAT mean, usual", "csat_mean", "csat:1-5", (0.05, 0.1, 0.2, 0.35, 0.3)),
    Asked("CSAT mean, 70 % best", "csat_mean", "csat:1-5", (0.02, 0.03, 0.05, 0.2, 0.7)),
    Asked("CES mean, skewed", "ces_mean", "ces:1-7", (0.03, 0.03, 0.05, 0.09, 0.15, 0.25, 0.4)),
]
SPREADS = (0.5, 1.0)  # of log-normal amounts: the mean is 1.1 and 1.6 times the median


def run(seed: int = 11, rounds: int = 400) -> pd.DataFrame:
    """Shares that must be within limits, a row each; see `rows.table`.

    `rounds` families are drawn for each case, and 25 times as many intervals.
    """
    rng = np.random.default_rng(seed)
    parts = (families, unlike, quantiles, segments, coverage, amounts, power)
    return table(row for part in parts for row in part(rng, rounds))


def families(rng: np.random.Generator, rounds: int) -> Iterator[Row]:
    """Small cells against a large base from the same population: is any called real?"""
    for asked in (*SHARES, *NET, *MEANS):
        for n in SMALL:
            for base in LARGE:
                now, then = asked.draw(rng, n, rounds * LEVELS), asked.draw(rng, base, rounds)
                found = figures(now, _repeated(then, LEVELS), [asked.metric], ("cell",))
                case = f"{asked.name}: {LEVELS} cells of {n} against {base}"
                yield at_most(case, _FAMILIES, _any_real(found, rounds), rounds)


def unlike(rng: np.random.Generator, rounds: int) -> Iterator[Row]:
    """The same mean, but the small cells are spread twice as wide as the large base, or half."""
    middle = Asked("middle", "csat_mean", "csat:1-5", (0.0, 0.1, 0.8, 0.1, 0.0))
    ends = Asked("ends", "csat_mean", "csat:1-5", (0.3, 0.1, 0.2, 0.1, 0.3))
    for name, own, other in (("wider", ends, middle), ("narrower", middle, ends)):
        for n in SMALL:
            now, then = own.draw(rng, n, rounds * LEVELS), other.draw(rng, 10_000, rounds)
            found = figures(now, _repeated(then, LEVELS), ["csat_mean"], ("cell",))
            case = f"CSAT mean, cells {name} than the base: {LEVELS} cells of {n} against 10000"
            yield at_most(case, _FAMILIES, _any_real(found, rounds), rounds)


def quantiles(rng: np.random.Generator, rounds: int) -> Iterator[Row]:
    """Medians and 90th percentiles of log-normal times."""
    rounds = max(rounds // 10, 10)
    for q, n in ((0.5, 10), (0.5, 50), (0.9, 50)):
        cell = np.arange(rounds * LEVELS)
        now = pd.DataFrame({"cell": np.repeat(cell, n), "hours": _lognormal(rng, cell.size * n)})
        then = np.repeat(_lognormal(rng, rounds * 200).reshape(rounds, 200), LEVELS, axis=0)
        base = pd.DataFrame({"cell": np.repeat(cell, 200), "hours": then.ravel()})
        found = quantile_figures(now, base, "resolution_time", "hours", ("cell",), q)
        case = f"quantile {q}: {LEVELS} cells of {n} against 200"
        yield at_most(case, _FAMILIES, _any_real(found, rounds), rounds)


def segments(rng: np.random.Generator, rounds: int) -> Iterator[Row]:
    """A small segment and two large ones, each against the others, at twelve touchpoints."""
    sizes, places = (12, 150, 400), 12
    for asked in (SHARES[1], NET[0], MEANS[3]):
        drawn = [asked.draw(rng, n, rounds * places) for n in sizes]
        sums = {m: np.concatenate([one.sums[m] for one in drawn]) for m in MOMENTS}
        cells = _cells(asked.series, sums)
        at = np.tile(np.arange(rounds * places), len(sizes))
        cells.labels["place"] = pd.Categorical(at)
        cells.labels["segment"] = pd.Categorical(np.repeat(np.arange(len(sizes)), rounds * places))
        found = against_rest(cells, [asked.metric], "segment", ("place",))
        real = _any_real(found.sort_values(["place", "segment"]), rounds)
        case = f"{asked.name}: segments of {sizes} against the rest at {places} touchpoints"
        yield at_most(case, _FAMILIES, real, rounds)


def coverage(rng: np.random.Generator, rounds: int) -> Iterator[Row]:
    """Means and net shares: do intervals, and those of differences, hold the truth?"""
    cells = 25 * rounds
    for asked in (*NET, *MEANS):
        for n in SIZES:
            # Near the ceiling few answers come in lumps: more than 97 is meant to be there.
            limits = (0.93, 0.97 if n >= 100 else 1.0)
            now = asked.draw(rng, n, cells)
            found = figures(now, asked.draw(rng, n, cells), [asked.metric], ("cell",))
            truth = _truth(asked)
            yield between(f"{asked.name}, n {n}", _HOLDS, _held(found, truth), cells, limits)
            case = f"{asked.name}, {n} and {n}"
            yield between(case, _CHANGE_HOLDS, _held(found, 0, True), cells, limits)
        found = figures(
            asked.draw(rng, 10, cells), asked.draw(rng, 10_000, cells), [asked.metric], ("cell",)
        )
        held = _held(found, 0, True)
        yield between(f"{asked.name}, 10 and 10000", _CHANGE_HOLDS, held, cells, (0.93, 1.0))


def amounts(rng: np.random.Generator, rounds: int) -> Iterator[Row]:
    """Log-normal order values; where few are very skewed no interval is known to do better."""
    for spread in SPREADS:
        truth = float(np.exp(spread**2 / 2))
        for n in SIZES:
            cells = 25 * rounds if n <= 100 else 5 * rounds
            now, then = (_orders(rng, spread, n, cells) for _ in range(2))
            found = figures(now, then, ["average_order_value"], ("cell",))
            case, limits = f"order value, spread {spread}", (0.925 if n >= 100 else 0.88, 0.97)
            yield between(f"{case}, n {n}", _HOLDS, _held(found, truth), cells, limits)
            held = _held(found, 0, True)
            yield between(f"{case}, {n} and {n}", _CHANGE_HOLDS, held, cells, limits)


def power(rng: np.random.Generator, rounds: int) -> Iterator[Row]:
    """Planted changes found by a single test, and by the usual ones: z, adjusted z, Welch."""
    cells = 25 * rounds
    pairs = [
        (SHARES[0], Asked("", "csat", "csat:1-5", _scale(0.6, 5))),
        (SHARES[1], Asked("", "csat", "csat:1-5", _scale(0.95, 5))),
        (NET[0], Asked("", "nps", "nps:0-10", _nps(0.58, 0.16), 0)),
        (MEANS[1], Asked("", "csat_mean", "csat:1-5", (0.04, 0.08, 0.16, 0.36, 0.36))),
        (MEANS[2], Asked("", "csat_mean", "csat:1-5", (0.04, 0.05, 0.08, 0.22, 0.61))),
    ]
    for before, after in pairs:
        for n in (100, 300, 1_000):
            now, then = after.draw(rng, n, cells), before.draw(rng, n, cells)
            found = figures(now, then, [before.metric], ("cell",))
            p, low, high = (_column(found, name) for name in _JUDGED)
            usual = _plain(before.metric, now, then)
            if before.metric != "csat_mean":  # of which the interval is the usual one, too
                usual = np.where(is_real(usual, low, high), usual, 1)
            case = f"{before.name}, {n} and {n}, a change"
            least = float((usual < 0.05).mean()) - 0.02
            yield at_least(case, "found", is_real(p, low, high).sum(), cells, least)


_FAMILIES = "families with a real one"
_HOLDS, _CHANGE_HOLDS = "interval holds", "difference holds"
_JUDGED = ("p_single", "change_low", "change_high")


def _plain(metric: str, now: Cells, base: Cells) -> Array:
    """P values of the usual tests: pooled z, adjusted z (Rocks 2016), Welch's t."""
    sides = [{name: one.sums[name] for name in MOMENTS} for one in (now, base)]
    n = sides[0]["w"]
    if metric == "csat":
        p1, p0 = (side["pos"] / n for side in sides)
        pooled = (p1 + p0) / 2
        error = np.sqrt(2 * pooled * (1 - pooled) / n)
        return np.asarray(2 * stats.norm.sf(np.abs(p1 - p0) / error))
    if metric == "nps":
        p, d = ([(side[name] + 0.75) / (n + 3) for side in sides] for name in ("pos", "neg"))
        error = np.sqrt(sum((a + b - (a - b) ** 2) / (n + 3) for a, b in zip(p, d, strict=True)))
        return np.asarray(2 * stats.norm.sf(np.abs(p[0] - d[0] - p[1] + d[1]) / error))
    means = [side["total"] / n for side in sides]
    stds = [
        np.sqrt((side["squares"] / n - mean**2) * n / (n - 1))
        for side, mean in zip(sides, means, strict=True)
    ]
    return np.asarray(
        stats.ttest_ind_from_stats(means[0], stds[0], n, means[1], stds[1], n, False).pvalue
    )


def _orders(rng: np.random.Generator, spread: float, n: int, cells: int) -> Cells:
    drawn = rng.lognormal(0, spread, (cells, n))
    sums = {name: np.full(cells, float(n)) for name in ("answers", "w", "w2")}
    powers = {name: (drawn**k).sum(axis=1) for k, name in enumerate(MOMENTS[5:], 1)}
    return _cells("average_order_value", {**sums, **powers})


def _lognormal(rng: np.random.Generator, size: int) -> Array:
    return rng.lognormal(1, 1, size)


def _cells(series: str, sums: dict[str, Array]) -> Cells:
    size = len(sums["answers"])
    labels = {"cell": pd.Categorical(np.arange(size)), "series": pd.Categorical([series] * size)}
    return Cells(labels, {name: sums.get(name, np.zeros(size)) for name in MOMENTS})


def _repeated(base: Cells, times: int) -> Cells:
    """Each base beside all cells of its family."""
    (series,) = set(base.labels["series"])
    return _cells(series, {name: np.repeat(one, times) for name, one in base.sums.items()})


def _column(found: pd.DataFrame, name: str) -> Array:
    return found[name].to_numpy(dtype=float)


def _any_real(found: pd.DataFrame, rounds: int) -> float:
    """How many of the families, one after another, have a row that is called real."""
    p, low, high = (_column(found, name).reshape(rounds, -1) for name in _JUDGED)
    adjusted = np.array([benjamini_hochberg(family) for family in p])
    return float(is_real(adjusted, low, high).any(axis=1).sum())


def _truth(asked: Asked) -> float:
    if asked.metric != "nps":
        return asked.mean
    chances = np.array(asked.chances)
    return float(100 * (chances[asked.scores >= 9].sum() - chances[asked.scores <= 6].sum()))


def _held(found: pd.DataFrame, truth: float, difference: bool = False) -> float:
    """How many intervals hold the truth."""
    names: Sequence[str] = _JUDGED[1:] if difference else ("low", "high")
    low, high = (_column(found, name) for name in names)
    return float(((low <= truth + 1e-9) & (truth - 1e-9 <= high)).sum())
