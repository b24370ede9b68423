"""Counts and moments against a slow recount in pandas, and the laws of sums."""

from typing import TypeAlias

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.sums.cells import MOMENTS, of_frame
from metrics.sums.counts import answer_counts, moments, tally_moments
from tests.metrics.samples import cells, feedback, nps

Answer: TypeAlias = tuple[int | None, str | None, int, float]
ANSWERS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 10)),
        st.sampled_from(["web", "store", None]),
        st.sampled_from([1, 2, 3]),
        st.floats(0.1, 4),
    ),
    max_size=40,
)


def frame_of(answers: list[Answer]) -> pd.DataFrame:
    raw = feedback("nps", [answer[0] for answer in answers])
    raw["channel"] = pd.Series([answer[1] for answer in answers], dtype="str")
    raw["month"] = pd.Series([answer[2] for answer in answers], dtype="int64")
    raw["weight"] = pd.Series([answer[3] for answer in answers], dtype="float64")
    return raw


def test_hand_counted_moments() -> None:
    raw = feedback("csat", [5, 4, 3, 5, None], weight=[1.0, 2.0, 3.0, 4.0, 5.0])
    plain = cells(raw).iloc[0]
    assert plain["series"] == "csat:1-5"
    assert list(plain[list(MOMENTS)]) == [4, 4, 4, 3, 0, 17, 75, 341]
    weighted = cells(raw, weighted=True).iloc[0]
    # w 1+2+3+4; w2 1+4+9+16; positive 1+2+4; total 5+8+9+20; squares 25+32+27+100;
    # cubes 125+128+81+500 = 834
    assert list(weighted[list(MOMENTS)]) == [4, 10, 30, 7, 0, 42, 184, 834]


def test_promoters_from_nine_and_detractors_to_six() -> None:
    row = cells(feedback("nps", range(11))).iloc[0]
    assert (row["pos"], row["neg"], row["answers"]) == (2, 7, 11)


def test_sentiment_counts_against_below_the_middle() -> None:
    row = cells(feedback("sentiment", [-1, -0.2, 0, 0, 0.001, 1])).iloc[0]
    assert (row["series"], row["pos"], row["neg"], row["answers"]) == ("sentiment:-1-1", 2, 2, 6)
    strict = feedback("sentiment", [-1, -0.05, -0.04, 0, 0.04, 0.05]).assign(positive_from=0.05)
    row = cells(strict).iloc[0]  # neutral up to 0.05 both ways
    assert (row["series"], row["pos"], row["neg"]) == ("sentiment:-1-1>=0.05", 1, 2)
    row = cells(feedback("sentiment", [1, 2, 2, 3]).assign(scale_min=1, scale_max=3)).iloc[0]
    assert (row["pos"], row["neg"]) == (1, 1)


def test_scales_and_positive_ranges_are_never_mixed() -> None:
    five, seven = feedback("csat", [5, 5]), feedback("csat", [5, 5]).assign(scale_max=7)
    strict = feedback("csat", [4, 5]).assign(positive_from=5)
    found = cells(pd.concat([five, seven, strict], ignore_index=True))
    assert dict(zip(found["series"], found["pos"], strict=True)) == {
        "csat:1-5": 2,
        "csat:1-5>=5": 1,
        "csat:1-7": 0,
    }


@settings(max_examples=60)
@given(ANSWERS)
def test_order_does_not_matter(answers: list[Answer]) -> None:
    raw = frame_of(answers)
    shuffled = raw.sample(frac=1, random_state=1)
    keys = ["month", "channel"]
    pd.testing.assert_frame_equal(cells(raw, keys, True), cells(shuffled, keys, True))


