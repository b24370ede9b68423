"""Do 95 % intervals cover 95 %? Each kind simulated, or counted out, at sizes that occur.

All with fixed seeds. 20,000 rounds tell a rate to 0.15 points, so that 93 to 97 is a hard test.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

from metrics.durations import quantile_figures
from metrics.estimates import figures
from metrics.inference import differences, intervals
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval, quantile_ranks
from metrics.inference.verdicts import benjamini_hochberg, is_real
from metrics.sums.cells import MOMENTS

pytestmark = pytest.mark.slow

Array = npt.NDArray[np.float64]

ROUNDS = 20_000
SIZES = (10, 30, 100, 1000)
PAIRS = [(10, 10), (30, 30), (30, 100), (100, 100), (1000, 1000)]
SCALE = np.arange(1, 6.0)
GROUPS = [(0.5, 0.2), (0.3, 0.3), (0.6, 0.1), (0.2, 0.4), (0.45, 0.25)]
EVEN, USUAL = (0.2, 0.2, 0.2, 0.2, 0.2), (0.05, 0.1, 0.2, 0.35, 0.3)
TOP_HEAVY = (0.02, 0.03, 0.05, 0.2, 0.7)


def chance(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def sized(n: int, rounds: int = ROUNDS) -> Array:
    return np.full(rounds, float(n))


def covered(found: Interval | Difference, truth: float) -> float:
    """Per cent of the intervals that hold the truth."""
    inside = (found.low <= truth) & (truth <= found.high)
    return float(100 * inside.mean())


def alarms(found: Difference) -> float:
    """Per cent of the changes that a single test calls real."""
    return float(100 * is_real(found.p_value, found.low, found.high).mean())


def nps_answers(seed: int, n: int, groups: tuple[float, float]) -> tuple[Array, Array, Array]:
    p, d = groups
    drawn = chance(seed).multinomial(n, (p, d, 1 - p - d), ROUNDS) / n
    return sized(n), drawn[:, 0], drawn[:, 1]


@pytest.mark.parametrize("n", SIZES)
def test_net_share(n: int) -> None:
    found = [covered(intervals.net_share(*nps_answers(n, n, (p, d))), p - d) for p, d in GROUPS]
    assert all(93 <= one <= 97 for one in found), found


@pytest.mark.parametrize("n", SIZES)
def test_proportion(n: int) -> None:
    """Wilson's swings with p: 93 to 97 on average, and nowhere far below. Counted out exactly."""
    k = np.arange(n + 1.0)
    found = intervals.proportion(sized(n, n + 1), k / n)
    shares = np.linspace(0.02, 0.98, 97)
    inside = [(found.low <= p) & (p <= found.high) for p in shares]
    coverage = [
        100 * stats.binom.pmf(k, n, p)[held].sum() for p, held in zip(shares, inside, strict=True)
    ]
    assert 94 <= np.mean(coverage) <= 96
    assert min(coverage) >= 91


def scores(seed: int, n: int, chances: tuple[float, ...]) -> tuple[Array, Array]:
    """Mean and variance of n answers on 1-5, in each round."""
    drawn = chance(seed).multinomial(n, chances, ROUNDS)
    mean = drawn @ SCALE / n
    variance = (drawn @ SCALE**2 - n * mean**2) / (n - 1)
    return mean, np.where(variance < 1e-9, 0, variance)


def mean_interval(seed: int, n: int, chances: tuple[float, ...]) -> tuple[Interval, float]:
    mean, variance = scores(seed, n, chances)
    found = intervals.mean(sized(n), mean, variance, sized(1), sized(5))
    return found, float(SCALE @ chances)


@pytest.mark.parametrize("chances", [EVEN, USUAL])
@pytest.mark.parametrize("n", SIZES)
def test_mean_of_scores(n: int, chances: tuple[float, ...]) -> None:
    """Ten answers come in lumps, and one is added: a little more than promised."""
    assert 93 <= covered(*mean_interval(n, n, chances)) <= (97 if n > 10 else 98)


@pytest.mark.parametrize(
    ("n", "least", "most"), [(10, 99, 100), (30, 95, 97), (100, 94, 96), (1000, 94, 96)]
)
def test_mean_of_scores_nearly_all_at_the_top(n: int, least: float, most: float) -> None:
    """Where 70 % give the best score: without an answer more it were 92, 91, 94 and 95."""
    assert least <= covered(*mean_interval(n, n, TOP_HEAVY)) <= most


