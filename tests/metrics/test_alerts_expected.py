"""Alerts: what is expected of a period, by hand and by slow recounts, and what a look may take."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest

from metrics.alerts.conditions import State
from metrics.alerts.expected import Next, Past, expected
from metrics.alerts.periods import expected_at, mean_of
from metrics.alerts.scales import NUMBERS, Scale, scale_of
from metrics.alerts.spending import LOOKS_A_YEAR, per_look
from metrics.definitions import DEFINITIONS
from tests.metrics.weeks import Z, week, weeks


def arrays(values: list[float], errors: list[float], sizes: list[float]) -> Past:
    return Past(np.array(values), np.array(errors), np.array(sizes))


def one(reach: float, n: float) -> Next:
    return Next(np.array([reach]), np.array([reach]), np.array([n]))


def test_the_chance_of_a_look_by_hand() -> None:
    assert per_look(50, 12) == pytest.approx(0.5 / 600)
    assert per_look(1, LOOKS_A_YEAR["quarter"]) == 0.125


def test_the_chances_of_all_looks_of_a_year_are_half_an_alarm_whatever_the_grains() -> None:
    grains = ["day", "week", "week", "month", "quarter", "year", "month"]
    a_year = [LOOKS_A_YEAR[grain] * conditions for conditions, grain in enumerate(grains, 1)]
    spent = sum(looks * per_look(len(grains), looks) for looks in a_year)
    assert spent == pytest.approx(0.5)


@pytest.mark.parametrize(("alerts", "looks"), [(0, 12.0), (5, 0.0)])
def test_no_alert_takes_no_chance(alerts: int, looks: float) -> None:
    with pytest.raises(ValueError, match="at least one alert"):
        per_look(alerts, looks)


ROUGH = [17.0, 24.0, 16.0, 25.0, 18.0, 23.0, 15.0, 22.0, 17.0, 23.0]


def test_of_periods_that_are_unlike_it_is_the_prediction_interval_of_a_normal_sample() -> None:
    """Mean -/+ t s sqrt(1 + 1/m): ten periods, 20 -/+ 2.262 * 3.801 * 1.0488."""
    found = expected(arrays(ROUGH, [0.1] * 10, [50.0] * 10), one(0.1 * Z, 50.0))
    reach = 2.262157 * statistics.stdev(ROUGH) * math.sqrt(1.1)
    assert found.within(0.05) == pytest.approx((20 - reach, 20 + reach), rel=1e-4)


def test_of_periods_that_are_calm_it_is_what_their_answers_are_off_by() -> None:
    """Standard errors of 2 where values are half a point apart: 20 -/+ 2.365 * 2 * sqrt(9 / 8)."""
    calm = [20.25, 19.75] * 4
    found = expected(arrays(calm, [2.0] * 8, [30.0] * 8), one(2 * Z, 30.0))
    assert found.middle == 20
    assert found.above == pytest.approx(2 * math.sqrt(9 / 8))
    assert found.within(0.05)[1] == pytest.approx(20 + 2.364624 * 2 * math.sqrt(9 / 8), rel=1e-4)


def recount(values: list[float], errors: list[float], sizes: list[float], n: float) -> float:
    """The standard error of the next value by the textbook: weights, Q, C, and tau squared."""
    squares = sum((size * error) ** 2 for size, error in zip(sizes, errors, strict=True))
    single = (squares + n * n * (errors[0] * math.sqrt(sizes[0] / n)) ** 2) / (sum(sizes) + n)
    weights = [size / single for size in sizes]
    mean = sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)
    q = sum(w * (x - mean) ** 2 for w, x in zip(weights, values, strict=True))
    c = sum(weights) - sum(w * w for w in weights) / sum(weights)
    tau2 = max((q - (len(values) - 1)) / c, 0)
    of_mean = sum((w / sum(weights)) ** 2 * (1 / w + tau2) for w in weights)
    return math.sqrt(single / n + tau2 + of_mean)


def test_periods_of_uneven_numbers_against_the_formulas_of_dersimonian_and_laird() -> None:
    sizes = [20.0, 300.0, 45.0, 80.0, 150.0, 33.0, 90.0, 240.0, 60.0, 75.0]
    errors = [60 / math.sqrt(n) for n in sizes]
    values = [20 + 12 * (-1) ** place * (1 + place % 3) for place in range(10)]
    for n in (25.0, 500.0):
        found = expected(arrays(values, errors, sizes), one(Z * 60 / math.sqrt(n), n))
        assert found.freedom == 9
        assert found.below == pytest.approx(recount(values, errors, sizes, n), rel=1e-5)


def test_periods_that_go_with_the_one_before_tell_less() -> None:
    """r of these is 5 / 12; with its bias back (12 r + 1) / 8; and 1.5 / sqrt(12) above that."""
    values = [1.0, 1.0, 1.0, -1.0, -1.0, -1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0]
    assert sum(values[place] * values[place + 1] for place in range(11)) == 5
    r = 0.6  # the highest that is taken, of 0.75 + 0.433
    each = (1 + r) / (1 - r)
    found = expected(arrays(values, [0.5] * 12, [10.0] * 12), one(0.5 * Z, 10.0))
    assert found.freedom == pytest.approx(max(11 * (1 - r * r) / (1 + r * r), 1))
    single = 10 * 0.25
    left = max(12 - each, 1)
    unlike = (12 / 0.25 / left - 1) * 11 * single / (120 - 10)
    wide = single / 10 + unlike + each * (single + unlike * 10) / 120
    assert found.above == pytest.approx(math.sqrt(wide), rel=1e-5)


def test_of_many_periods_the_correlation_is_their_own() -> None:
    """402 that are alike by 0.5: r is 0.5 + 1.5 / sqrt(402), give or take 0.13."""
    chance, values = np.random.default_rng(3), [0.0]
    for step in chance.normal(0, 1, 401):
        values.append(0.5 * values[-1] + step)
    found = expected(arrays(values, [0.1] * 402, [10.0] * 402), one(0.1 * Z, 10.0))
    r = math.sqrt((401 - found.freedom) / (401 + found.freedom))
    assert r == pytest.approx(0.575, abs=0.13)


def test_a_mean_of_four_is_half_as_wide_beside_a_long_past() -> None:
    calm = [20.25, 19.75] * 25
    past = arrays(calm, [2.0] * 50, [30.0] * 50)
    four = Next(*(np.full(4, part) for part in (2 * Z, 2 * Z, 30.0)))
    assert expected(past, four).above == pytest.approx(2 * math.sqrt(1 / 4 + 1 / 50))
    assert expected(past, one(2 * Z, 30.0)).above == pytest.approx(2 * math.sqrt(1 + 1 / 50))


def test_a_mean_of_uneven_weeks_has_all_of_their_answers() -> None:
    two = weeks([10.0, 20.0])._replace(n=np.array([30.0, 90.0]))
    assert mean_of(two, [0, 1]) == 17.5


def test_a_change_that_has_just_begun_is_not_in_its_own_past() -> None:
    """Of 30 weeks the newest eight are left out: 22 remain, and what they are is their mean."""
    values = np.random.default_rng(2).normal(20, 1, 30)
    found = expected_at(weeks(values.tolist()), [29], State(), "week")
    assert found is not None and found.middle == pytest.approx(values[:22].mean())
    lasting = expected_at(weeks(values.tolist()), [29], State(1, week(26)), "week")
    assert lasting is not None and lasting.middle == pytest.approx(values[:26].mean())


def test_an_interval_that_reaches_further_makes_that_side_wider() -> None:
    past = arrays([20.25, 19.75] * 8, [1.0] * 16, [30.0] * 16)
    skewed = Next(np.array([Z]), np.array([3 * Z]), np.array([30.0]))
    found = expected(past, skewed)
    assert found.below == pytest.approx(math.sqrt(9 + found.above**2 - _own(found.above)), rel=0.1)
    assert found.below > 2 * found.above


def _own(above: float) -> float:
    return above**2 * 16 / 17


@pytest.mark.parametrize(
    ("scale", "values"),
    [
        (Scale(0, 100), [0.0, 3.0, 50.0, 99.5, 100.0]),
        (Scale(-100, 100), [-100.0, -3.0, 61.0]),
        (NUMBERS, [0.0, 0.3, 5.0, 4000.0]),
        (Scale(-math.inf, math.inf), [-3.0, 0.0, 8.0]),
    ],
)
def test_a_scale_and_back(scale: Scale, values: list[float]) -> None:
    places = scale.place(np.array(values))
    assert (np.diff(places) > 0).all()
    assert [scale.value(place) for place in places] == pytest.approx(values)
    if not math.isinf(scale.least):
        assert scale.value(places[0] - 9) == scale.least


def test_the_scale_of_a_metric() -> None:
    assert scale_of(DEFINITIONS["nps"], "nps") == (-100, 100)
    assert scale_of(DEFINITIONS["csat_mean"], "csat:1-5") == (1, 5)
    assert scale_of(DEFINITIONS["resolution_time"], "resolution_time") == (0, math.inf)
    assert scale_of(DEFINITIONS["tickets_opened"], "tickets_opened") == NUMBERS
    assert math.isinf(scale_of(DEFINITIONS["tone_change"], "tone_change").least), (
        "it may be negative"
    )
