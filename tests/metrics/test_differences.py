"""Differences against statsmodels, published figures and simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from metrics.inference import differences
from tests.metrics.samples import arrays


def test_nine_points_of_nps_that_are_noise() -> None:
    # MeasuringU: 110 promoters and 40 detractors of 200 against 96 and 44; z 1.126, p 0.26.
    found = differences.net_share(*arrays(200, 0.55, 0.2, 200, 0.48, 0.22))
    assert found.change[0] == pytest.approx(0.09)
    assert found.p_value[0] == pytest.approx(0.2603, abs=5e-4)
    assert found.low[0] < 0 < found.high[0]


@given(st.integers(1, 400), st.integers(1, 400), st.floats(0, 1), st.floats(0, 1))
def test_proportions_as_statsmodels(n1: int, n0: int, share1: float, share0: float) -> None:
    x1, x0 = round(n1 * share1), round(n0 * share0)
    found = differences.proportion(*arrays(n1, x1 / n1, n0, x0 / n0))
    low, high = confint_proportions_2indep(x1, n1, x0, n0, method="newcomb", compare="diff")
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=1e-9)


def test_newcombe_as_published() -> None:
    # Newcombe 1998, table II (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    found = differences.proportion(*arrays(70, 56 / 70, 80, 48 / 80))
    assert (found.low[0], found.high[0]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def amounts(values: list[float]) -> differences.Mean:
    """Amounts whose skewness is not known."""
    given = np.array(values, dtype=float)
    ends = (-np.inf, np.inf)
    return differences.Mean(*arrays(len(values), given.mean(), given.var(ddof=1), 0, *ends))


def test_means_from_the_t_intervals_of_statsmodels() -> None:
    one, two = [5, 4, 4, 3, 5, 2, 4, 5, 1, 4, 5, 5], [3, 3, 2, 4, 1, 3, 2, 5]
    found = differences.mean(amounts(one), amounts(two))
    (low1, high1), (low0, high0) = (DescrStatsW(np.array(x)).tconfint_mean() for x in (one, two))
    m1, m0 = np.mean(one), np.mean(two)
    below, above = np.hypot(m1 - low1, high0 - m0), np.hypot(high1 - m1, m0 - low0)
    assert (found.low[0], found.high[0]) == pytest.approx((m1 - m0 - below, m1 - m0 + above))
    # The larger of two: dealt out anew (tests/metrics/test_permutation.py), and Welch's t.
    welch = CompareMeans(DescrStatsW(one), DescrStatsW(two)).ttest_ind(usevar="unequal")[1]
    assert welch <= found.p_value[0] <= 1.3 * welch


def test_few_of_a_wider_spread_are_not_judged_by_the_many() -> None:
    # Ten amounts far apart around 12 against 10,000 close around 10: t of the ten has the say.
    rng = np.random.default_rng(1)
    wide = list(12 + 4 * stats.norm.ppf((np.arange(10) + 0.5) / 10))
    found = differences.mean(amounts(wide), amounts(list(rng.normal(10, 0.5, 10_000))))
    alone = stats.ttest_1samp(wide, 10).pvalue
    assert found.p_value[0] == pytest.approx(alone, rel=0.05)


def test_estimates_of_the_same_people_err_together() -> None:
    """Pairs with correlation 0.6: the interval and the p value of the difference of pairs."""
    rng = np.random.default_rng(9)
    x = rng.normal(0, 1, 400)
    y = 0.6 * x + 0.8 * rng.normal(0, 1, 400) + 0.08
    r = float(np.corrcoef(x, y)[0, 1])
    found = differences.mean(amounts(list(y)), amounts(list(x)), r)
    pairs = stats.ttest_rel(y, x)
    low, high = pairs.confidence_interval()
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=2e-3)
    assert found.p_value[0] == pytest.approx(pairs.pvalue, rel=0.05)
    error = differences.normal(*arrays(y.mean(), y.std() / 20, x.mean(), x.std() / 20), r)
    assert (error.low[0], error.high[0]) == pytest.approx((low, high), abs=2e-3)


def test_pairs_of_shares_as_newcombe() -> None:
    # Newcombe 1998b ("paired", method 8): the ends as in the formula for phi 0.5.
    now, base = (proportion_confint(k, 100, method="wilson") for k in (60, 50))
    found = differences.proportion(*arrays(100, 0.6, 100, 0.5), 0.5)
    down, up = (0.6 - now[0], base[1] - 0.5), (now[1] - 0.6, 0.5 - base[0])
    low = 0.1 - np.sqrt(down[0] ** 2 + down[1] ** 2 - down[0] * down[1])
    high = 0.1 + np.sqrt(up[0] ** 2 + up[1] ** 2 - up[0] * up[1])
    assert (found.low[0], found.high[0]) == pytest.approx((low, high))
    apart = differences.proportion(*arrays(100, 0.6, 100, 0.5))
    z, shared = (stats.norm.isf(one.p_value[0] / 2) for one in (apart, found))
    assert shared == pytest.approx(z / np.sqrt(0.5))  # half the variance


counts = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))


@given(counts, counts)
def test_swapping_the_sides_turns_the_difference_round(
    one: tuple[int, int, int], two: tuple[int, int, int]
) -> None:
    a, b = (
        arrays(max(sum(x), 1), x[0] / max(sum(x), 1), x[2] / max(sum(x), 1)) for x in (one, two)
    )
    there, back = differences.net_share(*a, *b), differences.net_share(*b, *a)
    assert there.change[0] == pytest.approx(-back.change[0])
    assert there.low[0] == pytest.approx(-back.high[0])
    assert there.p_value[0] == pytest.approx(back.p_value[0])
    assert there.low[0] <= there.change[0] <= there.high[0]


def test_equal_values_without_error_are_no_change() -> None:
    found = differences.normal(*arrays(2, 0, 2, 0))
    assert (found.change[0], found.p_value[0]) == (0, 1)


class TestCoverage:
    """How many of 20,000 seeded intervals hold the true difference."""

    runs = 20_000

    @pytest.mark.parametrize(("n1", "n0"), [(15, 40), (100, 100)])
    def test_net_share(self, n1: int, n0: int) -> None:
        rng = np.random.default_rng(5)
        one = rng.multinomial(n1, (0.6, 0.25, 0.15), self.runs) / n1
        two = rng.multinomial(n0, (0.4, 0.3, 0.3), self.runs) / n0
        sizes = [np.full(self.runs, float(n)) for n in (n1, n0)]
        found = differences.net_share(
            sizes[0], one[:, 0], one[:, 2], sizes[1], two[:, 0], two[:, 2]
        )
        self.check(found, 0.45 - 0.1)

    @pytest.mark.parametrize(("n1", "n0"), [(20, 50), (150, 150)])
    def test_proportion(self, n1: int, n0: int) -> None:
        rng = np.random.default_rng(6)
        one, two = rng.binomial(n1, 0.8, self.runs) / n1, rng.binomial(n0, 0.6, self.runs) / n0
        sizes = [np.full(self.runs, float(n)) for n in (n1, n0)]
        self.check(differences.proportion(sizes[0], one, sizes[1], two), 0.2)

    def test_mean(self) -> None:
        rng = np.random.default_rng(7)
        one = rng.choice(5, (self.runs, 25), p=[0.1, 0.1, 0.2, 0.3, 0.3]) + 1.0
        two = rng.choice(5, (self.runs, 60), p=[0.2, 0.2, 0.2, 0.2, 0.2]) + 1.0
        parts: list[differences.Mean] = []
        for drawn in (one, two):
            n = np.full(self.runs, float(drawn.shape[1]))
            mean, variance = drawn.mean(axis=1), drawn.var(axis=1, ddof=1)
            ends = np.full(self.runs, 1.0), np.full(self.runs, 5.0)
            parts.append(differences.Mean(n, mean, variance, 0 * n, *ends))
        self.check(differences.mean(*parts), 3.6 - 3.0)

    def check(self, found: differences.Difference, truth: float) -> None:
        held = np.mean((found.low <= truth) & (truth <= found.high))
        assert 0.93 <= held <= 0.975
