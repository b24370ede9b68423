"""Voices are counted, not copies."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from voice import copies


def voices(texts: list[str], customers: list[str | None]) -> NDArray[np.bool_]:
    """All of one day."""
    return copies.voices(texts, customers, [0] * len(texts))


TEMPLATE = "Dear team, order 1234 has not arrived and I want my money back!"
TEMPLATE_AGAIN = "dear team,  ORDER 98 has not arrived and I want my money back"
CHINESE = "亲爱的客服，我的订单还没有到，请尽快给我退款，谢谢你们"


def test_one_customer_who_says_it_twice() -> None:
    assert voices(["Good", "good!", "Good", "Bad"], ["a", "a", "b", "a"]).tolist() == [
        True, False, True, True,
    ]  # fmt: skip


def test_short_texts_of_different_customers_each_count() -> None:
    assert voices(["Great service, thank you"] * 3, ["a", "b", "c"]).all()
    assert voices(["Great service, thank you"] * 3, [None] * 3).all()


def test_a_template_counts_once_whoever_sends_it() -> None:
    texts = [TEMPLATE, TEMPLATE_AGAIN, TEMPLATE, CHINESE, CHINESE]
    assert voices(texts, ["a", "b", None, None, "c"]).tolist() == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_the_same_on_another_day_is_said_again() -> None:
    said = copies.voices([TEMPLATE, TEMPLATE, "Good", "Good"], [None, "a", "b", "b"], [1, 2, 1, 2])
    assert said.tolist() == [True] * 4


def test_eight_words_are_long_and_seven_are_not() -> None:
    seven = "my new card has still not come"
    assert voices([seven] * 2, ["a", "b"]).tolist() == [True, True]
    assert voices([f"{seven} today"] * 2, ["a", "b"]).tolist() == [True, False]
    assert voices(["好" * 19] * 2, ["a", "b"]).tolist() == [True, True]
    assert voices(["好" * 20] * 2, ["a", "b"]).tolist() == [True, False]


def test_texts_without_letters() -> None:
    assert voices(["👍", "👎", "👍", "", "  "], ["a"] * 5).tolist() == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert voices(["5", "7", "5"], ["a"] * 3).tolist() == [True, True, False]


def test_a_customer_for_each_text() -> None:
    with pytest.raises(ValueError, match="zip"):
        voices(["a", "b"], ["a"])
    assert voices([], []).tolist() == []


TEXTS = st.sampled_from(["good", "Good.", "bad", "", "👍", TEMPLATE, TEMPLATE_AGAIN, CHINESE])
ROWS = st.lists(st.tuples(TEXTS, st.sampled_from([None, "a", "b", "c"])), max_size=30)


@given(ROWS)
def test_the_first_of_the_same_counts(rows: list[tuple[str, str | None]]) -> None:
    own = voices([text for text, _ in rows], [who for _, who in rows])
    # What was seen before never changes by what comes later.
    for end in range(len(rows)):
        before = voices([text for text, _ in rows[:end]], [who for _, who in rows[:end]])
        assert before.tolist() == own[:end].tolist()


@given(ROWS, st.randoms(use_true_random=False))
def test_how_many_voices_is_the_same_in_any_order(
    rows: list[tuple[str, str | None]], chance: random.Random
) -> None:
    mixed = chance.sample(rows, len(rows))
    counts = [
        voices([text for text, _ in some], [who for _, who in some]).sum() for some in (rows, mixed)
    ]
    assert counts[0] == counts[1]


@given(ROWS)
def test_who_said_it_all_before_adds_no_voice(rows: list[tuple[str, str | None]]) -> None:
    rows = [(text, who or "d") for text, who in rows]
    twice = voices([text for text, _ in rows * 2], [who for _, who in rows * 2])
    assert not twice[len(rows) :].any()
