"""Forecasts: by hand, against statsmodels, and what they hold by simulation."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from statsmodels.tsa.statespace.mlemodel import MLEModel

from benchmarks.claims.forecast import CASES, Case, drawn, told_of
from metrics.definitions import DEFINITIONS
from metrics.forecast.backtest import Backtest, backtest, holds_less, last_years, scaled_errors
from metrics.forecast.forecast import History, Outlook, forecast, horizon_of
from metrics.forecast.scales import Scale, observed, scale_of
from metrics.forecast.state_space import FADES, Mixture, Models, forecasts, with_sampling
from metrics.inference import intervals
from metrics.sums.grouping import Array

PERCENT = Scale(0.0, 100.0)


def test_last_years_value_and_its_scaled_errors_by_hand() -> None:
    """Quarters: a year of 10, 20, 30, 40, then 12, 18, 33, 44, then 15, 20."""
    values = np.array([10.0, 20, 30, 40, 12, 18, 33, 44, 15, 20])
    origins = np.array([6, 8])
    naive = last_years(values, origins, 2, 4)
    assert naive.tolist() == [[30, 40], [12, 18]]
    # Known at the first origin: |12 - 10| and |18 - 20|, 2 on average; at the second 2, 2, 3, 4.
    errors = scaled_errors(naive, values, origins, 4)
    assert errors.tolist() == [[3 / 2, 4 / 2], [3 / 2.75, 2 / 2.75]]
    forecast_by_hand = np.array([[33.0, 40.0], [14.0, np.nan]])
    below = np.array([[0.5, 0.95], [0.06, np.nan]])
    found = backtest(values, forecast_by_hand, below, origins, 4)
    assert (found.origins, found.compared) == (2, 3)
    assert found.mase == pytest.approx((0 + 2 + 1 / 2.75) / 3)
    assert found.naive_mase == pytest.approx((1.5 + 2 + 3 / 2.75) / 3)
    assert found.within_80 == pytest.approx(1 / 3)  # 0.95 and 0.06 lie outside
    assert found.within_95 == 1
    assert (found.banded, found.steps) == (3, 2)
    assert found.better


@pytest.mark.parametrize(
    ("held", "of", "promised", "less"),
    [  # so few or fewer, by hand: of 10 at 0.8 each 4 with 0.0064, 5 with 0.0328
        (4, 10, 0.8, True),
        (5, 10, 0.8, False),
        (7, 10, 0.95, True),  # 0.0115
        (8, 10, 0.95, False),  # 1 - 0.95^10 - 10 * 0.05 * 0.95^9 is 0.0861
        (0, 2, 0.8, False),  # 0.2^2
        (0, 3, 0.8, True),  # 0.2^3
        (10, 10, 0.95, False),
    ],
)
def test_a_band_holds_less_where_chance_alone_seldom_would(
    held: int, of: int, promised: float, less: bool
) -> None:
    assert holds_less(held, of, promised) == less


@pytest.mark.parametrize(
    ("within_80", "within_95", "banded", "less"),
    [  # of six steps two count: 96 forecasts are 32, 30 are 10
        (0.61, 0.86, 96, True),  # 20 of 32, where 25.6 are expected
        (0.8, 0.95, 96, False),
        (0.5, 1.0, 30, False),
        (0.4, 1.0, 30, True),
        (0.8, 0.7, 30, True),
        (0.8, 0.8, 30, False),
    ],
)
def test_forecasts_of_one_figure_count_for_two_together(
    within_80: float, within_95: float, banded: int, less: bool
) -> None:
    found = Backtest(banded // 6, banded, 0.5, 1.0, within_80, within_95, banded, 6)
    assert found.held_less == less


def test_a_missing_month_has_no_forecast_of_a_year_later_and_no_error() -> None:
    values = np.array([10.0, np.nan, 30, 40, 12, 18, np.nan])
    naive = last_years(values, np.array([5]), 2, 4)
    assert np.isnan(naive[0, 0]) and naive[0, 1] == 30
    assert np.isnan(scaled_errors(naive, values, np.array([5]), 4)).all()


class _Structural(MLEModel):  # type: ignore[misc]
    """The same model as statsmodels filters it: level, fading slope, twelve months."""

    def __init__(self, place: Array, known: Array, models: Models) -> None:
        size = len(place)
        super().__init__(place, k_states=14, k_posdef=2)
        level, slope, season, unlike = (float(one[0]) for one in models[:4])
        design = np.zeros((1, 14, size))
        design[0, 0] = 1
        design[0, 2 + np.arange(size) % 12, np.arange(size)] = 1
        self["design"] = design
        self["obs_cov"] = (np.nan_to_num(known) + unlike)[None, None, :]
        transition = np.eye(14)
        transition[0, 1], transition[1, 1] = 1, FADES
        self["transition"] = transition
        selection = np.zeros((14, 2))
        selection[0, 0] = selection[1, 1] = 1
        self["selection"] = selection
        self["state_cov"] = np.diag([level, slope * (1 - FADES**2)])
        start = np.diag([1e4, slope, *[season] * 12])
        self.ssm.initialize_known(np.zeros(14), start)

    @property
    def start_params(self) -> Array:
        return np.array([])


def _models(
    level: Sequence[float], slope: Sequence[float], season: Sequence[float], unlike: Sequence[float]
) -> Models:
    grid = [np.array(one, dtype=float) for one in (level, slope, season, unlike)]
    return Models(grid[0], grid[1], grid[2], grid[3], np.zeros(len(level)))


@pytest.mark.parametrize("variances", [(0.01, 0.0, 0.02, 0.0), (0.0025, 0.0036, 0.04, 0.01)])
def test_one_model_is_that_of_statsmodels(variances: tuple[float, ...]) -> None:
    """Filtered means and variances of the figures ahead, with a gap and known variances."""
    chance = np.random.default_rng(4)
    size, horizon = 40, 6
    place = chance.normal(1, 0.3, size)
    place[[7, 20]] = np.nan
    variance = np.where(np.isnan(place), np.nan, chance.uniform(0.01, 0.2, size))
    models = _models(*([one] for one in variances))
    found = forecasts(place, variance, np.arange(size) % 12, horizon, np.array([size]), 12, models)
    # Months ahead are missing observations with no sampling variance: their forecasts.
    longer = np.append(place, np.full(horizon, np.nan))
    told = _Structural(longer, np.append(variance, np.zeros(horizon)), models).filter([])
    expected = told.filter_results.forecasts[0, size:]
    spread = told.filter_results.forecasts_error_cov[0, 0, size:]
    np.testing.assert_allclose(found.mean[0, :, 0], expected, rtol=1e-6)
    np.testing.assert_allclose(found.deviation[0, :, 0] ** 2, spread, rtol=1e-6)


def test_models_weigh_as_much_as_statsmodels_finds_them_likely() -> None:
    """Of two models the odds are those of the likelihoods after the first figure."""
    chance = np.random.default_rng(5)
    size = 30
    place = np.cumsum(chance.normal(0, 0.1, size))
    variance = np.full(size, 0.02)
    both = _models([0.01, 0.0], [0.0, 0.0], [0.02, 0.0], [0.0, 0.01])
    both = both._replace(likely=np.log([1.0, 3.0]))
    season = np.arange(size) % 12
    found = forecasts(place, variance, season, 1, np.array([size]), 12, both)
    one, other = (
        _Structural(place, variance, Models(*(part[[i]] for part in both)))
        .filter([])
        .llf_obs[1:]
        .sum()
        for i in (0, 1)
    )
    odds = found.weight[0, 0, 0] / found.weight[0, 0, 1]
    assert math.log(odds) == pytest.approx(one - other - math.log(3), abs=1e-6)


def test_a_forecast_knows_nothing_of_what_came_after_its_origin() -> None:
    chance = np.random.default_rng(6)
    place, variance = chance.normal(0, 0.2, 40), np.full(40, 0.01)
    season = np.arange(40) % 12
    whole = forecasts(place, variance, season, 3, np.array([25, 40]), 12)
    changed = place.copy()
    changed[25:] += 5
    other = forecasts(changed, variance, season, 3, np.array([25, 40]), 12)
    np.testing.assert_array_equal(whole.mean[0], other.mean[0])
    assert not np.allclose(whole.mean[1], other.mean[1])
    history, _ = drawn(Case("", 40, drift=0.05, few=12), chance)
    first = slice(25)
    early = observed(
        history.value[first], history.low[first], history.high[first], history.n[first], PERCENT
    )
    late = observed(history.value, history.low, history.high, history.n, PERCENT)
    for one, longer in zip(early, late, strict=True):
        np.testing.assert_array_equal(one, longer[:25])


def test_a_mixture_by_hand() -> None:
    """Half at 0, half at 10, each with a standard deviation of 1."""
    found = Mixture(np.array([[0.0, 10.0]]), np.ones((1, 2)), np.full((1, 2), 0.5))
    assert found.centre[0] == 5
    assert found.below(np.array([5.0]))[0] == pytest.approx(0.5)
    assert found.quantile(0.25)[0] == pytest.approx(0, abs=1e-6)
    wider = with_sampling(found, np.array([[3.0, 15.0]]))
    assert sorted(wider.deviation[0]) == pytest.approx([2, 2, 4, 4])
    assert wider.weight.sum() == pytest.approx(1)


def test_scales_come_back_and_say_their_slope() -> None:
    inside = np.array([1.0, 40.0, 99.0])
    for scale in (PERCENT, Scale(-100.0, 100.0), Scale(1.0, 101.0), Scale(0.0, math.inf)):
        value = inside if scale.least < 1 else inside + 1
        place = scale.place(value)
        np.testing.assert_allclose(scale.value(place), value)
        nearby = (scale.place(value + 1e-6) - place) / 1e-6
        np.testing.assert_allclose(scale.slope(value), nearby, rtol=1e-4)
        n = np.array(9.0)
        np.testing.assert_allclose(scale.read(scale.inside(value, n), n), value)
    assert PERCENT.read(np.array([99.0]), np.array(9.0))[0] == 100  # never beyond an end


def test_the_sampling_error_of_a_share_is_that_of_its_logit() -> None:
    """1 / (n p q), from Wilson's intervals, and thin months at an end are not the surest."""
    n = np.array([400.0, 400, 400, 10])
    p = np.array([0.8, 0.8, 0.8, 1.0])
    value, low, high = (100 * one for one in intervals.proportion(n, p))
    _, variance = observed(value, low, high, n, PERCENT)
    assert variance[2] == pytest.approx(1 / (400 * 0.8 * 0.2), rel=0.03)
    assert 0.4 < variance[3] < 0.9  # 1 / (10 x 0.8 x 0.2) is 0.6