@pytest.mark.parametrize(
    ("spread", "n", "least", "most"),
    [
        (0.5, 30, 93.5, 95.5), (0.5, 200, 94, 96),
        (1.0, 30, 91, 93.5), (1.0, 100, 93, 95), (1.0, 200, 93, 95.5), (1.0, 1000, 93.5, 96),
    ],
)  # fmt: skip
def test_mean_of_amounts(spread: float, n: int, least: float, most: float) -> None:
    """Log-normal amounts: Hall's transformation; t alone holds 88 and 92 % of 30 and 100.

    Johnson's correction (1978) covers no better than t, and Cox's for log-normal amounts would need
    them to be log-normal.
    """
    rounds = ROUNDS if n <= 200 else 4_000
    drawn = chance(n).lognormal(0, spread, (rounds, n))
    none = np.full(rounds, np.inf)
    off = drawn - drawn.mean(axis=1, keepdims=True)
    found = intervals.mean(
        sized(n, rounds), drawn.mean(axis=1), drawn.var(axis=1, ddof=1), -none, none,
        (off**3).mean(axis=1),
    )  # fmt: skip
    assert least <= covered(found, float(np.exp(spread**2 / 2))) <= most


def quantiles(seed: int, n: int, q: float, shift: float = 0, rounds: int = 2_000) -> Interval:
    """Figures of log-normal values, as a panel has them."""
    drawn = chance(seed).lognormal(shift, 1, rounds * n)
    frame = pd.DataFrame({"round": np.repeat(np.arange(rounds), n), "hours": drawn})
    found = quantile_figures(frame, None, "resolution_time", "hours", ("round",), q)
    return Interval(*(found[name].to_numpy(dtype=float) for name in ("value", "low", "high")))


@pytest.mark.parametrize(("q", "first", "within"), [(0.5, 6, 100), (0.9, 36, 200)])
def test_order_statistics_cover_what_they_promise(q: float, first: int, within: int) -> None:
    """At least 95, as ranks are whole; within 97 where values are many. Counted out exactly.

    Of few values the 90th percentile has no upper end at all.
    """
    n = np.arange(2, 3_000.0)
    low, high = quantile_ranks(n, q)
    there = (low >= 1) & (high <= n)
    assert n[there].min() == first
    assert there[n >= first].all()
    coverage = 100 * (np.asarray(stats.binom.cdf(high - 1, n, q)) - stats.binom.cdf(low - 1, n, q))
    assert coverage[there].min() >= 95
    assert coverage[there & (n >= 10)].max() <= 99
    assert coverage[n >= within].max() <= 97


@pytest.mark.parametrize(("q", "n"), [(0.5, 20), (0.5, 100), (0.9, 100), (0.9, 300)])
def test_quantiles(q: float, n: int) -> None:
    truth = float(np.exp(stats.norm.ppf(q)))
    assert 93.5 <= covered(quantiles(n, n, q), truth) <= 98


