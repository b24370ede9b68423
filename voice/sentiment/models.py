"""The two models that learn sentiment: of groups of letters, and of rows of numbers.

Both give logits: 0 is as likely positive as negative, with both sides counting alike however many
there are of each. scikit-learn is imported where it is used: a company with few comments never
waits for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

AT_ONCE = 2_000  # texts looked at in one go, which bounds the memory
_GROUPS = 2**18  # numbers that groups of letters are hashed to
_LONGEST = 2_000  # characters of a text


@dataclass(frozen=True)
class LetterModel:
    """Logistic regression on groups of one to five letters within words, weighted by TF-IDF.

    `rareness` and `weights`: float32 (2 ** 18,), of each group.
    """

    rareness: np.ndarray
    weights: np.ndarray
    constant: float

    def logits_of(self, texts: Sequence[str]) -> np.ndarray:
        """The logits of texts, some at once."""
        starts = range(0, len(texts), AT_ONCE)
        parts = [self.logits(counts_of(texts[start : start + AT_ONCE])) for start in starts]
        return np.concatenate([np.empty(0), *parts])

    def logits(self, counts: csr_matrix) -> np.ndarray:
        """Float (n,) of `counts_of` n texts; NaN without any group, but the space, that was met."""
        known = (self.weights != 0).astype(np.float64)
        logits = _weighted(counts, self.rareness) @ self.weights + self.constant
        # The space around words is a group of its own, which every text has.
        return np.where((counts > 0) @ known > 1, logits, np.nan)


@dataclass(frozen=True)
class NumberModel:
    """Logistic regression on rows of numbers. `weights`: float32 (k,)."""

    weights: np.ndarray
    constant: float

    def logits(self, rows: np.ndarray) -> np.ndarray:
        """Float (n,) of rows (n, k)."""
        return np.asarray(rows @ self.weights + self.constant, dtype=float)


def learn_letters(counts: csr_matrix, labels: np.ndarray) -> LetterModel:
    """Learn from `counts_of` texts and their labels, +1 and -1, of which both must be there."""
    from sklearn.linear_model import LogisticRegression

    rareness = _rareness(counts)
    regression = LogisticRegression(
        C=4.0, solver="liblinear", class_weight="balanced", random_state=0
    )
    weighted = _weighted(counts, rareness)
    weighted.data = weighted.data.astype(np.float64)  # scikit-learn would copy the places as well
    regression.fit(weighted, labels)
    weights = np.asarray(regression.coef_[0], np.float32)
    return LetterModel(rareness, weights, float(regression.intercept_[0]))


def learn_numbers(rows: np.ndarray, labels: np.ndarray) -> NumberModel:
    """Learn from rows of numbers (n, k), and labels of +1 and -1, of which both must be there."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=2.0, class_weight="balanced", max_iter=1_000)
    model.fit(rows, labels)
    return NumberModel(np.asarray(model.coef_[0], np.float32), float(model.intercept_[0]))


def counts_of(texts: Sequence[str]) -> csr_matrix:
    """How often each group of letters is in each text: (n, 2 ** 18), the costly part of both."""
    from sklearn.feature_extraction.text import HashingVectorizer

    hashing = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(1, 5),
        n_features=_GROUPS,
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )
    cut = [text[:_LONGEST] for text in texts]
    starts = range(0, max(len(cut), 1), AT_ONCE)
    return csr_matrix(vstack([hashing.transform(cut[s : s + AT_ONCE]) for s in starts]))


def _rareness(counts: csr_matrix) -> np.ndarray:
    """The logarithm of the inverse share of texts that have each group, and 1: float32 (k,)."""
    texts, groups = counts.shape
    having = np.bincount(counts.indices, minlength=groups)
    return np.asarray(np.log((1 + texts) / (1 + having)) + 1, np.float32)


def _weighted(counts: csr_matrix, rareness: np.ndarray) -> csr_matrix:
    """TF-IDF with logarithms of the counts, each row of length 1 (as scikit-learn has it)."""
    places = (counts.indices, counts.indptr)
    weights = (np.log(counts.data) + 1) * rareness[counts.indices]
    squares = csr_matrix((weights**2, *places), counts.shape).sum(axis=1)
    each = np.repeat(np.sqrt(np.asarray(squares).ravel()), np.diff(counts.indptr))
    weights /= np.where(each > 0, each, 1)
    return csr_matrix((weights, *places), counts.shape)
