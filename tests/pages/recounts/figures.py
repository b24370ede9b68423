"""Figures, their 95 % intervals and changes, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot, nan, sqrt

import numpy as np
import pandas as pd
from scipy import optimize, stats

from tests.pages.recounts.customers import Tie

Z = 1.959963984540054
UNTIED = Tie()


@dataclass(frozen=True)
class Figure:
    """A figure, the ends of its 95 % interval (nan: none), and what it counts.

    `kind` says how it is compared: mover (from the two intervals), net, total; `error` is the
    standard error where there is no interval.
    """

    value: float
    low: float
    high: float
    n: int
    kind: str = "mover"
    error: float = nan
    days: int = 0  # of what happens day by day
    weeks: tuple[float, ...] = ()  # what each whole week had of it
    alone: tuple[float, ...] = ()  # its variance if what happens were independent
    tie: Tie = UNTIED  # of several answers of one customer
    often: pd.Series | None = None  # rows of each customer of the sample, of what has a day
    part: float = 1.0  # of those rows, the ones that are counted

    def on_scale(self, step: float, start: float = 0) -> Figure:
        """The same on another scale, turned round where the step is negative."""
        ends = sorted((start + step * self.low, start + step * self.high))
        return Figure(start + step * self.value, ends[0], ends[1], self.n)


NOTHING = Figure(nan, nan, nan, 0)


def change(now: Figure, base: Figure) -> tuple[float, float, float]:
    """The change and the ends of its 95 % interval."""
    if now.days:
        return change_by_day(now, base)
    moved, tied = now.value - base.value, now.tie.correlation(base.tie)

    def joint(one: float, other: float) -> float:
        return sqrt(one**2 + other**2 - 2 * tied * one * other)

    if now.kind == "mover":  # Newcombe 1998 for shares, Zou and Donner 2008 for others
        down = joint(now.value - now.low, base.high - base.value)
        return moved, moved - down, moved + joint(now.high - now.value, base.value - base.low)
    if now.kind == "total":
        half = Z * hypot(now.error, base.error)
        return moved, moved - half, moved + half
    halves = [(side.high - side.low) / 2 for side in (now, base)]
    # A net share: around the adjusted values, which are the middles of the intervals.
    middle = (now.low + now.high - base.low - base.high) / 2
    return moved, middle - joint(*halves), middle + joint(*halves)


def change_by_day(now: Figure, base: Figure) -> tuple[float, float, float]:
    """At as many days, with the spread of the weeks around the mean of their side."""
    longer = now.days / base.days
    squares, freedom = 0.0, 0
    for side in (now, base):
        middle = sum(side.weeks) / len(side.weeks)
        usual = sum(side.alone) / len(side.alone)
        squares += sum((week - middle) ** 2 / usual for week in side.weeks)
        freedom += len(side.weeks) - 1
    wide = sqrt(max(squares / freedom, by_customer(now, base, longer), 1))
    wide *= stats.t.ppf(0.975, freedom)
    moved = now.value - longer * base.value
    if now.kind == "total":
        half = wide * hypot(now.error, longer * base.error)
        return moved, moved - half, moved + half
    down = hypot(now.value - now.low, longer * (base.high - base.value))
    up = hypot(now.high - now.value, longer * (base.value - base.low))
    return moved, moved - wide / Z * down, moved + wide / Z * up


def by_customer(now: Figure, base: Figure, longer: float) -> float:
    """What each customer changed, squared, by what as many different customers would have."""
    if now.often is None or base.often is None:
        return 1.0
    moved = now.often.sub(longer * base.often, fill_value=0.0)
    found = float((moved**2).sum() / (now.often.sum() + longer**2 * base.often.sum()))
    return 1 + now.part * (max(found, 1) - 1)


def share(counted: pd.Series, tie: Tie = UNTIED) -> Figure:
    """Per cent that are true, Wilson's interval."""
    n = len(counted)
    return replace(wilson(float(counted.mean()), n / tie.effect, n), tie=tie) if n else NOTHING


def wilson(p: float, effective: float, n: int) -> Figure:
    centre = (p + Z**2 / 2 / effective) / (1 + Z**2 / effective)
    half = sqrt(p * (1 - p) / effective + Z**2 / 4 / effective**2) * Z / (1 + Z**2 / effective)
    return Figure(100 * p, 100 * (centre - half), 100 * (centre + half), n)


