"""The sentiment of all comments of a company, by the best way that its data allow."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from voice.sentiment.comments import Agreement, Comments, Method, Sentiment
from voice.sentiment.models import AT_ONCE
from voice.sentiment.own_scores import own_scores
from voice.sentiment.stack import Stack
from voice.sentiment.zero_label import ZeroModel, learn_zero

VERSION = "1"  # another one wherever the same comments would be scored otherwise
WORDS = "words"
WORDS_AND_COMMENTS = "words and learnt from your comments"
SCORES = "learnt from your scores"


@dataclass(frozen=True)
class Learnt:
    """What the comments of a company teach. It scores these, and those that come after them."""

    zero: ZeroModel
    stack: Stack | None  # of the company's own scores, where they were learnt from
    agreement: Agreement | None
    reason: str
    rows: np.ndarray = field(repr=False)  # of the comments that were learnt from

    def scores(self, comments: Comments) -> np.ndarray:
        """Each from -1 to 1, NaN where nothing can be said: float (n,).

        A logit x becomes tanh(x / 2), which is twice the probability of being positive, less one: 0
        is the threshold of the way itself.
        """
        parts = [np.empty(0)]
        for start in range(0, len(comments), AT_ONCE):
            part = comments.of(np.arange(start, min(start + AT_ONCE, len(comments))))
            parts.append(self._logits(part))
        return np.asarray(np.tanh(np.concatenate(parts) / 2), dtype=float)

    def _logits(self, comments: Comments) -> np.ndarray:
        if self.stack is None:
            return self.zero.label(comments).logits
        beside = self.zero.untaught(comments)
        return self.stack.logits(comments, beside, np.arange(len(comments)))

    def method(self, scores: np.ndarray) -> Method:
        """How comments were scored that have these scores."""
        words = WORDS_AND_COMMENTS if self.zero.taught else WORDS
        coverage = float(1 - np.isnan(scores).mean()) if len(scores) else float("nan")
        way = words if self.stack is None else SCORES
        return Method(way, self.agreement, coverage, VERSION, self.reason)


def learn(comments: Comments) -> Learnt:
    """Learn from comments what can be learnt. The same ones teach the same, in any order."""
    zero, certain = learn_zero(comments)
    own = own_scores(comments, zero)
    rows = np.unique(np.concatenate([certain, own.rows]))
    return Learnt(zero, own.stack, own.agreement, own.reason, rows)


def sentiment(comments: Comments) -> Sentiment:
    """Score every comment by what all of them teach."""
    learnt = learn(comments)
    scores = learnt.scores(comments)
    return Sentiment(scores, learnt.method(scores))
