"""The sentiment of all comments of a company, by the best way that its data allow."""

from __future__ import annotations

import numpy as np

from voice.sentiment.comments import Comments, Method, Sentiment
from voice.sentiment.own_scores import own_scores
from voice.sentiment.zero_label import zero_label

VERSION = "1"  # another one wherever the same comments would be scored otherwise
WORDS = "words"
WORDS_AND_COMMENTS = "words and learnt from your comments"
SCORES = "learnt from your scores"


def sentiment(comments: Comments) -> Sentiment:
    """Score every comment from -1 to 1.

    A logit x becomes tanh(x / 2), which is twice the probability of being positive, less one: 0
    is the threshold of the way itself. The same comments give the same scores, in any order.
    """
    zero = zero_label(comments)
    own = own_scores(comments, zero)
    if own.logits is None:
        logits, way = zero.logits, WORDS_AND_COMMENTS if zero.learnt else WORDS
    else:
        logits, way = own.logits, SCORES
    scores = np.tanh(logits / 2)
    coverage = float(1 - np.isnan(scores).mean()) if len(scores) else float("nan")
    return Sentiment(scores, Method(way, own.agreement, coverage, VERSION, own.reason))