def weighted_share(counted: pd.Series, weight: pd.Series) -> Figure:
    """Each counts as much as its weight; Wilson's interval at Kish's n, or what spread there is."""
    if counted.empty:
        return NOTHING
    p = float((counted * weight).sum() / weight.sum())
    kish = float(weight.sum() ** 2 / (weight**2).sum())
    error = float(((weight * (counted - p)) ** 2).sum() / weight.sum() ** 2)
    effective = min(kish, p * (1 - p) / error) if 0 < p < 1 else kish
    return wilson(p, effective, len(counted))


def net(up: pd.Series, down: pd.Series, tie: Tie = UNTIED) -> Figure:
    """Per cent up less per cent down, adjusted Wald: 3/4 of an answer more up and as many down."""
    n = len(up)
    if n == 0:
        return NOTHING
    told = n / tie.effect
    p, d = ((one.mean() * told + 0.75) / (told + 3) for one in (up, down))
    half = Z * sqrt((p + d - (p - d) ** 2) / (told + 3))
    value = 100 * float(up.mean() - down.mean())
    ends = 100 * float(p - d - half), 100 * float(p - d + half)
    return Figure(value, *ends, n, "net", tie=tie)


def mean(values: pd.Series, tie: Tie = UNTIED, *, skewed: bool = True) -> Figure:
    """Of amounts: where t, its skewness taken off (Hall 1992), is that of 95 %, searched for."""
    n = len(values)
    if n < 2:
        return NOTHING
    value, told = values.mean(), n / tie.effect
    error, t = values.std(ddof=0) / sqrt(told - 1), stats.t.ppf(0.975, told - 1)
    a = float(((values - value) ** 3).mean()) / told**2 / error**3 if skewed else 0.0

    def way(end: float) -> float:
        def missed(x: float) -> float:
            return x + a * x**2 / 3 + a**2 * x**3 / 27 + a / 6 - end

        return float(optimize.brentq(missed, -1e3, 1e3, xtol=1e-13))

    return Figure(value, value - way(t) * error, value - way(-t) * error, n, tie=tie)


def mean_score(values: pd.Series, least: int, most: int, tie: Tie = UNTIED) -> Figure:
    """Of scores: with one answer more, an equal part of it for each score there is."""
    n, steps = len(values), np.arange(least, most + 1)
    if n < 2:
        return NOTHING
    told = n / tie.effect
    scores, weights = (
        np.append(values, steps),
        np.append(np.full(n, told / n), np.ones(len(steps)) / len(steps)),
    )
    middle = np.average(scores, weights=weights)
    variance = (weights * (scores - middle) ** 2).sum() / told
    half = stats.t.ppf(0.975, told) * sqrt(variance / (told + 1))
    return Figure(values.mean(), middle - half, middle + half, n, tie=tie)


def quantile(values: pd.Series, q: float = 0.5, tie: Tie = UNTIED) -> Figure:
    """Between the order statistics whose binomial tails are at most 2.5 % each; as wide as tied."""
    ordered, n = np.sort(values.to_numpy(float)), len(values)
    low, high = int(stats.binom.ppf(0.025, n, q)), int(stats.binom.ppf(0.975, n, q)) + 1
    if n == 0:
        return NOTHING
    ends = (float(ordered[low - 1]) if low else nan, float(ordered[high - 1]) if high <= n else nan)
    value, wide = float(np.quantile(ordered, q)), sqrt(tie.effect)
    low_end, high_end = (value + wide * (end - value) for end in ends)
    return Figure(value, max(low_end, 0.0), high_end, n, tie=tie)


def count(n: int) -> Figure:
    """Exact Poisson interval (Garwood 1936)."""
    return Figure(n, stats.gamma.ppf(0.025, n) if n else 0.0, stats.gamma.ppf(0.975, n + 1), n)


def total(value: float, n: int, variance: float = nan) -> Figure:
    return Figure(float(value), nan, nan, n, "total", sqrt(variance))


def sum_of(values: pd.Series) -> Figure:
    """How many there are is chance as well: the variance is the sum of squares."""
    return total(values.sum(), len(values), float((values.astype(float) ** 2).sum()))


def weighted_mean(parts: Iterable[tuple[float, Figure]]) -> Figure:
    """Of independent parts, the interval from theirs (MOVER: Zou, Huang and Zhang 2009)."""
    parts = list(parts)
    value = sum(w * part.value for w, part in parts)
    low = sqrt(sum((w * (part.value - part.low)) ** 2 for w, part in parts))
    high = sqrt(sum((w * (part.high - part.value)) ** 2 for w, part in parts))
    return Figure(value, value - low, value + high, min(part.n for _, part in parts))
