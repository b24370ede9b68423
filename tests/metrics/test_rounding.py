"""Shares that stand side by side add up as they are shown, and none is off by a unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.rounding import apportioned, rounded_groups

COUNTS = st.tuples(*[st.integers(0, 5000)] * 3).filter(any)


def test_thirds_by_hand() -> None:
    assert apportioned([100 / 3] * 3, 100) == [33.4, 33.3, 33.3]
    assert apportioned([100 / 3] * 3, 100, 0) == [34, 33, 33]
    assert apportioned([0, 0.05, 99.95], 100) == [0, 0.1, 99.9]


def test_the_net_share_is_the_difference_of_what_is_shown() -> None:
    # 47.36 - 12.25 = 35.11, but 47.4 - 12.3 would be 35.1 and 47.4 - 12.2 35.2.
    groups = {"detractors": 12.25, "passives": 40.39, "promoters": 47.36}
    shown = rounded_groups(groups)
    assert f"{shown['promoters'] - shown['detractors']:.1f}" == "35.1"
    # Rounded each by itself: 33.4, 33.4 and 33.3, a net share of 0.1 that is 0.0.
    groups = {"detractors": 33.34, "passives": 33.28, "promoters": 33.38}
    shown = rounded_groups(groups)
    assert shown["promoters"] == shown["detractors"]
    assert sum(shown.values()) == pytest.approx(100)


def test_a_positive_share_is_the_figure_of_its_card() -> None:
    assert rounded_groups({"other": 17.93, "positive": 82.07}) == {
        "other": pytest.approx(17.9),
        "positive": 82.1,
    }


@given(COUNTS)
def test_groups_of_any_counts(counts: tuple[int, int, int]) -> None:
    names = ("detractors", "passives", "promoters")
    exact = {name: 100 * n / sum(counts) for name, n in zip(names, counts, strict=True)}
    shown = rounded_groups(exact)
    assert round(sum(10 * one for one in shown.values()), 6) == 1000
    for name in names:
        assert abs(shown[name] - exact[name]) < 0.1 + 1e-6
        assert shown[name] >= 0
    net = float(f"{exact['promoters'] - exact['detractors']:.1f}")
    assert shown["promoters"] - shown["detractors"] == pytest.approx(net)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=15).filter(any))
def test_scores_of_any_counts(counts: list[int]) -> None:
    exact = [100 * n / sum(counts) for n in counts]
    shown = apportioned(exact, 100)
    assert round(sum(10 * one for one in shown), 6) == 1000
    assert all(abs(one - other) < 0.1 + 1e-6 for one, other in zip(shown, exact, strict=True))
    assert all(one == 0 for one, n in zip(shown, counts, strict=True) if n == 0)
