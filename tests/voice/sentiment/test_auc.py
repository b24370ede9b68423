"""The AUC against its definition, and its interval against numbers drawn many times."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.sentiment.auc import agreement

_sides = st.lists(st.integers(-4, 4), min_size=2, max_size=12)


def judged(above: list[float], below: list[float]) -> tuple[float, float, float]:
    labels = np.repeat([1, -1], [len(above), len(below)])
    found = agreement(np.array([*above, *below], float), labels)
    assert (found.positive, found.negative) == (len(above), len(below))
    return found.auc, found.low, found.high


def test_by_hand() -> None:
    # Pairs: 3>1, 3>2, 2>1 in order, 2=2 half, 0<1 and 0<2 not: 3.5 of 6.
    assert judged([3, 2, 0], [1, 2])[0] == pytest.approx(3.5 / 6)


@given(_sides, _sides)
def test_the_auc_is_the_share_of_pairs_in_order(above: list[float], below: list[float]) -> None:
    auc, low, high = judged(above, below)
    pairs = [(a > b) + (a == b) / 2 for a in above for b in below]
    assert auc == pytest.approx(sum(pairs) / len(pairs))
    assert 0 <= low <= auc + 1e-9 and auc - 1e-9 <= high <= 1
    turned = judged(below, above)
    assert turned == pytest.approx((1 - auc, 1 - high, 1 - low))


def test_none_wrong_of_thirty_may_still_be_one_in_ten() -> None:
    assert judged([1.0] * 30, [0.0] * 40) == pytest.approx((1.0, 0.9, 1.0))


def test_the_interval_covers_what_is_true() -> None:
    """Normal scores one apart: the AUC is P(N(1, sqrt 2) > 0) = 0.7602."""
    draw = np.random.default_rng(1)
    runs, covered = 800, 0
    for _ in range(runs):
        _, low, high = judged(draw.normal(1, 1, 60).tolist(), draw.normal(0, 1, 30).tolist())
        covered += low <= 0.7602 <= high
    # 95 % within three standard errors of 800 runs, and a little for so few comments
    assert 0.92 <= covered / runs <= 0.975


def test_a_side_of_one_is_too_few() -> None:
    with pytest.raises(ValueError, match="1 positive and 2 negative"):
        judged([1], [0, 0])
