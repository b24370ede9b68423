"""Real reviews in Portuguese: 1-2 stars against 4-5."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.comments import pairs_in_order, reviews
from tests.realdata import REAL, needs_real_data
from voice.sentiment import SCORES, WORDS_AND_COMMENTS, sentiment
from voice.sentiment.stack import learn_stack
from voice.sentiment.zero_label import learn_zero


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

    rows = comments.newest_first(np.flatnonzero(comments.scores))
    newest, earlier = rows[: len(rows) // 5], rows[len(rows) // 5 :]
    zero = learn_zero(comments)[0].label(comments)
    model = learn_stack(comments, zero, earlier, comments.scores[earlier])
    recount = pairs_in_order(model.logits(comments, zero, newest), comments.scores[newest])
    assert shown.auc == pytest.approx(recount, abs=0.02)

    shuffled = np.random.default_rng(0).permutation(comments.scores)
    assert sentiment(replace(comments, scores=shuffled)).method.way == WORDS_AND_COMMENTS
