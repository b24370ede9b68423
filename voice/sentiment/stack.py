"""The model of a company's own scores: letters, and meaning with words, mixed.

Stacking (Wolpert 1992): the mixture is learnt from scores that each model gives to comments that
it has not seen, which also says where the threshold is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_matrix

from voice.sentiment.comments import Comments
from voice.sentiment.models import (
    AT_ONCE,
    LetterModel,
    NumberModel,
    counts_of,
    learn_letters,
    learn_numbers,
)
from voice.sentiment.zero_label import ZeroLabel
from voice.vectors import WIDTH

Model = TypeVar("Model", LetterModel, NumberModel)

_PARTS = 4  # of the comments: each is scored by what the others teach


@dataclass(frozen=True)
class Stack:
    """What was learnt; `logits` scores any comments."""

    letters: LetterModel
    numbers: NumberModel
    mixture: NumberModel

    def logits(self, comments: Comments, zero: ZeroLabel, rows: np.ndarray) -> np.ndarray:
        """Float (rows,), NaN where a text has neither known letters nor anything else."""
        parts = [np.empty(0)]
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            counts = counts_of([comments.texts[row] for row in part])
            both = _both(self.letters, self.numbers, counts, _numbers(comments, zero, part))
            known = [both[:, 0], zero.by_words[part], zero.by_seeds[part]]
            empty = np.isnan(known).all(axis=0)
            mixed = self.mixture.logits(np.nan_to_num(both))
            parts.append(np.where(empty, np.nan, mixed))
        return np.concatenate(parts)


def learn_stack(comments: Comments, zero: ZeroLabel, rows: np.ndarray, labels: np.ndarray) -> Stack:
    """Learn from these rows and their labels, +1 and -1, at least four of each."""
    part = np.empty(len(rows), int)
    for side in (-1, 1):  # each part has as many of a side
        at = np.flatnonzero(labels == side)
        part[at] = np.arange(len(at)) % _PARTS
    # One after the other: the counts and numbers of 8,000 comments take 35 MB.
    texts = [comments.texts[row] for row in rows]
    letters, by_letters = _learnt(learn_letters, counts_of(texts), labels, part)
    numbers, by_numbers = _learnt(learn_numbers, _numbers(comments, zero, rows), labels, part)
    unseen = np.column_stack([by_letters, by_numbers])
    return Stack(letters, numbers, learn_numbers(np.nan_to_num(unseen), labels))


def _learnt(
    learn: Callable[..., Model],
    data: csr_matrix | np.ndarray,
    labels: np.ndarray,
    part: np.ndarray,
) -> tuple[Model, np.ndarray]:
    """What all rows teach, and the logits of each part by what the others teach: float (rows,)."""
    unseen = np.empty(len(labels))
    for one in range(_PARTS):
        held = part == one
        unseen[held] = learn(data[~held], labels[~held]).logits(data[held])
    return learn(data, labels), unseen


def _both(
    letters: LetterModel, model: NumberModel, counts: csr_matrix, numbers: np.ndarray
) -> np.ndarray:
    return np.column_stack([letters.logits(counts), model.logits(numbers)])


def _numbers(comments: Comments, zero: ZeroLabel, rows: np.ndarray) -> np.ndarray:
    """Vectors, words and seeds of rows: float32 (rows, 514), 0 for what is not there."""
    if comments.vectors is None:
        meaning = np.zeros((len(rows), WIDTH), np.float32)
    else:
        meaning = comments.vectors.floats(rows)
    beside = np.column_stack([zero.by_words[rows], zero.by_seeds[rows]])
    return np.hstack([meaning, np.nan_to_num(beside).astype(np.float32)])
