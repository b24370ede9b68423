"""Relative weights: which figures go with an outcome, and how much of its R² each has."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

from metrics.sums.grouping import Array

ROWS = 10_000  # that are looked at: of more, as many drawn at random
DRAWS = 300  # of the bootstrap
_NOISES = 4_000  # random variables
_BEYOND = 0.1  # of them: from there on their weights are carried on
_AT_ONCE = 500  # of these, in memory
RATE = 0.05  # of views without any driver that name one
_LEVEL = 0.95  # of intervals
_NOTHING = 1e-10  # of the largest eigenvalue: what is below is none

Flags = npt.NDArray[np.bool_]


class Weights(NamedTuple):
    """What each predictor has of the variance of the outcome, all from 0 to 1, an element each.

    `weight` adds up to R²; `low`, `high`: ends of its 95 % interval; `correlation`: with
    the outcome, whose sign is told; `noise`: the weight that of as many random variables any gets
    in 5 % of views; `rows`: those that were looked at.
    """

    weight: Array
    low: Array
    high: Array
    correlation: Array
    noise: float
    rows: int

    @property
    def above_noise(self) -> Flags:
        """Which go with the outcome beyond noise."""
        return self.weight > self.noise


def relative_weights(among: Array, outcome: Array) -> Array:
    """Johnson (2000): shares of R² by way of the orthogonal variables closest to the predictors.

    `among`: correlations of the predictors, (..., p, p); `outcome`: theirs with the outcome,
    (..., p). Returns (..., p), not negative, with R² as its sum.
    """
    values, vectors = np.linalg.eigh(among)
    known = values > _NOTHING * values[..., -1:]
    roots = np.sqrt(np.where(known, values, 0.0))
    inverse = np.divide(1.0, roots, out=np.zeros_like(roots), where=known)
    turned = np.swapaxes(vectors, -1, -2)
    slopes = vectors @ (inverse[..., None] * (turned @ outcome[..., None]))
    loadings = vectors @ (roots[..., None] * turned)
    found: Array = (loadings**2 @ slopes**2)[..., 0]
    return found


def weigh(predictors: Array, outcome: Array, tests: int = 0, seed: int = 0) -> Weights:
    """Weights of predictors (rows, p) for an outcome (rows), of which nothing is missing.

    Each row is a customer of its own, so that drawing rows draws customers: intervals are
    percentiles of the bootstrap (Johnson 2004). Weights are never negative: what is beyond
    noise is told by a random variable (Tonidandel, LeBreton and Johnson 2009). Its correlations
    with predictors and outcome, of which it is independent, are normal with the covariance of these
    over n - 1; its weight beside them has the distribution of that of any predictor without a part
    in the outcome. Bonferroni holds all of `tests` together, those of other calls among them, at
    `RATE`; 0: these predictors alone. No column may be constant.
    """
    chance = np.random.default_rng(seed)
    if len(outcome) > ROWS:
        chosen = chance.choice(len(outcome), ROWS, replace=False)
        predictors, outcome = predictors[chosen], outcome[chosen]
    data = np.column_stack([predictors, outcome])
    data = (data - data.mean(axis=0)) / data.std(axis=0)
    rows, size = predictors.shape
    whole = data.T @ data / rows
    weight = relative_weights(whole[:-1, :-1], whole[:-1, -1])
    drawn = np.stack([_drawn(data, chance) for _ in range(DRAWS)])
    draws = relative_weights(drawn[:, :-1, :-1], drawn[:, :-1, -1])
    low, high = np.quantile(draws, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2], axis=0)
    noise = _above(_noises(whole, rows, chance), RATE / (tests or size))
    return Weights(weight, low, high, whole[:-1, -1], noise, rows)


def _drawn(data: Array, chance: np.random.Generator) -> Array:
    """Correlations of as many rows, drawn with replacement."""
    rows = len(data)
    times = np.bincount(chance.integers(0, rows, rows), minlength=rows).astype(float)
    mean = times @ data / rows
    moments = (data * times[:, None]).T @ data / rows - np.outer(mean, mean)
    spread = np.sqrt(np.maximum(np.diag(moments), 0.0))
    own = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
    found: Array = moments * np.outer(own, own)
    np.fill_diagonal(found, 1.0)
    return found


def _above(noises: Array, rate: float) -> float:
    """What a share of weights of random variables lie above, by chi squared beyond `_BEYOND`.

    Each is about the square of a normal deviate: so far out, few would be drawn. Where predictors
    have much of the outcome, the tail is shorter than that.
    """
    longer = stats.chi2.isf(rate, 1) / stats.chi2.isf(_BEYOND, 1)
    return float(np.quantile(noises, 1 - _BEYOND) * longer)


def _noises(whole: Array, rows: int, chance: np.random.Generator) -> Array:
    """Weights of random variables beside the predictors, one at a time."""
    values, vectors = np.linalg.eigh(whole)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    size = len(whole) - 1
    among, outcome = np.empty((_AT_ONCE, size + 1, size + 1)), np.empty((_AT_ONCE, size + 1))
    among[:, :-1, :-1], outcome[:, :-1] = whole[:-1, :-1], whole[:-1, -1]
    among[:, -1, -1] = 1.0
    found = []
    for _ in range(_NOISES // _AT_ONCE):
        own = chance.standard_normal((_AT_ONCE, size + 1)) @ root.T / np.sqrt(rows - 1)
        among[:, -1, :-1] = among[:, :-1, -1] = own[:, :-1]
        outcome[:, -1] = own[:, -1]
        found.append(relative_weights(among, outcome)[:, -1])
    return np.concatenate(found)
