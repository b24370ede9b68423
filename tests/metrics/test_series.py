"""The key of a series can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.series import (
    FEEDBACK_METRICS,
    Answer,
    Series,
    by_metric,
    is_series,
    metric_of,
    parse_answer,
    parse_series,
    positive_from,
)


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


@pytest.mark.parametrize("metric", ["csat", "rating", "ces"])
@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 2), (1, 3), (0, 2)])
def test_of_two_or_three_answers_the_best_is_positive(metric: str, low: int, high: int) -> None:
    start = positive_from(metric, low, high)
    assert [score for score in range(low, high + 1) if score >= start] == [high]


@given(st.integers(-10, 10), st.integers(1, 100), st.floats(0, 1))
def test_sentiment_never_counts_both_ways(low: int, width: int, share: float) -> None:
    high = low + width
    middle = (low + high) / 2
    for start in (positive_from("sentiment", low, high), middle + share * width / 2):
        if start > middle:
            assert Series("sentiment", low, high, start).negative_to < start


@pytest.mark.parametrize("key", ["", "csat", "csat:5", "price:1-5", "csat:a-b"])
def test_what_is_not_a_series_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        parse_series(key)


@pytest.mark.parametrize("label", ["nps:0-10|9", "csat:1-5>=5|4", "sentiment:-1-1|-0.25"])
def test_an_answer_is_read_back(label: str) -> None:
    answer = parse_answer(label)
    assert answer.label == label
    assert is_series(answer.series) and not is_series(metric_of(answer.series))
    assert answer == Answer(parse_series(answer.series).key, answer.score)


@pytest.mark.parametrize(
    ("key", "groups"),
    [
        ("nps:0-10", ["detractors"] * 7 + ["passives"] * 2 + ["promoters"] * 2),
        ("csat:1-5", ["other"] * 3 + ["positive"] * 2),
        ("csat:1-5>=5", ["other"] * 4 + ["positive"]),
        ("sentiment:-1-1", ["negative", "neutral", "positive"]),
        ("sentiment:1-4", ["negative"] * 2 + ["positive"] * 2),
    ],
)
def test_the_group_of_each_score(key: str, groups: list[str]) -> None:
    read = parse_series(key)
    scores = range(int(read.scale_min), int(read.scale_max) + 1)
    assert [read.group(score) for score in scores] == groups


def test_series_go_by_metric_and_then_by_answers() -> None:
    answers = {"csat:1-7": 5, "ces:1-7": 9, "csat:1-5": 8, "nps:0-10": 1}
    assert by_metric(answers) == ("nps:0-10", "csat:1-5", "csat:1-7", "ces:1-7")
