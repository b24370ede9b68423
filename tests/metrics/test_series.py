"""The key of a series can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.series import FEEDBACK_METRICS, Series, parse_series


@given(
    st.sampled_from(FEEDBACK_METRICS),
    st.integers(-10, 1),
    st.integers(3, 100),
    st.integers(-9, 100),
)
def test_round_trip(metric: str, low: int, high: int, start: int) -> None:
    series = Series(metric, low, high, start)
    assert parse_series(series.key) == series


def test_usual_ranges_are_left_out_of_the_key() -> None:
    assert Series("csat", 1, 5, 4).key == "csat:1-5"
    assert Series("csat", 1, 5, 5).key == "csat:1-5>=5"
    assert parse_series("ces:1-7").positive_from == 5
    assert parse_series("csat:1-10").positive_from == 9


@pytest.mark.parametrize("key", ["", "csat", "csat:5", "price:1-5", "csat:a-b"])
def test_what_is_not_a_series_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        parse_series(key)
