"""Relative weights: R's published example, laws, known weights, and silence where nothing goes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.reasons import relative_weights as module
from metrics.reasons.complete_cases import EVENTS, LEAST, complete_cases, merged_twins
from metrics.reasons.relative_weights import relative_weights, weigh
from metrics.sums.grouping import Array

# Motor Trend cars of 1974 (R's mtcars): mpg, cyl, disp, hp, wt.
CARS = """21 6 160 110 2.62|21 6 160 110 2.875|22.8 4 108 93 2.32|21.4 6 258 110 3.215
18.7 8 360 175 3.44|18.1 6 225 105 3.46|14.3 8 360 245 3.57|24.4 4 146.7 62 3.19
22.8 4 140.8 95 3.15|19.2 6 167.6 123 3.44|17.8 6 167.6 123 3.44|16.4 8 275.8 180 4.07
17.3 8 275.8 180 3.73|15.2 8 275.8 180 3.78|10.4 8 472 205 5.25|10.4 8 460 215 5.424
14.7 8 440 230 5.345|32.4 4 78.7 66 2.2|30.4 4 75.7 52 1.615|33.9 4 71.1 65 1.835
21.5 4 120.1 97 2.465|15.5 8 318 150 3.52|15.2 8 304 150 3.435|13.3 8 350 245 3.84
19.2 8 400 175 3.845|27.3 4 79 66 1.935|26 4 120.3 91 2.14|30.4 4 95.1 113 1.513
15.8 8 351 264 3.17|19.7 6 145 175 2.77|15 8 301 335 3.57|21.4 4 121 109 2.78"""


def test_the_published_example_of_r() -> None:
    """Of the package rwa 0.1.2, "Multiple Regression with rwa_multiregress()"."""
    cars = np.array([row.split() for row in CARS.replace("\n", "|").split("|")], dtype=float)
    scores = (cars - cars.mean(axis=0)) / cars.std(axis=0)
    whole: Array = scores.T @ scores / len(cars)
    published = [0.2096904, 0.1883043, 0.1799590, 0.2706812]
    assert relative_weights(whole[1:, 1:], whole[1:, 0]) == pytest.approx(published, abs=1e-7)


def test_two_predictors_by_hand() -> None:
    """Of two, weights are the means of what each adds alone and after the other (Lindeman)."""
    r1, r2, r12 = 0.5, 0.3, 0.4
    both = (r1**2 + r2**2 - 2 * r1 * r2 * r12) / (1 - r12**2)
    expected = [(r1**2 + both - r2**2) / 2, (r2**2 + both - r1**2) / 2]
    found = relative_weights(np.array([[1, r12], [r12, 1]]), np.array([r1, r2]))
    assert found == pytest.approx(expected)


@settings(max_examples=60)
@given(st.integers(1, 8), st.integers(0, 10**6))
def test_weights_add_up_to_r_squared_of_least_squares(size: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    data = chance.standard_normal((40, size + 1)) @ chance.standard_normal((size + 1, size + 1))
    whole: Array = np.asarray(np.corrcoef(data, rowvar=False))
    found = relative_weights(whole[:-1, :-1], whole[:-1, -1])
    x = np.column_stack([np.ones(40), data[:, :-1]])
    rest = data[:, -1] - x @ np.linalg.lstsq(x, data[:, -1])[0]
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1 - rest.var() / data[:, -1].var(), abs=1e-6)


def test_a_predictor_twice_shares_its_weight() -> None:
    """No inverse of such correlations exists."""
    chance = np.random.default_rng(1)
    x = chance.standard_normal((300, 2))
    y = x[:, 0] + chance.standard_normal(300)
    once, twice = (np.corrcoef(np.column_stack([*cut, y]).T) for cut in ((x.T), (*x.T, x[:, 0])))
    one = relative_weights(once[:-1, :-1], once[:-1, -1])
    two = relative_weights(twice[:-1, :-1], twice[:-1, -1])
    assert two[0] == pytest.approx(two[2])
    assert two[0] + two[2] == pytest.approx(one[0], rel=0.02)


@pytest.mark.slow
def test_known_weights_are_recovered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 300 answers intervals hold the weights of the whole population about 95 times of 100."""
    monkeypatch.setattr(module, "_NOISES", 1000)
    monkeypatch.setattr(module, "DRAWS", 200)
    among = np.array([[1, 0.5, 0.2], [0.5, 1, 0.2], [0.2, 0.2, 1]])
    slopes = np.array([0.5, 0.2, -0.3])
    spread = 1.0
    outcome = among @ slopes / np.sqrt(float(slopes @ among @ slopes) + spread**2)
    true = relative_weights(among, outcome)
    root, rounds = np.linalg.cholesky(among), 150
    held, named, bias = np.zeros(3), np.zeros(3), np.zeros(3)
    for seed in range(rounds):
        chance = np.random.default_rng(seed)
        x = chance.standard_normal((300, 3)) @ root.T
        found = weigh(x, x @ slopes + spread * chance.standard_normal(300), seed=seed)
        held += (found.low <= true) & (true <= found.high)
        named += found.above_noise
        bias += (found.weight - true) / rounds
        assert (found.correlation[2] < 0) == (outcome[2] < 0)
    assert (held / rounds > 0.88).all()
    assert (named / rounds > 0.9).all()
    assert np.abs(bias).max() < 0.01


