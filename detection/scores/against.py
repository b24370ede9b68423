"""Questions whose answers go against all others of the same people: perhaps asked the other way."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

_LEAST_RESPONDENTS = 30
_HIGHEST = -0.1  # the whole interval is below it: next to no relation is none
_ERROR = 0.05  # that any of the questions is suspected by chance


@dataclass(frozen=True)
class Against:
    """A question, and how it goes with the mean of those that it goes against."""

    column: str
    correlation: float
    low: float
    high: float
    respondents: int

    def __str__(self) -> str:
        return (
            f'"{self.column}" goes against the other questions (correlation '
            f"{self.correlation:.2f}, {self.low:.2f} to {self.high:.2f}, of "
            f"{self.respondents:,} respondents): perhaps it was asked the other way round"
        )


def reversed_scales(scores: pd.DataFrame) -> tuple[Against, ...]:
    """Questions that are suspected of a scale the other way round, in the order of the columns.

    `scores`: float, a row for each respondent and a column for each question, NaN where it was not
    answered. The questions are told into two sides by the first principal component of their
    correlations; those of the smaller side are suspected if they go against the mean of the larger
    one: Fisher's interval of the correlation, at 95 % for all questions together (Bonferroni), lies
    below -0.1, over at least 30 respondents. Of two sides alike both are told: which of them is the
    wrong one, correlations cannot say. Nothing is turned.
    """
    kept = scores.loc[:, scores.nunique() > 1]
    if kept.shape[1] < 2:
        return ()
    standard = (kept - kept.mean()) / kept.std()
    related = kept.corr(min_periods=_LEAST_RESPONDENTS).fillna(0).to_numpy(copy=True)
    np.fill_diagonal(related, 1)
    side = np.linalg.eigh(related)[1][:, -1] > 0
    if 2 * side.sum() < len(side):
        side = ~side
    suspected = [(int(place), side) for place in np.flatnonzero(~side)]
    if 2 * side.sum() == len(side):
        suspected += [(int(place), ~side) for place in np.flatnonzero(side)]
    width = -float(ndtri(_ERROR / 2 / len(side)))
    found = (
        _against(standard[standard.columns[place]], standard.loc[:, others].mean(axis=1), width)
        for place, others in sorted(suspected, key=lambda one: one[0])
    )
    return tuple(one for one in found if one is not None)


def _against(question: pd.Series, others: pd.Series, width: float) -> Against | None:
    both = question.notna() & others.notna()
    respondents = int(both.sum())
    if respondents < _LEAST_RESPONDENTS or others[both].nunique() < 2:
        return None
    correlation = float(question[both].corr(others[both]))
    if math.isnan(correlation):
        return None
    middle = math.atanh(max(-0.999999, min(0.999999, correlation)))
    half = width / math.sqrt(respondents - 3)
    low, high = math.tanh(middle - half), math.tanh(middle + half)
    if high >= _HIGHEST:
        return None
    return Against(str(question.name), correlation, low, high, respondents)
