"""Control charts: published worked examples, by hand, and over simulated years of looks."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.claims import unusual
from benchmarks.claims.rows import outside
from metrics.definitions import DEFINITIONS
from metrics.inference.control_charts import (
    Assurance,
    Variation,
    assurance,
    limits,
    spread_beyond_answers,
    variation,
)

# "Deviations from Excel defaults", a vignette of NHSRplotthedots, the package for NHS England's
# Making Data Count: mean 1.94, limits -0.72 and 4.6, without the outlier's moving ranges.
WITH_AN_OUTLIER = np.array([1.0, 2, 1, 2, 10, *[1, 2] * 6, 1])
NPS, TIME = DEFINITIONS["nps"], DEFINITIONS["first_response_time"]
OPENED = DEFINITIONS["tickets_opened"]


def test_individuals_and_moving_ranges_as_published() -> None:
    """Answers explain nothing here: the mean is that of all, the width without the outlier."""
    found = limits(WITH_AN_OUTLIER, np.full(18, 1e-9), np.ones(18))
    assert found.level == pytest.approx(1.94, abs=0.005)
    usual = limits(np.delete(WITH_AN_OUTLIER, 4), np.full(17, 1e-9), np.ones(17))
    assert usual.high - usual.low == pytest.approx(np.full(17, 4.6 + 0.72), abs=0.015)
    assert (usual.usual_low, usual.usual_high) == (usual.low[0], usual.high[0])


def test_a_p_chart_as_published() -> None:
    """NIST/SEMATECH e-Handbook 6.3.3.2: 30 wafers of 50 chips, mean .2313; its formula by hand."""
    share, n = np.full(30, 0.2313), np.full(30, 50.0)
    error = np.sqrt(share * (1 - share) / n)
    found = limits(share + 1e-3 * np.resize([1, -1], 30), error, n)
    assert found.sigma_z < 1, "wafers vary by less than 50 chips do"
    # 3 times the root of .2313 * .7687 / 50 = .003556, which is .05963
    assert (found.usual_low, found.usual_high) == pytest.approx((0.0524, 0.4102), abs=5e-5)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_laneys_p_prime_by_his_steps(seed: int) -> None:
    """Shares of unequal n whose truth moves: each step of Laney's chart written out.

    As in Minitab, "Methods and formulas for Laney P' Chart".
    """
    chance = np.random.default_rng(seed)
    n = chance.integers(200, 900, 24).tolist()
    positive = [int(chance.binomial(each, chance.uniform(0.2, 0.4))) for each in n]
    mean = sum(positive) / sum(n)
    sigma = [math.sqrt(mean * (1 - mean) / each) for each in n]
    z = [(x / each - mean) / s for x, each, s in zip(positive, n, sigma, strict=True)]
    ranges = [abs(now - before) for before, now in pairwise(z)]
    sigma_z = sum(ranges) / len(ranges) / 1.128
    assert sigma_z > 1.5
    found = limits(np.divide(positive, n), np.array(sigma), np.array(n, dtype=float))
    assert found.level == pytest.approx(mean)
    assert found.sigma_z == pytest.approx(sigma_z)
    high = [mean + 3 * s * sigma_z for s in sigma]
    np.testing.assert_allclose(found.high, high)
    np.testing.assert_allclose(found.low, [2 * mean - one for one in high])


def test_laneys_u_prime_by_hand() -> None:
    """Counts 20, 40, 20 on 10 days each: 2.667 a day, z of -1.291 and 2.582 by turns."""
    count, days = np.array([20.0, 40.0, 20.0]), np.full(3, 10.0)
    rate = 80 / 30
    found = limits(count / days, np.sqrt(rate / days), days)
    sigma_z = (2 / math.sqrt(rate / 10)) / 1.128
    assert found.sigma_z == pytest.approx(sigma_z)
    assert found.usual_high == pytest.approx(rate + 3 * 2 / 1.128)


def test_what_is_better_says_which_way_a_special_cause_goes() -> None:
    assert variation(False, 5.0, NPS) == Variation.COMMON
    assert variation(True, 1.0, NPS) == variation(True, -1.0, TIME) == Variation.IMPROVING
    assert variation(True, -1.0, NPS) == variation(True, 1.0, TIME) == Variation.WORSENING
    assert variation(True, 1.0, OPENED) == Variation.MORE
    assert variation(True, -1.0, OPENED) == Variation.LESS


def test_a_target_is_met_always_sometimes_or_never() -> None:
    told = [assurance(20.0, 30.0, target, NPS) for target in (15.0, 20.0, 25.0, 30.0, 31.0)]
    always, sometimes, never = Assurance.ALWAYS, Assurance.SOMETIMES, Assurance.NEVER
    assert told == [always, always, sometimes, never, never]
    assert assurance(2.0, 3.0, 4.0, TIME) == always
    assert assurance(5.0, 6.0, 4.0, TIME) == never
    with pytest.raises(ValueError, match="neither more nor less"):
        assurance(1.0, 2.0, 3.0, OPENED)


def test_how_much_sigma_z_varies_by_chance() -> None:
    """The variance of a mean of moving ranges, in squares of the mean, times their number: .826."""
    figures = np.random.default_rng(5).standard_normal((40_000, 60))
    ranges = np.abs(np.diff(figures, axis=1)).mean(axis=1)
    assert ranges.mean() == pytest.approx(1.128, abs=0.005)
    assert 59 * ranges.var() / ranges.mean() ** 2 == pytest.approx(0.826, abs=0.02)


def test_only_a_spread_that_is_no_chance_is_told() -> None:
    """Of 24 periods sigma z has a standard error of 0.19 by chance alone."""
    assert not spread_beyond_answers(1.37, 24)
    assert spread_beyond_answers(1.39, 24)
    assert not spread_beyond_answers(math.nan, 24)
    assert not spread_beyond_answers(9.0, 1)


def test_a_year_of_weekly_looks_at_a_page() -> None:
    """Special causes where nothing changes on at most 5 of 100 pages; most large steps are seen."""
    found = unusual.run(1, 5)
    assert found[outside(found)].empty