@pytest.mark.slow
def test_on_noise_no_driver_is_named_in_more_than_a_twentieth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """200 views, 8 answers on scales of 5 that go together, none with an NPS score."""
    monkeypatch.setattr(module, "_NOISES", 2000)
    monkeypatch.setattr(module, "DRAWS", 2)
    named = 0
    for seed in range(200):
        chance = np.random.default_rng(seed)
        person = chance.standard_normal((150, 1))
        x = np.clip(np.round(4 + person + chance.standard_normal((150, 8))), 1, 5)
        y = np.clip(np.round(8 + 2 * chance.standard_normal(150)), 0, 10)
        named += bool(weigh(x, y, seed=seed).above_noise.any())
    assert named <= 18  # of 200, binomial, 5 %: above it one in a thousand


def test_more_rows_than_are_looked_at_and_the_same_seed() -> None:
    chance = np.random.default_rng(3)
    x = chance.standard_normal((12_000, 2))
    y = x[:, 0] - 0.5 * x[:, 1] + chance.standard_normal(12_000)
    first, again = weigh(x, y), weigh(x, y)
    assert first.rows == module.ROWS
    assert first.noise == again.noise and (first.low == again.low).all()
    assert (first.low < first.weight).all() and (first.weight < first.high).all()


def test_columns_known_of_few_rows_go_first_and_together() -> None:
    chance = np.random.default_rng(4)
    values = chance.standard_normal((1000, 4))
    values[200:, 1] = np.nan  # both of a rare place
    values[200:, 2] = np.nan
    values[:100, 3] = np.nan
    found = complete_cases(values, values[:, 0].copy())
    assert found is not None
    assert found.columns.tolist() == [0, 3]  # 2 x 30 against 4 x 10 and 1 x 31.6
    assert found.rows.sum() == 900 and not found.rows[:100].any()


def test_too_few_rows_or_too_few_who_left_are_none() -> None:
    values = np.arange(float(LEAST))[:, None]
    assert complete_cases(values, values[:, 0]) is None
    values = np.arange(400.0)[:, None]
    left = np.zeros(400)
    left[: EVENTS - 1] = 1
    assert complete_cases(values, left) is None
    left[EVENTS - 1] = 1
    assert complete_cases(values, left) is not None


def test_of_leavers_each_predictor_needs_ten() -> None:
    chance = np.random.default_rng(5)
    values = chance.standard_normal((500, 3))
    values[250:, 2] = np.nan
    left = np.zeros(500)
    left[[*range(10), *range(250, 265)]] = 1  # 25 of all, 10 of those of whom all is known
    found = complete_cases(values, left)
    assert found is not None and found.columns.tolist() == [0, 1]


def test_twins_are_one_and_turned_alike() -> None:
    chance = np.random.default_rng(6)
    base = chance.standard_normal(500)
    other = chance.standard_normal(500)
    twin = -3 * base + 0.3 * chance.standard_normal(500)
    scores, members = merged_twins(np.column_stack([base, other, twin]))
    assert members == [[0, 2], [1]]
    assert np.corrcoef(scores[:, 0], base)[0, 1] > 0.98
    assert scores.std(axis=0) == pytest.approx(np.ones(2))