@settings(max_examples=60)
@given(ANSWERS)
def test_moments_equal_a_recount_with_groupby(answers: list[Answer]) -> None:
    raw = frame_of(answers)
    found = cells(raw, ["month", "channel"], weighted=True)
    given_ = raw[raw["score"].notna()]
    groups = given_.groupby(["month", "channel"], dropna=False)
    assert len(found) == groups.ngroups
    for _, rows in groups:
        month, channel = rows["month"].iloc[0], rows["channel"].iloc[0]
        same = found["channel"].isna() if pd.isna(channel) else found["channel"] == channel
        cell = found[(found["month"] == month) & same].iloc[0]
        weight = rows["weight"]
        assert cell["answers"] == len(rows)
        assert cell["w2"] == pytest.approx((weight**2).sum())
        assert cell["pos"] == pytest.approx(weight[rows["score"] >= 9].sum())
        assert cell["neg"] == pytest.approx(weight[rows["score"] <= 6].sum())
        assert cell["squares"] == pytest.approx((weight * rows["score"] ** 2).sum())
        assert cell["cubes"] == pytest.approx((weight * rows["score"] ** 3).sum())


@pytest.mark.slow
@settings(max_examples=60)
@given(ANSWERS)
def test_parts_add_up_to_the_whole(answers: list[Answer]) -> None:
    raw = frame_of(answers)
    parts = cells(raw, ["month", "channel"], weighted=True)
    for keys in ([], ["month"], ["channel"], ["channel", "month"]):
        pd.testing.assert_frame_equal(
            of_frame(parts).added(keys).frame(), cells(raw, keys, True), check_categorical=False
        )


def test_moments_of_two_frames_together_are_added_too() -> None:
    one, two = cells(nps(3, 2, 1)), cells(nps(1, 1, 1))
    both = of_frame(pd.concat([one, two])).added(()).frame()
    assert len(both) == 1
    assert both["answers"].tolist() == [9]
    assert both["pos"].tolist() == [4]


def test_raw_answers_are_a_counts_frame_with_n_one() -> None:
    raw = feedback("ces", [7, 6, 2, 7], touchpoint=["a", "b", "a", "a"])
    alike = raw.assign(series="ces:1-7", n=1)
    pd.testing.assert_frame_equal(moments(alike, ["touchpoint"]), cells(raw, ["touchpoint"]))


@pytest.mark.parametrize("dtype", ["str", "category", "object"])
def test_keys_of_any_type_give_the_same(dtype: str) -> None:
    raw = nps(2, 1, 1, region=["b", "a", None, "b"]).astype({"region": dtype})
    found = cells(raw, ["region"])
    assert found["answers"].tolist() == [1, 2, 1]
    assert found["region"].isna().tolist() == [False, False, True]


def test_dates_as_keys_come_out_in_order() -> None:
    days = pd.to_datetime(["2026-03-01", "2026-01-01", "2026-03-01", "2026-02-01"])
    found = cells(nps(4, 0, 0, month=days), ["month"])
    assert found["month"].tolist() == sorted(set(days))


def test_an_answer_without_weight_weighs_nothing() -> None:
    found = cells(nps(1, 0, 1, weight=[2.0, np.nan]), weighted=True).iloc[0]
    assert (found["answers"], found["w"], found["neg"]) == (1, 2, 0)


def test_no_answers_give_no_cells() -> None:
    found = cells(feedback("nps", [None, None], region=["a", "b"]), ["region"])
    assert found.empty
    assert list(found.columns) == ["region", "series", *MOMENTS]


def test_missing_columns_are_named() -> None:
    with pytest.raises(ValueError, match="missing columns: scale_min, scale_max; the frame has"):
        answer_counts(pd.DataFrame({"metric": ["nps"], "score": [9]}))
    with pytest.raises(ValueError, match="missing columns: nw, w, w2"):
        moments(answer_counts(nps(1, 1, 1)), weighted=True)


def test_tallies_keep_what_they_are_given() -> None:
    tally = pd.DataFrame({"team": ["a", "b", "a"], "n": [4, 5, 6], "positive": [1, 2, 3]})
    found = tally_moments(tally, "first_contact_resolution", ["team"])
    assert found["team"].tolist() == ["a", "b"]
    assert found["answers"].tolist() == [10, 5]
    assert found["pos"].tolist() == [4, 2]
    assert found["series"].unique().tolist() == ["first_contact_resolution"]
