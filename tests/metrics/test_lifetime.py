"""BG/NBD and Gamma-Gamma against numerical integration over customers, and published figures.

Fitted to the CDNOW sample that the papers use, the module gives what they print: r .243, alpha
4.414, a .793, b 2.426, log-likelihood -9582.4; p 6.25, q 3.74, v 15.45. The data are not ours to
pass on; here the models are fitted to customers drawn from known parameters.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from metrics.customers.lifetime import (
    Moments,
    NotFittedError,
    Orders,
    Worth,
    _likelihood,
    _value_likelihood,
    expected_orders,
    fit_orders,
    fit_worth,
    likelihood,
    predicted_sums,
    value_likelihood,
    weight_of_own,
)
from metrics.sums.grouping import Array

CDNOW = Orders(0.243, 4.414, 0.793, 2.426)
MODELS = [CDNOW, Orders(1.2, 45, 0.5, 5.4), Orders(2.0, 10, 1.0, 3.0), Orders(0.8, 6, 1.7, 1.2)]
HISTORIES = [(0, 0, 38.86), (1, 1.71, 38.86), (2, 30.43, 38.86), (7, 29.0, 30.0), (0, 0, 0)]


def one(value: float) -> Array:
    return np.array([value], dtype=float)


def history(again: float, recency: float, age: float) -> tuple[Array, Array, Array]:
    return one(again), one(recency), one(age)


def mixed(orders: Orders) -> tuple[Array, Array, Array]:
    """A grid of customers: rate, chance to leave after an order, and how many are so."""
    r, alpha, a, b = orders
    points = (np.arange(1500) + 0.5) / 1500
    u = points**3 * (10 - 15 * points + 6 * points**2)  # denser towards both ends
    mass = np.gradient(u, points) / len(points)
    rate = stats.gamma.ppf(u, r, scale=1 / alpha)
    leaving = stats.beta.ppf(u, a, b)
    return rate[:, None], leaving[None, :], mass[:, None] * mass[None, :]


@pytest.mark.parametrize("orders", MODELS)
@pytest.mark.parametrize(("x", "recency", "age"), HISTORIES)
def test_orders_as_integrals_over_customers(
    orders: Orders, x: float, recency: float, age: float
) -> None:
    rate, p, mass = mixed(orders)
    there = (1 - p) ** x * rate**x * np.exp(-rate * age)
    left = p * (1 - p) ** (x - 1) * rate**x * np.exp(-rate * recency) if x else 0
    whole = (mass * (there + left)).sum()
    assert likelihood(orders, *history(x, recency, age))[0] == pytest.approx(
        np.log(whole), abs=2e-3
    )
    coming = (1 - np.exp(-rate * p * 52)) / p
    expected = (mass * there * coming).sum() / whole
    found = expected_orders(orders, *history(x, recency, age), 52)[0]
    assert found == pytest.approx(expected, rel=5e-3)


def test_the_example_of_the_paper() -> None:
    """A customer of the CDNOW sample: two orders, the last in week 30.43 of 38.86; 1.226 in 39."""
    found = expected_orders(CDNOW, *history(2, 30.43, 38.86), 39)[0]
    assert found == pytest.approx(1.226, abs=2e-3)


def test_expected_orders_grow_with_time_and_never_by_leaps() -> None:
    for orders in MODELS:
        weeks = [expected_orders(orders, *history(3, 20, 30), w)[0] for w in (0, 1, 2, 52, 99)]
        assert weeks[0] == pytest.approx(0, abs=1e-9)
        assert sorted(weeks) == weeks


@pytest.mark.parametrize("worth", [Worth(6.25, 3.74, 15.44), Worth(1.97, 1.94, 265.8)])
@pytest.mark.parametrize(("again", "mean"), [(1, 22.35), (2, 300.0), (9, 35.0)])
def test_values_as_integrals_over_customers(worth: Worth, again: int, mean: float) -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    nu = stats.gamma.ppf(u, worth.q, scale=1 / worth.v)
    density = np.asarray(stats.gamma.pdf(mean, worth.p * again, scale=1 / (nu * again)))
    found = value_likelihood(worth, one(again), one(mean))[0]
    assert found == pytest.approx(np.log(density.mean()), abs=1e-3)
    expected = (density * worth.p / nu).sum() / density.sum()
    own = weight_of_own(worth, np.array([float(again)]))[0]
    assert own * mean + (1 - own) * worth.mean == pytest.approx(expected, rel=1e-3)


def drawn(seed: int, size: int, orders: Orders, worth: Worth) -> list[Array]:
    """again, recency, age, mean of the orders after the first, of customers drawn one by one."""
    rng = np.random.default_rng(seed)
    rows = []
    for age in rng.uniform(20, 150, size):
        rate = rng.gamma(orders.r, 1 / orders.alpha)
        p = rng.beta(orders.a, orders.b)
        at = 0.0
        times: list[float] = []
        while rng.random() >= p or not times:
            at += rng.exponential(1 / rate)
            if at > age:
                break
            times.append(at)
        nu = rng.gamma(worth.q, 1 / worth.v)
        spent = rng.gamma(worth.p, 1 / nu, len(times)).mean() if times else 0.0
        rows.append((len(times), times[-1] if times else 0.0, age, spent))
    return [np.array(column, dtype=float) for column in zip(*rows, strict=True)]


@pytest.mark.slow
def test_known_parameters_are_found_again() -> None:
    """By their likelihood: other parameters may tell nearly the same story."""
    orders, worth = Orders(0.9, 12, 0.8, 2.5), Worth(5, 4, 90)
    again, recency, age, mean = drawn(7, 4000, orders, worth)
    n = np.ones(len(again))
    found = fit_orders(again, recency, age, n)
    truth, best = (likelihood(m, again, recency, age).sum() for m in (orders, found))
    assert 0 <= best - truth < 10  # half a chi-squared of four: seldom above 5
    assert found.r / found.alpha == pytest.approx(orders.r / orders.alpha, rel=0.1)
    back = again > 0
    value = fit_worth(again[back], mean[back], n[back])
    truth, best = (value_likelihood(w, again[back], mean[back]).sum() for w in (worth, value))
    assert 0 <= best - truth < 8
    assert value.mean == pytest.approx(worth.mean, rel=0.05)


@pytest.mark.parametrize("orders", [CDNOW, Orders(3.2, 23.4, 1.5, 33.8), Orders(0.2, 4, 1.5, 0.3)])
def test_the_slopes_of_the_likelihood_are_its_differences(orders: Orders) -> None:
    again, recency, age, _ = drawn(7, 200, CDNOW, Worth(5, 4, 90))
    levels, place = np.unique(again, return_inverse=True)
    slopes = _likelihood(orders, levels, place, recency, age)[1]
    for number, name in enumerate(Orders._fields):
        step = 1e-6 * orders[number]
        up, down = (
            likelihood(orders._replace(**{name: orders[number] + by}), again, recency, age)
            for by in (step, -step)
        )
        np.testing.assert_allclose(slopes[number], (up - down) / (2 * step), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("worth", [Worth(6.25, 3.74, 15.44), Worth(0.4, 1.2, 900)])
def test_the_slopes_of_the_values_are_their_differences(worth: Worth) -> None:
    rng = np.random.default_rng(4)
    again, mean = np.floor(rng.uniform(1, 9, 200)), rng.gamma(2, 30, 200)
    slopes = _value_likelihood(worth, again, mean)[1]
    for number, name in enumerate(Worth._fields):
        step = 1e-6 * worth[number]
        up, down = (
            value_likelihood(worth._replace(**{name: worth[number] + by}), again, mean)
            for by in (step, -step)
        )
        np.testing.assert_allclose(slopes[number], (up - down) / (2 * step), rtol=1e-4, atol=1e-6)


def test_same_histories_may_be_counted() -> None:
    again, recency, age, _ = drawn(3, 400, CDNOW, Worth(5, 4, 90))
    x, last, old = (np.tile(column, 3) for column in (again, recency, age))
    whole = fit_orders(x, last, old, np.ones(1200))
    assert fit_orders(again, recency, age, np.full(400, 3.0)) == pytest.approx(whole, rel=1e-3)


def test_what_the_data_do_not_determine_is_said() -> None:
    once = np.zeros(500)
    with pytest.raises(NotFittedError, match="converge"):
        fit_orders(once, once, np.full(500, 40.0), np.ones(500))
    few = np.ones(400)
    huge = stats.pareto.rvs(0.4, size=400, random_state=1)
    with pytest.raises(NotFittedError, match="determine"):  # neither their mean nor their spread
        fit_worth(few, huge, few)


def poisson(rng: np.random.Generator, age: float, rate: float, leaving: float) -> list[float]:
    at, times = float(rng.exponential(1 / rate)), []
    while at <= age:
        times.append(at)
        if rng.random() < leaving:
            break
        at += rng.exponential(1 / rate)
    return times


def test_orders_of_one_season_are_not_predicted() -> None:
    """A quarter of each year alone: no customer orders at a rate of their own."""
    rng = np.random.default_rng(1)
    age = np.round(rng.uniform(5, 100, 1500))
    lives = [[t for t in poisson(rng, old, 0.2, 0.02) if t % 52 < 13] for old in age]
    again = np.array([len(times) for times in lives], dtype=float)
    recency = np.array([round(times[-1]) if times else 0 for times in lives], dtype=float)
    with pytest.raises(NotFittedError):
        fit_orders(again, recency, age, np.ones(1500))


def test_a_mean_that_may_be_infinite_is_not_told() -> None:
    """Customers whose values have a tail of 1 / x: the likelihood is nearly as high at q = 1."""
    rng = np.random.default_rng(2)
    ones = np.ones(200)
    refused = 0
    for _ in range(20):
        values = rng.gamma(3, 1, 200) / rng.gamma(1.05, 1 / 20, 200)
        try:
            fit_worth(ones, values, ones)
        except NotFittedError as error:
            refused += "mean is not determined" in str(error)
    assert refused >= 15
    told = fit_worth(ones, rng.gamma(3, 1, 200) / rng.gamma(4, 1 / 20, 200), ones)
    assert told.q > 1


def test_sums_of_a_cell_are_those_of_its_customers() -> None:
    worth = Worth(6.25, 3.74, 15.44)
    means = np.array([0.0, 20.0, 55.0, 310.0])
    own = weight_of_own(worth, one(4))[0]
    coming = expected_orders(CDNOW, *history(4, 30, 50))[0]
    each = coming * (own * means + (1 - own) * worth.mean)
    sums = Moments(one(len(means)), one(means.sum()), one((means**2).sum()))
    total, squares = predicted_sums(CDNOW, worth, *history(4, 30, 50), sums)
    assert total[0] == pytest.approx(each.sum())
    assert squares[0] == pytest.approx((each**2).sum())