def test_which_metrics_have_a_scale() -> None:
    assert scale_of(DEFINITIONS["nps"], "nps:0-10") == Scale(-100, 100)
    assert scale_of(DEFINITIONS["csat_mean"], "csat:1-5") == Scale(1, 5)
    assert scale_of(DEFINITIONS["first_response_time"], "first_response_time") == Scale(0, math.inf)
    assert scale_of(DEFINITIONS["revenue"], "revenue") is None


def _history(value: Array, n: float | Array = 500.0) -> History:
    size = np.full(len(value), n)
    found = intervals.proportion(size, value / 100)
    low, high = 100 * found.low, 100 * found.high
    return History(value, low, high, size, np.arange(len(value)) % 12, 12)


def test_under_two_years_nothing_is_told() -> None:
    value = 60 + np.random.default_rng(7).normal(0, 2, 40)
    assert forecast(_history(value[:23]), PERCENT).outlook == Outlook.TOO_SHORT
    assert forecast(_history(value[:24]), PERCENT).outlook != Outlook.TOO_SHORT
    gaps = value[:24].copy()
    gaps[3] = np.nan
    assert forecast(_history(gaps), PERCENT).outlook == Outlook.TOO_SHORT


def test_where_last_years_value_is_nearer_there_is_no_line() -> None:
    """A large season that comes again to the point, and no noise: nothing can beat it."""
    season = np.random.default_rng(8).permutation(np.linspace(20, 80, 12))
    found = forecast(_history(np.tile(season, 4)), PERCENT)
    assert found.outlook == Outlook.NO_BETTER
    assert found.backtest is not None and not len(found.value)


