"""The two models that learn sentiment: of groups of letters, and of rows of numbers.

Both give logits: 0 is as likely positive as negative, with both sides counting alike however many
there are of each. scikit-learn is imported where it is used: a company with few comments never
waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

AT_ONCE = 4_000  # texts looked at in one go, which bounds the memory
_GROUPS = 2**18  # numbers that groups of letters are hashed to
_LONGEST = 2_000  # characters of a text


@dataclass(frozen=True)
class LetterModel:
    """Logistic regression on groups of one to five letters within words, weighted by TF-IDF."""

    weighting: Any
    regression: Any

    def logits(self, texts: Sequence[str]) -> np.ndarray:
        """Float (n,); NaN for a text without any group, but the space, that was met in learning."""
        known = (self.regression.coef_[0] != 0).astype(np.float64)
        parts = [np.empty(0)]
        for start in range(0, len(texts), AT_ONCE):
            counts = _counts(texts[start : start + AT_ONCE])
            logits = self.regression.decision_function(self.weighting.transform(counts))
            # The space around words is a group of its own, which every text has.
            parts.append(np.where((counts > 0) @ known > 1, logits, np.nan))
        return np.concatenate(parts)


@dataclass(frozen=True)
class NumberModel:
    """Logistic regression on rows of numbers."""

    regression: Any

    def logits(self, rows: np.ndarray) -> np.ndarray:
        """Float (n,) of rows (n, k)."""
        return np.asarray(self.regression.decision_function(rows), dtype=float)


def learn_letters(texts: Sequence[str], labels: np.ndarray) -> LetterModel:
    """Learn from texts and their labels, +1 and -1, of which both must be there."""
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression

    counts = _counts(texts)
    weighting = TfidfTransformer(sublinear_tf=True).fit(counts)
    regression = LogisticRegression(
        C=4.0, solver="liblinear", class_weight="balanced", random_state=0
    )
    return LetterModel(weighting, regression.fit(weighting.transform(counts), labels))


def learn_numbers(rows: np.ndarray, labels: np.ndarray) -> NumberModel:
    """Learn from rows of numbers (n, k), and labels of +1 and -1, of which both must be there."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=2.0, class_weight="balanced", max_iter=1_000)
    return NumberModel(model.fit(rows, labels))


def _counts(texts: Sequence[str]) -> csr_matrix:
    from sklearn.feature_extraction.text import HashingVectorizer

    hashing = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(1, 5),
        n_features=_GROUPS,
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )
    return csr_matrix(hashing.transform([text[:_LONGEST] for text in texts]))
