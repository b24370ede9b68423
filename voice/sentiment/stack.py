"""The model of a company's own scores: letters, and meaning with words, mixed.

Stacking (Wolpert 1992): the mixture is learnt from scores that each model gives to comments that
it has not seen, which also says where the threshold is.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    counts, numbers = (
        counts_of([comments.texts[row] for row in rows]),
        _numbers(comments, zero, rows),
    )
    unseen = np.empty((len(rows), 2))
    for one in range(_PARTS):
        held = part == one
        models = _two(counts[~held], numbers[~held], labels[~held])
        unseen[held] = _both(*models, counts[held], numbers[held])
    mixture = learn_numbers(np.nan_to_num(unseen), labels)
    return Stack(*_two(counts, numbers, labels), mixture)


def _two(
    counts: csr_matrix, numbers: np.ndarray, labels: np.ndarray
) -> tuple[LetterModel, NumberModel]:
    return learn_letters(counts, labels), learn_numbers(numbers, labels)


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