def test_horizons() -> None:
    assert [horizon_of(n, 12) for n in (24, 35, 36)] == [3, 3, 6]
    assert horizon_of(20, 4) == 3


def test_bands_are_in_order_and_a_target_splits_what_is_probable() -> None:
    history, _ = drawn(Case("", 48, drift=0.06, season=0.15), np.random.default_rng(9))
    plain = forecast(history, PERCENT)
    assert plain.outlook == Outlook.TOLD and np.isnan(plain.chance).all()
    ends = (plain.low_95, plain.low_80, plain.value, plain.high_80, plain.high_95)
    assert (np.diff(np.vstack(ends), axis=0) > 0).all()
    up = forecast(history, PERCENT, float(plain.low_80[2]))
    down = forecast(history, PERCENT, float(plain.low_80[2]), higher_is_better=False)
    assert up.chance[2] == pytest.approx(0.9, abs=1e-3)
    np.testing.assert_allclose(up.chance + down.chance, 1)


def test_thin_months_make_wider_bands_and_move_the_level_less() -> None:
    value = np.random.default_rng(10).normal(60, 1.5, 36)
    value[-1] = 80
    thick = forecast(_history(value), PERCENT)
    thin_n = np.full(36, 500.0)
    thin_n[-1] = 12
    thin = forecast(_history(value, thin_n), PERCENT)
    assert abs(thin.value[0] - 60) < abs(thick.value[0] - 60) / 2
    few = forecast(_history(value[:35], 30), PERCENT)
    many = forecast(_history(value[:35], 3000), PERCENT)
    assert few.high_80[0] - few.low_80[0] > 1.5 * (many.high_80[0] - many.low_80[0])


@pytest.mark.slow
@pytest.mark.parametrize("case", [CASES[1], CASES[3], CASES[7]], ids=lambda case: case.name)
def test_bands_hold_what_came_as_often_as_they_say(case: Case) -> None:
    """Smaller than `benchmarks/claims/forecast.py`, and therefore with wider limits."""
    chance = np.random.default_rng(11)
    told = [one for _ in range(150) if (one := told_of(case, chance))]
    held = [one.found.low_80[2] <= one.came[2] <= one.found.high_80[2] for one in told]
    assert len(told) > 100
    assert 0.70 < np.mean(held) < 0.92
