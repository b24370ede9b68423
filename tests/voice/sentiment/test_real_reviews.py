"""Real reviews in Portuguese: 1-2 stars against 4-5."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.comments import pairs_in_order, reviews
from tests.realdata import REAL, needs_real_data
from voice.sentiment import SCORES, WORDS_AND_COMMENTS, sentiment


@needs_real_data
@pytest.mark.slow
def test_sentiment_of_real_reviews_and_what_is_said_of_it() -> None:
    comments = reviews(REAL / "olist" / "olist_order_reviews_dataset.csv.gz")
    assert comments.scores is not None
    without = sentiment(replace(comments, scores=None))
    assert without.method.way == WORDS_AND_COMMENTS
    assert pairs_in_order(without.scores, comments.scores) >= 0.94

    learnt = sentiment(comments)
    shown = learnt.method.agreement
    assert shown is not None and shown.auc >= 0.955
    assert learnt.method.way == SCORES

    newest = comments.newest_first(np.flatnonzero(comments.scores))
    newest = newest[: len(newest) // 5]
    hidden = comments.scores.copy()
    hidden[newest] = np.nan
    found = sentiment(replace(comments, scores=hidden))
    assert found.method.way == SCORES
    recount = pairs_in_order(found.scores[newest], comments.scores[newest])
    assert shown.auc == pytest.approx(recount, abs=0.02)

    shuffled = np.random.default_rng(0).permutation(comments.scores)
    assert sentiment(replace(comments, scores=shuffled)).method.way == WORDS_AND_COMMENTS
