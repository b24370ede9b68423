"""What ratings look like: how far up they reach, and that they have a peak and lean upwards."""

from __future__ import annotations

import numpy as np
import pandas as pd

# Of a longer scale so large a share of answers would lie above, in ratings as bad as any are.
_UPPER_PART = 0.2  # in its uppermost third
_BEST_SCORE = 0.05  # on its best score
_CHANCE = 0.05  # that all answers miss it

_LEAST_ZEROS = 3
_SHARE_OF_ZEROS = 0.05
_ZEROS_TO_LOW = 3  # as many as answers of 1 to 3: angry people give 0 rather than 1

_LEAST_ANSWERS = 20  # to see a shape in
_LEAST_GIVEN = 0.8  # of the scores of the scale
_LEAST_MEAN = 0.55  # of the way from the lowest to the highest score
_NOISE = 2.0  # standard errors that a count must fall by


def none_above(answers: int, *, next_score: bool) -> bool:
    """True if so many answers would not all have missed the upper part of a longer scale.

    `next_score`: the longer scale has one score more, which few may have given (1-5 beside 1-4);
    else it has two or more (1-7 beside 1-5, 0-10 beside 1-7). That takes 59 answers, or 14.
    """
    share = _BEST_SCORE if next_score else _UPPER_PART
    return bool((1 - share) ** answers < _CHANCE)


def zeros_apart(counts: pd.Series) -> bool:
    """True if answers of 0 are so many beside those of 1 to 3 that they may be no answers.

    `counts`: int, indexed by numbers up to 10.
    """
    zeros = int(counts.get(0.0, 0))
    low = int(counts.loc[[1 <= number <= 3 for number in counts.index]].sum())
    many = zeros >= max(_LEAST_ZEROS, _SHARE_OF_ZEROS * counts.sum())
    return bool(many and zeros > _ZEROS_TO_LOW * low)


def looks_like_ratings(counts: pd.Series, low: float, high: float) -> bool:
    """True if the answers lean upwards and have one peak, or another at the lowest score.

    `counts`: int, indexed by whole numbers. Codes of things and counts of purchases lean downwards
    or have several peaks; a fall counts where it is beyond noise.
    """
    scores = np.arange(low, high + 1)
    rows = counts.reindex(scores, fill_value=0).to_numpy(dtype=float)
    if rows.sum() < _LEAST_ANSWERS or (rows > 0).mean() < _LEAST_GIVEN:
        return False
    if (rows @ scores) / rows.sum() < low + _LEAST_MEAN * (high - low):
        return False
    falls = rows[:-1] - rows[1:] > _NOISE * np.sqrt(rows[:-1] + rows[1:])
    rises = rows[1:] - rows[:-1] > _NOISE * np.sqrt(rows[:-1] + rows[1:])
    after_fall = np.maximum.accumulate(np.r_[False, falls[1:]])  # the first may leave the lowest
    return not bool((after_fall & np.r_[rises[1:], False][: len(rises)]).any()) and not bool(
        (np.maximum.accumulate(falls[1:])[:-1] & rises[2:]).any()
    )
