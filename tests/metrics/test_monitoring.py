"""The band of a trend: by hand, against a slow recount, and over simulated years of looks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from benchmarks.claims import looking
from metrics.inference.control_charts import FEWEST
from metrics.inference.monitoring import Band, band

LIMIT, WEIGHT = 3.45, 0.15  # of weeks


def flat(values: list[float], error: float = 1.0, n: float = 100.0) -> Band:
    found = np.array(values)
    return band(found, np.full(len(found), error), np.full(len(found), n), "week")


def recount(values: list[float], errors: list[float], sizes: list[float]) -> tuple[float, float]:
    """The band of the last value, after values that are all usual: sums anew at each step.

    The EWMA and its variance are written out as the sums that they are.
    """

    def residual(upto: int) -> tuple[float, float]:
        """The level of all before, and the standard error of a value there."""
        before = sum(sizes[:upto])
        level = sum(n * x for n, x in zip(sizes[:upto], values[:upto], strict=True)) / before
        answers = sizes[: upto + 1]
        single = sum(n * n * e * e for n, e in zip(answers, errors, strict=False)) / sum(answers)
        steps = []
        for place in range(1, upto):
            own = sizes[: place + 1]
            one = sum(n * n * e * e for n, e in zip(own, errors, strict=False)) / sum(own)
            expected = one / sizes[place] + one / sizes[place - 1]
            apart = abs(values[place] - values[place - 1])
            steps.append(apart / math.sqrt(expected / 2))
        sigma_z = sum(steps) / len(steps) / 1.128 if steps else 1.0
        freedom = 0.605 * max(len(steps), 1)
        wider = float(stats.t.isf(stats.norm.sf(LIMIT), freedom)) / LIMIT
        spread = max(1.0, sigma_z * wider)
        return level, math.sqrt(single * (1 / sizes[upto] + 1 / before)) * spread

    last = len(values) - 1
    weights = [WEIGHT * (1 - WEIGHT) ** age for age in range(last)]  # the newest first
    smooth = 0.0
    for place in range(1, last):
        level, scale = residual(place)
        smooth += weights[last - 1 - place] * (values[place] - level) / scale
    deviation = math.sqrt(sum(weight**2 for weight in weights))
    level, scale = residual(last)
    down = (LIMIT * deviation + (1 - WEIGHT) * smooth) / WEIGHT
    up = (LIMIT * deviation - (1 - WEIGHT) * smooth) / WEIGHT
    alone = min(LIMIT * deviation / WEIGHT, LIMIT + 0.5)
    return level - min(down, alone) * scale, level + min(up, alone) * scale


@pytest.mark.parametrize("periods", [13, 14, 20, 36])
def test_it_is_what_a_slow_recount_gives(periods: int) -> None:
    chance = np.random.default_rng(periods)
    n = chance.integers(50, 300, periods).astype(float)
    error = 70 / np.sqrt(n) * chance.uniform(0.9, 1.1, periods)
    value = 30 + chance.normal(0, error) - np.linspace(0, 3, periods)
    found = band(value, error, n, "week")
    assert not found.unusual.any()
    low, high = recount(value.tolist(), error.tolist(), n.tolist())
    assert found.low[-1] == pytest.approx(low)
    assert found.high[-1] == pytest.approx(high)


def test_by_hand() -> None:
    """Thirteen equal values: the level is 20, the error of one value and the mean of twelve."""
    found = flat([20.0] * 13)
    assert np.isnan(found.low[:FEWEST]).all()
    error = math.sqrt(1 + 1 / 12)
    assert found.high[12] == pytest.approx(20 + 3.95 * error)
    assert found.low[12] == pytest.approx(20 - 3.95 * error)
    assert not found.unusual.any() and found.since == -1


def test_one_value_far_off_is_unusual_and_is_over_when_the_next_are_not() -> None:
    after = [20.0, 20.0, 19.0, 20.0, 19.0, 19.0, 19.0, 19.0]
    found = flat([20.0] * 20 + [26.0] + after)
    assert found.unusual.tolist() == [place == 20 for place in range(29)]
    assert found.since == -1


def test_values_that_are_a_little_low_together_count_and_hold() -> None:
    """No week alone is far off; the alarm holds from the first that is too much with the others."""
    found = flat([20.0, 21.0] * 10 + [18.5] * 10)
    first = int(np.flatnonzero(found.unusual)[0])
    assert 22 <= first < 27
    assert found.since == first
    assert found.unusual[first:].all()
    assert (found.high[first:] > 20.5).all(), "the level stays that of before"


def test_what_is_not_known_is_passed_over() -> None:
    values = [20.0, 21.0, 19.0, 20.0, 22.0, 20.0, 19.0, 20.0, 21.0, 20.0]
    with_gap = [*values[:4], math.nan, *values[4:]]
    found, whole = flat(with_gap), flat(values)
    assert np.isnan(found.low[4]) and not found.unusual[4]
    np.testing.assert_allclose(np.delete(found.low, 4), whole.low)


def test_periods_that_vary_more_than_their_answers_widen_it() -> None:
    calm, rough = flat([20.0, 21.0] * 9), flat([17.0, 24.0] * 9)
    assert rough.high[-1] - rough.low[-1] > 3 * (calm.high[-1] - calm.low[-1])
    assert not rough.unusual.any()


def test_days_need_more_than_weeks() -> None:
    values, ones = np.full(14, 20.0), np.ones(14)
    day, week, month = (band(values, ones, ones, grain) for grain in ("day", "week", "month"))
    assert day.high[-1] > week.high[-1] > month.high[-1]


def test_many_trends_at_once_are_each_alone() -> None:
    chance = np.random.default_rng(4)
    value = chance.normal(20, 1, (20, 3))
    value[12:, 1] -= 4
    ones = np.ones(20)
    both = band(value, np.ones((20, 3)), 100 * np.ones((20, 3)), "week")
    for trend in range(3):
        alone = band(value[:, trend], ones, 100 * ones, "week")
        np.testing.assert_allclose(both.low[:, trend], alone.low)
        assert both.since[trend] == alone.since
    assert both.since[1] >= 12


def test_charts_that_are_read_together_have_wider_limits() -> None:
    """Of twelve the square of the limit is larger by 2 log 12."""
    values, ones = np.full(14, 20.0), np.ones(14)
    one, twelve = (band(values, ones, ones, "week", charts) for charts in (1, 12))
    wide = (twelve.high[-1] - 20) / (one.high[-1] - 20)
    assert wide == pytest.approx((math.sqrt(3.45**2 + 2 * math.log(12)) + 0.5) / 3.95)


def test_the_end_says_which_way_it_goes() -> None:
    assert flat([20.0] * 20 + [14.0]).moved < 0 < flat([20.0] * 20 + [26.0]).moved


def test_a_year_of_weekly_looks_at_headlines() -> None:
    """As often as pages/words/promise.py says: up to."""
    found = looking.run(1, 15).set_index("case")["value"]
    promised = {"no change, last-12-months": 0.4, "no change, last-90-days": 0.7}
    promised["no change, last-30-days"] = 0.9
    assert all(found[case] < most + 0.1 for case, most in promised.items()), found
