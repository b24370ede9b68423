"""When a change is called real."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from metrics.inference.verdicts import benjamini_hochberg, decide


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_as_statsmodels(p_values: list[float]) -> None:
    found = benjamini_hochberg(np.array(p_values))
    assert found == pytest.approx(multipletests(p_values, method="fdr_bh")[1])


def test_unknown_p_values_do_not_count_in_the_family() -> None:
    found = benjamini_hochberg(np.array([0.01, np.nan, 0.04]))
    assert found[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(found[1])


def test_all_four_verdicts() -> None:
    p = np.array([0.01, 0.01, 0.2, np.nan, 0.01, 0.01])
    low = np.array([1.0, -1.0, 1.0, np.nan, 1.0, 1.0])
    high = np.array([3.0, 3.0, 3.0, np.nan, 3.0, 3.0])
    enough = np.array([True, True, True, True, False, False])
    compared = np.array([True, True, True, True, True, False])
    assert decide(p, low, high, enough, compared).tolist() == [
        "real",
        "noise",  # the interval holds zero
        "noise",
        "none",  # a change that can't be judged is not noise
        "too_few",
        "none",
    ]


def test_false_discoveries_are_held_where_nothing_changed() -> None:
    rng = np.random.default_rng(11)
    families = rng.uniform(size=(1000, 20))
    found = [(benjamini_hochberg(family) < 0.05).any() for family in families]
    assert np.mean(found) < 0.07  # without adjustment: 64 % of the families
