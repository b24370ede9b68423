"""Scores by words, worked out by hand: the sum s of the weights gives s / (|s| + 4)."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.sentiment import words_only
from voice.sentiment.words import LANGUAGES, LISTS


def sum_of(text: str, language: str) -> float:
    """The sum of weights that a score is of; NaN without a score."""
    (score,) = words_only([text], [language])
    return float(np.sign(score) * 4 * abs(score) / (1 - abs(score)))


SUMS = [
    # one word, and several
    ("en", "Good", 2),
    ("en", "Great service, friendly staff", 5),
    ("ru", "Отличный сервис", 3),
    ("zh", "服务很差", -3),
    ("fi", "Palvelu oli surkeaa", -3),
    ("pt", "Produto excelente", 3),
    # negated: good turns round, bad is not bad; a deed that was not done is bad
    ("en", "The room was not clean", -2),
    ("en", "Not bad", 1),
    ("en", "It doesn’t work", -2),
    ("en", "It works, isn't nice", 0),
    ("ru", "Не советую", -3),
    ("ru", "Заказ не пришёл", -2),
    ("zh", "房间不干净", -2),
    ("zh", "没有坏", 1),
    ("fi", "En suosittele", -3),
    ("fi", "Laite ei toimi", -2),
    ("pt", "Não gostei", -2),
    ("pt", "Ainda nao chegou", -4),
    # a negation reaches three words, and not past a stop
    ("en", "Not one of the rooms was clean", 2),
    ("en", "No, good", 2),
    # more and less strong
    ("en", "Very good", 3),
    ("en", "Slightly slow", -1),
    ("en", "Not very good", -3),
    ("ru", "Очень удобно", 3),
    ("zh", "非常干净", 3),
    ("zh", "有点贵", -1),
    ("fi", "Todella huono", -3),
    ("pt", "Muito boa", 3),
    # what stands before "but" counts half
    ("en", "The food was good but the staff were rude", 1 - 3),
    ("ru", "Удобно, но обманули", 1 - 3),
    ("zh", "便宜，但是垃圾", 1 - 3),
    ("fi", "Halpa ja hyvä, mutta surkea", 1 - 3),
    ("pt", "Boa, mas péssima", 1 - 3),
    # signs, and longer words in which another stands by chance
    ("en", "👍", 2),
    ("en", "Fine ☹️", 0),
    ("zh", "😡物流快", -3 + 2),
    ("en", "ok :-(", -2),
    ("zh", "正好差不多", float("nan")),
    ("en", "The parcel is blue", float("nan")),
    ("en", "", float("nan")),
]


@pytest.mark.parametrize(("language", "text", "expected"), SUMS)
def test_a_sum_worked_out_by_hand(language: str, text: str, expected: float) -> None:
    assert sum_of(text, language) == pytest.approx(expected, nan_ok=True)


def test_languages_without_lists_have_no_score() -> None:
    assert np.isnan(words_only(["good", "good"], ["de", None])).all()


@given(st.lists(st.tuples(st.text(), st.sampled_from([*LANGUAGES, "de"])), max_size=5))
def test_a_score_is_within_bounds_and_of_its_own_text_alone(rows: list[tuple[str, str]]) -> None:
    texts, languages = [text for text, _ in rows], [language for _, language in rows]
    scores = words_only(texts, languages)
    assert ((np.abs(scores) < 1) | np.isnan(scores)).all()
    np.testing.assert_array_equal(words_only(texts[::-1], languages[::-1])[::-1], scores)


@given(st.integers(1, 30), st.sampled_from(["good", "bad"]))
def test_more_of_the_same_says_more(times: int, word: str) -> None:
    fewer, more = words_only([f"{word} " * times, f"{word} " * (times + 1)], ["en", "en"])
    assert abs(more) > abs(fewer)
    assert (more > 0) == (word == "good")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_stands_in_one_list_only(language: str) -> None:
    lists = tomllib.loads((LISTS / f"{language}.toml").read_text("utf-8"))
    lists.pop("around")
    words = [word for kind in lists.values() for group in kind.values() for word in group]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_agree_with_the_seed_sentences(language: str) -> None:
    """Both were written apart: where words say something, they are nearly always on the side."""
    sides = tomllib.loads((LISTS / "seeds.toml").read_text("utf-8"))[language]
    for side, sign in (("positive", 1), ("negative", -1)):
        scores = words_only(sides[side], [language] * len(sides[side]))
        said = scores[~np.isnan(scores)]
        assert len(said) >= len(scores) / 2
        assert (said * sign > 0).mean() >= 0.85
