"""Composites: by hand, by law, by simulation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import composite
from metrics.composite import Part, combined, composite_figures, scaled
from metrics.estimates import figures as estimate
from metrics.inference import differences, intervals
from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval
from tests.metrics.samples import arrays, cells, nps

RUNS = 4000


def figure(value: float, low: float, high: float) -> Interval:
    return Interval(*arrays(value, low, high))


# Ease 70 % (66 to 74), half of the index; 12 hours (10 to 15) of 48 to 0; NPS 20 (10 to 30).
EASE = scaled(figure(70, 66, 74), 0, 100)
HOURS = scaled(figure(12, 10, 15), 48, 0)
LOYALTY = scaled(figure(20, 10, 30), -100, 100)


def test_parts_are_scaled_by_hand() -> None:
    assert [one[0] for one in HOURS] == pytest.approx([75, 68.75, 79.1667], abs=1e-4)
    assert [one[0] for one in LOYALTY] == [60, 55, 65]
    assert [one[0] for one in scaled(figure(60, 40, 70), 48, 0)] == pytest.approx([0, 0, 50 / 3])


def test_the_mean_and_its_interval_by_hand() -> None:
    found = combined([EASE, HOURS, LOYALTY], [0.5, 0.3, 0.2])
    assert found.value[0] == pytest.approx(0.5 * 70 + 0.3 * 75 + 0.2 * 60)
    assert found.low[0] == pytest.approx(69.5 - math.sqrt(2**2 + (0.3 * 6.25) ** 2 + 1))
    assert found.high[0] == pytest.approx(69.5 + math.sqrt(2**2 + 1.25**2 + 1))


def test_the_change_by_hand() -> None:
    # Ease fell from 76 (73 to 79), the hours stand still at 12 (11 to 13).
    ease = composite.contribution(EASE, figure(76, 73, 79), 0.6)
    hours = composite.contribution(HOURS, scaled(figure(12, 11, 13), 48, 0), 0.4)
    assert (ease.change[0], ease.low[0], ease.high[0]) == pytest.approx((-3.6, -6.6, -0.6))
    found = composite.change([ease, hours])
    beyond = 0.4 * math.hypot(79.16667 - 75, 75 - 72.91667)
    assert found.change[0] == pytest.approx(-3.6)
    assert found.high[0] == pytest.approx(-3.6 + math.hypot(3, beyond), abs=1e-4)
    z = 1.959964 * 3.6 / math.hypot(3, beyond)
    assert found.p_value[0] == pytest.approx(math.erfc(z / math.sqrt(2)), abs=1e-5)


points = st.floats(0, 100)
figures = st.tuples(points, points, points).map(
    lambda x: figure(*[sorted(x)[i] for i in (1, 0, 2)])
)
parts = st.lists(st.tuples(figures, st.floats(0.05, 1)), min_size=1, max_size=5)


@given(parts)
def test_it_lies_in_its_interval_and_both_on_the_scale(drawn: list[tuple[Interval, float]]) -> None:
    whole = sum(weight for _, weight in drawn)
    weights = [weight / whole for _, weight in drawn]
    found = combined([one for one, _ in drawn], weights)
    assert -1e-9 <= found.low[0] <= found.value[0] <= found.high[0] <= 100 + 1e-9
    # Narrower than if all parts were off to the same side at once.
    least = sum(weight * one.low[0] for (one, _), weight in zip(drawn, weights, strict=True))
    assert found.low[0] >= least - 1e-9
    turned = combined([one for one, _ in drawn][::-1], weights[::-1])
    assert [x[0] for x in turned] == pytest.approx([x[0] for x in found])


@given(figures, figures)
def test_of_one_part_it_is_the_part(now: Interval, base: Interval) -> None:
    assert [x[0] for x in combined([now], [1])] == pytest.approx([x[0] for x in now])
    alone = composite.change([composite.contribution(now, base, 1)])
    expected = differences.from_intervals(now, base)
    assert [x[0] for x in alone] == pytest.approx([x[0] for x in expected], nan_ok=True)


@given(figures, st.floats(1, 500), st.floats(-500, 500))
def test_scaling_turns_with_the_range(one: Interval, size: float, start: float) -> None:
    up, down = scaled(one, start, start + size), scaled(one, start + size, start)
    for here, there in ((up.value, down.value), (up.low, down.high), (up.high, down.low)):
        assert here[0] == pytest.approx(100 - there[0], abs=1e-6)
        assert 0 <= here[0] <= 100


def simulated(rng: np.random.Generator, n: int) -> Interval:
    """An index of a proportion, a net share and a median, `RUNS` times from the same truth."""
    ease = intervals.proportion(np.full(RUNS, n), rng.binomial(n, 0.7, RUNS) / n)
    groups = rng.multinomial(n, (0.5, 0.3, 0.2), RUNS) / n
    loyalty = intervals.net_share(np.full(RUNS, float(n)), groups[:, 0], groups[:, 2])
    hours = np.sort(rng.lognormal(np.log(10), 0.8, (RUNS, n)), axis=1)
    low, high = intervals.quantile_ranks(np.array([float(n)]), 0.5)
    times = Interval(
        np.median(hours, axis=1), hours[:, int(low[0]) - 1], hours[:, int(high[0]) - 1]
    )
    return combined(
        [
            Interval(*(100 * x for x in ease)),
            scaled(Interval(*(100 * x for x in loyalty)), -100, 100),
            scaled(times, 48, 0),
        ],
        [0.4, 0.3, 0.3],
    )


@pytest.mark.parametrize("n", [40, 300])
def test_intervals_cover_what_they_state(n: int) -> None:
    rng = np.random.default_rng(4)
    truth = 0.4 * 70 + 0.3 * 65 + 0.3 * 100 * (48 - 10) / 48
    one, other = simulated(rng, n), simulated(rng, n)
    covered = np.mean((one.low <= truth) & (truth <= one.high))
    assert 0.93 <= covered <= 0.97
    nothing: Difference = differences.from_intervals(one, other)
    assert 0.03 <= np.mean(nothing.p_value < 0.05) <= 0.07


def test_parts_of_the_same_tickets_hold_a_little_less() -> None:
    """Waiting and the share in time of the same tickets: docs/metrics.md says so."""
    rng, n = np.random.default_rng(5), 300
    hours = np.sort(rng.lognormal(np.log(10), 0.8, (RUNS, n)), axis=1)
    low, high = (int(rank[0]) for rank in intervals.quantile_ranks(np.array([float(n)]), 0.5))
    waits = Interval(np.median(hours, axis=1), hours[:, low - 1], hours[:, high - 1])
    kept = intervals.proportion(np.full(RUNS, float(n)), (hours <= 10).mean(axis=1))
    ease = intervals.proportion(np.full(RUNS, float(n)), rng.binomial(n, 0.7, RUNS) / n)
    percent = [Interval(*(100 * x for x in part)) for part in (kept, ease)]
    for weight, least, most in ((0.2, 0.92, 0.95), (0.5, 0.87, 0.91)):
        weights = [weight, weight, 1 - 2 * weight]
        one = combined([scaled(waits, 48, 0), *percent], weights)
        truth = float(np.dot(weights, [100 * (48 - 10) / 48, 50, 70]))
        covered = np.mean((one.low <= truth) & (truth <= one.high))
        assert least <= covered <= most


def period_part(metric: str, weight: float, **answers: tuple[int, int, int]) -> Part:
    raw = pd.concat([nps(*counts, period=month) for month, counts in answers.items()])
    found = estimate(cells(raw, ("period",)), None, ["nps"], ("period",))
    return Part(metric, weight, -100, 100, found)


def test_a_cell_without_all_parts_has_no_composite() -> None:
    one = period_part("nps", 0.5, a=(20, 5, 5), b=(15, 5, 5), c=(2, 1, 1))
    other = period_part("nps", 0.5, a=(10, 5, 5), c=(20, 5, 5), d=(20, 5, 5))
    found = composite_figures("xqi", [one, other], ("period",)).set_index("period")
    assert found.index.tolist() == ["a", "b", "c", "d"]
    assert found["hidden"].to_dict() == {"a": "", "b": "too_few", "c": "too_few", "d": "too_few"}
    assert found["n"].to_dict() == {"a": 20, "b": 0, "c": 4, "d": 0}
    assert found["value"].notna().to_dict() == {"a": True, "b": False, "c": False, "d": False}
    assert found.loc["a", "value"] == pytest.approx((75 + 62.5) / 2)
