"""Voices are counted, not copies."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.copies import voices

TEMPLATE = "Dear team, order 1234 has not arrived and I want my money back!"
TEMPLATE_AGAIN = "dear team,  ORDER 98 has not arrived and I want my money back"
CHINESE = "亲爱的客服，我的订单还没有到，请尽快给我退款，谢谢你们"


def of_one_day(*texts: str) -> list[bool]:
    found: list[bool] = voices(texts, [0] * len(texts)).tolist()
    return found


def test_short_texts_each_count() -> None:
    assert of_one_day("Good", "good!", "Great service, thank you", "Great service, thank you") == [
        True, True, True, True,
    ]  # fmt: skip


def test_a_template_counts_once() -> None:
    assert of_one_day(TEMPLATE, TEMPLATE_AGAIN, TEMPLATE, CHINESE, CHINESE) == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_the_same_on_another_day_is_said_again() -> None:
    assert voices([TEMPLATE, TEMPLATE, TEMPLATE], [1, 2, 1]).tolist() == [True, True, False]


def test_eight_words_are_long_and_seven_are_not() -> None:
    seven = "my new card has still not come"
    assert of_one_day(seven, seven) == [True, True]
    assert of_one_day(f"{seven} today", f"{seven} today") == [True, False]
    assert of_one_day("好" * 19, "好" * 19) == [True, True]
    assert of_one_day("好" * 20, "好" * 20) == [True, False]


def test_texts_without_letters() -> None:
    assert of_one_day("👍", "👎", "👍", "", "  ") == [True, True, True, False, False]


def test_a_day_for_each_text() -> None:
    with pytest.raises(ValueError, match="zip"):
        voices(["a", "b"], [1])
    assert voices([], []).tolist() == []


TEXTS = st.sampled_from(["good", "Good.", "bad", "", "👍", TEMPLATE, TEMPLATE_AGAIN, CHINESE])
ROWS = st.lists(st.tuples(TEXTS, st.integers(0, 2)), max_size=30)


@given(ROWS)
def test_the_first_of_the_same_counts(rows: list[tuple[str, int]]) -> None:
    own = voices([text for text, _ in rows], [day for _, day in rows])
    # What was seen before never changes by what comes later.
    for end in range(len(rows)):
        before = voices([text for text, _ in rows[:end]], [day for _, day in rows[:end]])
        assert before.tolist() == own[:end].tolist()


@given(ROWS, st.randoms(use_true_random=False))
def test_how_many_voices_is_the_same_in_any_order(
    rows: list[tuple[str, int]], chance: random.Random
) -> None:
    mixed = chance.sample(rows, len(rows))
    counts = [
        voices([text for text, _ in some], [day for _, day in some]).sum() for some in (rows, mixed)
    ]
    assert counts[0] == counts[1]