@pytest.mark.parametrize("n", [30, 100, 400])
@pytest.mark.parametrize("spread", [0.3, 0.6, 1.0])
def test_weighted_proportion(n: int, spread: float) -> None:
    """Log-normal weights; n is the effective number of answers (Kish)."""
    rounds = 4_000
    for p in (0.3, 0.8):
        drawn = chance(n)
        w = drawn.lognormal(0, spread, (rounds, n))
        positive = (w * (drawn.random((rounds, n)) < p)).sum(axis=1)
        sums = dict.fromkeys(MOMENTS, np.zeros(rounds)) | {
            "answers": np.full(rounds, n), "pos": positive,
            "w": w.sum(axis=1), "w2": (w**2).sum(axis=1),
        }  # fmt: skip
        frame = pd.DataFrame({"round": np.arange(rounds), "series": "csat:1-5", **sums})
        found = figures(frame, None, ["csat"], ("round",), minimum_n=2)
        ends = (found[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
        assert 93 <= covered(Interval(*ends), 100 * p) <= 97


@pytest.mark.parametrize(("n1", "n0"), PAIRS)
def test_difference_of_net_shares(n1: int, n0: int) -> None:
    for number, (now, base) in enumerate(pairwise(GROUPS)):
        found = differences.net_share(
            *nps_answers(n1 + number, n1, now), *nps_answers(n0 + 100 + number, n0, base)
        )
        assert 93 <= covered(found, now[0] - now[1] - base[0] + base[1]) <= 98
    same = differences.net_share(*nps_answers(1, n1, GROUPS[0]), *nps_answers(2, n0, GROUPS[0]))
    assert alarms(same) <= 5.4


@pytest.mark.parametrize(("n1", "n0"), PAIRS)
def test_difference_of_proportions(n1: int, n0: int) -> None:
    def share(seed: int, n: int, p: float) -> tuple[Array, Array]:
        return sized(n), chance(seed).binomial(n, p, ROUNDS) / n

    found = []
    for number, (p1, p0) in enumerate(
        [(0.5, 0.5), (0.8, 0.8), (0.9, 0.7), (0.3, 0.5), (0.6, 0.55)]
    ):
        with np.errstate(invalid="ignore"):  # all the same on both sides
            change = differences.proportion(*share(number, n1, p1), *share(100 + number, n0, p0))
        found.append(covered(change, p1 - p0))
        # The pooled z test of few answers swings with p, as Wilson's interval does.
        assert p1 != p0 or alarms(change) <= 6
    assert min(found) >= 93
    assert max(found) <= 97.5


@pytest.mark.parametrize(("n1", "n0"), PAIRS)
def test_difference_of_means(n1: int, n0: int) -> None:
    def mean(seed: int, n: int, chances: tuple[float, ...]) -> differences.Mean:
        value, variance = scores(seed, n, chances)
        return differences.Mean(sized(n), value, variance, 0 * value, sized(1), sized(5))

    for now, base in ((USUAL, USUAL), (EVEN, USUAL)):
        found = differences.mean(mean(1, n1, now), mean(2, n0, base))
        most = 97 if n1 > 10 else 98
        assert 93 <= covered(found, float(SCALE @ now - SCALE @ base)) <= most
        assert now != base or alarms(found) <= 5.5


@pytest.mark.parametrize(("q", "n1", "n0"), [(0.5, 20, 20), (0.5, 100, 30), (0.9, 100, 200)])
def test_difference_of_quantiles(q: float, n1: int, n0: int) -> None:
    """From two order-statistic intervals, each of which holds a little more than 95 %."""
    for shift in (0, 0.3):
        found = differences.from_intervals(quantiles(1, n1, q, shift), quantiles(2, n0, q))
        truth = float(np.exp(stats.norm.ppf(q)) * (np.exp(shift) - 1))
        assert 94.5 <= covered(found, truth) <= 99
        assert shift or alarms(found) <= 5


@pytest.mark.parametrize("expected", [30, 300])
def test_totals_that_stand_still(expected: int) -> None:
    """Two months of orders: how many, and how much, are both left to chance."""

    def months(seed: int) -> tuple[Array, Array]:
        drawn, rounds = chance(seed), 4_000
        orders = drawn.poisson(expected, rounds)
        amounts = drawn.lognormal(0, 0.5, orders.sum())
        at = np.repeat(np.arange(rounds), orders)
        total, squares = (np.bincount(at, part, rounds) for part in (amounts, amounts**2))
        return np.asarray(total), np.sqrt(squares)

    assert 4 <= alarms(differences.normal(*months(1), *months(2))) <= 6.2


@pytest.mark.parametrize("n", [10, 30, 100])
@pytest.mark.parametrize("levels", [2, 7, 20])
def test_families_in_which_nothing_changed(levels: int, n: int) -> None:
    """Of twenty touchpoints that stand still, one in twenty views shows a change, not each."""
    rounds = ROUNDS // levels
    found = differences.net_share(*nps_answers(1, n, (0.5, 0.2)), *nps_answers(2, n, (0.5, 0.2)))
    low, high, p_value = (
        part[: rounds * levels].reshape(rounds, levels)
        for part in (found.low, found.high, found.p_value)
    )
    adjusted = np.array([benjamini_hochberg(family) for family in p_value])
    assert 100 * is_real(adjusted, low, high).any(axis=1).mean() <= 6.5
    if levels == 20:
        assert is_real(p_value, low, high).any(axis=1).mean() > 0.4  # what it is good for
