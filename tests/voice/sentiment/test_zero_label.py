"""Without scores: what goes with words of the lists is learnt, and no comment is called 0."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.voice.sentiment.made_up import THINGS, partly_in_words
from voice.sentiment import WORDS, WORDS_AND_COMMENTS, Comments, sentiment, words_only
from voice.vectors import vectors


def test_what_goes_with_words_is_learnt_from_the_comments() -> None:
    comments = partly_in_words(200)
    wordless = np.isnan(words_only(comments.texts, comments.languages))
    assert wordless.sum() == 100
    found = sentiment(comments)
    assert found.method.way == WORDS_AND_COMMENTS and found.method.coverage == 1
    good = np.arange(200) % 2 == 0
    assert (found.scores[good & wordless] > 0).all()
    assert (found.scores[~good & wordless] < 0).all()


def test_few_comments_are_scored_by_words_alone() -> None:
    comments = partly_in_words(98)
    found = sentiment(comments)
    assert found.method.way == WORDS
    by_words = words_only(comments.texts, comments.languages)
    np.testing.assert_allclose(found.scores, np.tanh(1.5 * by_words))
    assert found.method.coverage == pytest.approx((~np.isnan(by_words)).mean())


def test_nothing_to_go_by_is_no_score() -> None:
    comments = partly_in_words(120)
    texts = [*comments.texts, "§§§", "", "好的"]
    found = sentiment(Comments(texts, ["fi"] * len(texts)))
    assert np.isnan(found.scores[-3:]).tolist() == [True, True, True]
    assert found.method.coverage == pytest.approx(120 / 123)


def test_other_languages_have_no_score_without_own_ones() -> None:
    comments = partly_in_words(120)
    found = sentiment(replace(comments, languages=[*["fi"] * 110, *["sv"] * 9, None]))
    assert np.isnan(found.scores).tolist() == [False] * 110 + [True] * 10


def test_all_praise_is_not_halved_into_praise_and_blame() -> None:
    texts = [f"hyvä {THINGS[at % 8]} {'kiitos' if at % 2 else ''} {at}" for at in range(150)]
    found = sentiment(Comments(texts, ["fi"] * 150))
    assert found.method.way == WORDS
    assert (found.scores > 0).all()


def test_vectors_score_what_has_no_word_of_the_lists() -> None:
    texts = ["Nobody picked up the phone", "Will be back next year for sure"] + [""] * 58
    languages = ["en"] * 60
    assert np.isnan(words_only(texts[:2], languages[:2])).all()
    blame, praise, *_ = sentiment(Comments(texts, languages, vectors(texts))).scores
    assert blame < 0 < praise


def test_no_comments_at_all() -> None:
    found = sentiment(Comments([], []))
    assert len(found.scores) == 0 and np.isnan(found.method.coverage)


def test_rows_belong_together() -> None:
    with pytest.raises(ValueError, match="languages has 1 rows, expected one for each of the 2"):
        Comments(["a", "b"], ["en"])
