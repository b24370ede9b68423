"""Own scores are learnt from where that is shown to be better on the newest comments, not else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.comments import pairs_in_order
from tests.voice.sentiment.made_up import planted
from voice.sentiment import SCORES, VERSION, WORDS, Comments, sentiment
from voice.sentiment import own_scores as module


def test_what_only_the_scores_know_is_learnt() -> None:
    comments = planted(300)
    found = sentiment(comments)
    assert found.method.way == SCORES and found.method.reason == ""
    assert found.method.version == VERSION and found.method.coverage == 1
    signs = np.where(np.arange(300) % 3 == 0, 1, -1)
    assert (np.sign(found.scores) == signs).all()  # 0 is the threshold, though two of three blame
    judged = found.method.agreement
    assert judged is not None and judged.auc == 1
    assert (judged.positive, judged.negative) == (20, 40)


def test_the_auc_is_that_of_newest_comments_never_seen() -> None:
    """Recounted by taking their scores away and asking for sentiment again."""
    comments = planted(400, seed=3, wrong=0.1)
    shown = sentiment(comments).method.agreement
    assert shown is not None and shown.low < shown.auc < shown.high < 1
    assert comments.scores is not None
    newest = np.arange(400) >= 320
    signs = np.where(newest, np.nan, comments.scores)
    found = sentiment(replace(comments, scores=signs))
    assert found.method.way == SCORES
    recount = pairs_in_order(found.scores[newest], comments.scores[newest])
    assert shown.auc == pytest.approx(recount, abs=0.02)


@pytest.mark.parametrize("seed", range(2))
def test_shuffled_scores_teach_nothing(seed: int) -> None:
    comments = planted(300)
    assert comments.scores is not None
    shuffled = np.random.default_rng(seed).permutation(comments.scores)
    found = sentiment(replace(comments, scores=shuffled))
    assert found.method.way == WORDS
    assert "mere luck" in found.method.reason


def test_scores_that_words_know_already_are_not_learnt() -> None:
    texts = [f"{'loistava' if at % 2 else 'surkea'} {at}" for at in range(240)]
    signs = np.where(np.arange(240) % 2, 1, -1)
    found = sentiment(Comments(texts, ["fi"] * 240, None, np.arange(240.0), signs))
    assert found.method.way != SCORES
    assert "no better than words and comments" in found.method.reason
    assert found.method.agreement is not None and found.method.agreement.auc == 1


@pytest.mark.parametrize(
    ("count", "low", "reason"),
    [
        (199, 100, "99 comments have a high score and 100 a low one: at least 200 are needed"),
        (240, 49, "191 comments have a high score and 49 a low one"),
        (50, 0, "50 comments have a high score and 0 a low one"),
    ],
)
def test_too_few_scores_are_told(count: int, low: int, reason: str) -> None:
    signs = np.repeat([-1, 1], [low, count - low])
    found = sentiment(replace(planted(count), scores=signs))
    assert found.method.way == WORDS and found.method.reason.startswith(reason)


def test_scores_of_neither_side_are_not_counted() -> None:
    signs = np.array([np.nan] * 30 + [0.0] * 30)
    found = sentiment(replace(planted(60), scores=signs))
    assert found.method.reason == "No comment has a score of its own."
    assert found.method.agreement is None


def test_a_latest_fifth_of_one_side_is_told() -> None:
    found = sentiment(replace(planted(300), scores=np.repeat([-1, 1], [200, 100])))
    assert found.method.reason == "The latest fifth of the scored comments is one-sided."


def test_texts_that_are_alike_are_on_one_side_of_the_split() -> None:
    texts = [f"takki {at}" for at in range(8)] + ["Takki 3!", "tuoli"]
    comments = Comments(texts, ["fi"] * 10, None, np.arange(10.0))
    latest, earlier = module._split(comments, comments.newest_first(np.arange(10)))
    assert (latest.tolist(), sorted(earlier)) == ([9], list(range(8)))


def test_the_latest_are_by_day_and_unknown_days_count_as_old() -> None:
    when = np.array([5, np.nan, 9, 1, 7])
    comments = Comments(list("abcde"), ["fi"] * 5, None, when)
    assert comments.newest_first(np.arange(5)).tolist() == [2, 4, 0, 3, 1]


def test_own_scores_reach_languages_without_lists_in_any_order_of_rows() -> None:
    comments = replace(planted(210, wrong=0.02), languages=["sv"] * 210)
    assert comments.when is not None and comments.scores is not None
    turn = np.random.default_rng(0).permutation(210)
    texts = [comments.texts[row] for row in turn]
    days = comments.when // 50  # many of one day
    found = sentiment(replace(comments, when=days))
    turned = sentiment(Comments(texts, ["sv"] * 210, None, days[turn], comments.scores[turn]))
    assert turned.method == found.method and found.method.way == SCORES
    assert found.method.coverage == 1
    np.testing.assert_allclose(turned.scores, found.scores[turn], atol=1e-6)
    assert (np.abs(found.scores) <= 1).all()
