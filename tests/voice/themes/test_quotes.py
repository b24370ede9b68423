"""Quotes are chosen by the rule that is printed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.themes.quotes import quotes


def _at(*degrees: float) -> np.ndarray:
    """Vectors in a plane, at these angles; lengths differ and do not count."""
    angles = np.radians(degrees)
    lengths = np.arange(1, len(degrees) + 1)[:, None]
    return np.asarray(lengths * np.column_stack([np.cos(angles), np.sin(angles)]))


def test_the_nearest_first_then_the_farthest_of_the_nearest_half() -> None:
    vectors = _at(0, 8, -8, 20, -50, 50, 70, -70)
    texts = [f"text {row}" for row in range(8)]
    found = quotes(vectors, texts, ["all"] * 8, [None] * 8, 2)
    # All but 20 are symmetric, so that the middle is at 3.3: 0 is nearest, then 8, -8 and 20.
    assert found == {"all": [0, 3]}


def test_each_score_group_is_near_the_middle_of_the_whole_theme() -> None:
    vectors = _at(0, 60, 10, 70)
    found = quotes(vectors, list("abcd"), ["low", "low", "high", "high"], [None] * 4, 1)
    # The middle is at 35: of the low ones 60 is 25 from it, 0 is 35; of the high ones 10 is 25.
    assert found == {"high": [2], "low": [1]}


def test_nobody_and_no_text_is_quoted_twice() -> None:
    vectors = _at(0, 1, 2, 3, 40)
    texts = ["Same", "same ", "other", "third", "fourth"]
    found = quotes(vectors, texts, ["a", "b", "b", "b", "b"], ["x", "y", "x", "z", "z"], 3)
    chosen = [row for rows in found.values() for row in rows]
    assert found["a"] == [0]
    assert found["b"] == [3]  # 1 is the text of 0, 2 is by x, 4 is by z once more
    assert len(chosen) == 2


@pytest.mark.parametrize("text", ["Call [phone]", "I am [name] here", "[bank card]", " "])
def test_marks_of_redaction_and_empty_texts_are_never_quoted(text: str) -> None:
    assert quotes(_at(0, 50), [text, "fine"], ["a", "a"], [None, None], 2) == {"a": [1]}
    assert quotes(None, [text, "fine"], ["a", "a"], [None, None], 2) == {"a": [1]}


def test_brackets_that_are_no_marks_are_quoted() -> None:
    assert quotes(None, ["see [1]"], ["a"], [None], 1) == {"a": [0]}


def test_without_vectors_the_median_length_is_typical() -> None:
    texts = ["x" * 2, "y" * 30, "z" * 11, "w" * 10, "v" * 80]  # the median is 11
    assert quotes(None, texts, ["a"] * 5, [None] * 5, 2) == {"a": [2, 3]}


def test_a_score_group_without_vectors_is_quoted_by_length() -> None:
    vectors = np.vstack([_at(0, 5), np.zeros((2, 2))])
    texts = ["first", "second", "a very long one indeed", "third"]
    found = quotes(vectors, texts, ["a", "a", "b", "b"], [None] * 4, 1)
    assert found["b"] == [3]
    assert found["a"][0] in (0, 1)


def test_vectors_that_are_no_numbers_count_as_none() -> None:
    vectors = np.array([[np.nan, 1.0], [1.0, 0.0]])
    assert quotes(vectors, ["one", "two"], ["a", "a"], [None, None], 2) == {"a": [1]}


def test_a_theme_without_comments_has_no_quotes() -> None:
    assert quotes(None, [], [], [], 3) == {}


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.booleans())
def test_the_order_of_rows_makes_no_difference(seed: int, with_vectors: bool) -> None:
    rng = np.random.default_rng(seed)
    n = 12
    vectors = rng.normal(size=(n, 3)).astype(np.float32)
    texts = [f"text {number}" for number in rng.integers(0, 9, n)]
    groups = rng.choice(["low", "high"], n).tolist()
    customers = [f"c{number}" for number in rng.permutation(n)]
    mixed = rng.permutation(n)
    one = quotes(vectors if with_vectors else None, texts, groups, customers, 2)
    other = quotes(
        vectors[mixed] if with_vectors else None,
        [texts[row] for row in mixed],
        [groups[row] for row in mixed],
        [customers[row] for row in mixed],
        2,
    )
    assert {group: [mixed[row] for row in rows] for group, rows in other.items()} == one
    assert all(len({texts[row] for row in rows}) == len(rows) <= 2 for rows in one.values())
