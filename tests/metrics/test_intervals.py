"""Intervals against statsmodels and hand-worked numbers; how often they hold the truth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from metrics.inference import intervals
from tests.metrics.samples import arrays

NAMES = ("value", "low", "high")


@given(st.integers(1, 5000), st.floats(0, 1))
def test_proportion_is_wilson_as_in_statsmodels(n: int, share: float) -> None:
    positive = round(n * share)
    found = intervals.proportion(*arrays(n, positive / n))
    low, high = proportion_confint(positive, n, method="wilson")
    assert found.low[0] == pytest.approx(low, abs=1e-9)
    assert found.high[0] == pytest.approx(high, abs=1e-9)


def test_mean_is_the_t_interval_of_statsmodels() -> None:
    scores = np.array([5, 4, 4, 3, 5, 2, 4, 5, 1, 4], dtype=float)
    found = intervals.mean(*arrays(10, scores.mean(), scores.var(ddof=1), -np.inf, np.inf))
    low, high = DescrStatsW(scores).tconfint_mean()
    assert (found.low[0], found.high[0]) == pytest.approx((low, high))


def test_on_a_scale_one_answer_more_is_spread_over_it() -> None:
    # Two tenths of an answer each of 1, 2, 3, 4 and 5: eleven answers in all.
    scores = np.array([5, 4, 5, 3, 5, 5, 4, 5, 5, 4], dtype=float)
    found = intervals.mean(*arrays(10, scores.mean(), scores.var(ddof=1), 1, 5))
    weights = np.append(np.ones(10), np.full(5, 0.2))
    low, high = DescrStatsW(np.append(scores, np.arange(1, 6)), weights).tconfint_mean()
    assert found.value[0] == scores.mean()
    assert (found.low[0], found.high[0]) == pytest.approx((low, high))


def test_skewed_amounts_by_hall_by_hand() -> None:
    # Off the mean of 4: -3, -1, -1 and 5; cubes -27 - 1 - 1 + 125 = 96, a fourth of it 24.
    amounts = np.array([1, 3, 3, 9], dtype=float)
    third = float(((amounts - 4) ** 3).mean())
    assert third == 24
    found = intervals.mean(*arrays(4, 4, 12, -np.inf, np.inf), third=np.array([third]))
    # standard error 1.732051, skewness of the mean 24 / 16 / 1.732051^3 = 0.288675; t(3) 3.182446.
    # Ends: where T + a T^2 / 3 + a^2 T^3 / 27 + a / 6 is 3.182446 and -3.182446.
    a = 0.2886751
    for end, t in ((found.low[0], 3.1824463), (found.high[0], -3.1824463)):
        x = (4 - end) / np.sqrt(3)
        assert x + a * x**2 / 3 + a**2 * x**3 / 27 + a / 6 == pytest.approx(t, abs=1e-5)
    assert 4 - found.low[0] < found.high[0] - 4


def test_net_share_by_hand() -> None:
    # 6 promoters, 2 detractors of 10: adjusted 6.75/13 and 2.75/13, difference 4/13;
    # variance 9.5/13 - (4/13)^2 = 0.636095, over 13 and rooted 0.221202
    found = intervals.net_share(*arrays(10, 0.6, 0.2))
    assert found.value[0] == pytest.approx(0.4)
    assert found.low[0] == pytest.approx(4 / 13 - 1.959964 * 0.221202, abs=1e-5)
    assert found.high[0] == pytest.approx(4 / 13 + 1.959964 * 0.221202, abs=1e-5)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_net_share_contains_its_value_and_stays_in_bounds(p: int, m: int, d: int) -> None:
    n = max(p + m + d, 1)
    found = intervals.net_share(*arrays(n, p / n, d / n))
    assert -1 <= found.low[0] <= found.value[0] <= found.high[0] <= 1
    assert found.low[0] < found.high[0]


@given(st.lists(st.integers(1, 5), min_size=2, max_size=50))
def test_mean_contains_its_value_stays_on_the_scale_and_is_never_without_width(
    scores: list[int],
) -> None:
    values = np.array(scores, dtype=float)
    found = intervals.mean(*arrays(len(scores), values.mean(), values.var(ddof=1), 1, 5))
    assert 1 <= found.low[0] <= found.value[0] <= found.high[0] <= 5
    assert found.low[0] < found.high[0]


def test_equal_answers_bound_the_mean_by_the_rule_for_no_events() -> None:
    # Ten answers of 5: at most 1 - 0.025^(1/10) = 30.85 % differ, by at most 4 points.
    found = intervals.mean(*arrays(10, 5, 0, 1, 5))
    assert found.low[0] == pytest.approx(5 - 4 * 0.308497, abs=1e-4)
    assert found.high[0] == 5


def test_one_answer_and_equal_amounts_have_no_interval() -> None:
    with np.errstate(invalid="ignore", divide="ignore"):
        one = intervals.mean(*arrays(1, 4, np.nan, 1, 5))
        equal = intervals.mean(*arrays(20, 9.99, 0, -np.inf, np.inf))
    assert one.value[0] == 4 and np.isnan(one.low[0])
    assert np.isnan(equal.low[0]) and np.isnan(equal.high[0])


def test_ranks_of_the_median_as_published() -> None:
    # Conover 1999, table A3 / Hahn and Meeker: n = 10 ranks 2 and 9, n = 20 ranks 6 and 15.
    low, high = intervals.quantile_ranks(np.array([5.0, 10.0, 20.0]), 0.5)
    assert low.tolist() == [0, 2, 6]
    assert high.tolist() == [6, 9, 15]


@given(st.integers(10, 400), st.sampled_from([0.5, 0.9]))
def test_ranks_cover_at_least_95_percent_exactly(n: int, q: float) -> None:
    low, high = intervals.quantile_ranks(np.array([float(n)]), q)
    covered = stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low - 1, n, q)
    assert covered[0] >= 0.95


class TestCoverage:
    """Of 20,000 seeded samples, how many intervals hold the true value."""

    runs = 20_000

    @pytest.mark.parametrize("n", [10, 30, 200])
    @pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.7, 0.2, 0.1), (0.3, 0.3, 0.4)])
    def test_net_share(self, n: int, shares: tuple[float, float, float]) -> None:
        drawn = np.random.default_rng(1).multinomial(n, shares, self.runs) / n
        found = intervals.net_share(np.full(self.runs, float(n)), drawn[:, 0], drawn[:, 2])
        self.check(found, shares[0] - shares[2])

    @pytest.mark.parametrize(("n", "share"), [(10, 0.5), (30, 0.8), (200, 0.65)])
    def test_proportion(self, n: int, share: float) -> None:
        drawn = np.random.default_rng(2).binomial(n, share, self.runs) / n
        self.check(intervals.proportion(np.full(self.runs, float(n)), drawn), share)

    @pytest.mark.parametrize("n", [10, 30, 200])
    def test_mean(self, n: int) -> None:
        shares = [0.1, 0.15, 0.2, 0.3, 0.25]
        scores = np.random.default_rng(3).choice(5, (self.runs, n), p=shares) + 1.0
        size = np.full(self.runs, float(n))
        ends = np.full(self.runs, 1.0), np.full(self.runs, 5.0)
        found = intervals.mean(size, scores.mean(axis=1), scores.var(axis=1, ddof=1), *ends)
        self.check(found, float(np.dot(shares, [1, 2, 3, 4, 5])))

    def check(self, found: intervals.Interval, truth: float) -> None:
        held = np.mean((found.low <= truth) & (truth <= found.high))
        assert 0.93 <= held <= 0.98


def test_counts_are_garwoods() -> None:
    # The usual table of exact limits (Garwood 1936), two-sided 95 %
    table = {
        0: (0, 3.69),
        1: (0.0253, 5.57),
        5: (1.62, 11.67),
        10: (4.80, 18.39),
        50: (37.11, 65.92),
    }
    found = intervals.count(np.array(list(table), dtype=float))
    assert found.low == pytest.approx([low for low, _ in table.values()], abs=0.005)
    assert found.high == pytest.approx([high for _, high in table.values()], abs=0.005)
    assert found.value.tolist() == list(table)
