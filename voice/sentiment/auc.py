"""How often a positive comment has the higher score than a negative one, and how sure that is."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

from voice.sentiment.comments import Agreement

_Z = float(ndtri(0.975))


def agreement(scores: np.ndarray, labels: np.ndarray) -> Agreement:
    """AUC of scores against labels of +1 and -1, rows of both without NaN, with its 95 % interval.

    The variance is that of DeLong, DeLong & Clarke-Pearson (1988), by ranks as in Sun & Xu
    (2014); the interval is symmetric in logits, so that it stays within 0 and 1. Where all pairs
    are in order its width is that of "none of n", 3 / n of the smaller side (Hanley & Lippman-Hand
    1983). Raises `ValueError` where a side has fewer than two.
    """
    from scipy.stats import rankdata  # takes 60 MB, and not every load learns

    above, below = scores[labels > 0], scores[labels < 0]
    if min(len(above), len(below)) < 2:
        raise ValueError(f"{len(above)} positive and {len(below)} negative: two of each needed.")
    ranks = rankdata(np.concatenate([above, below]))
    # Of each comment the share of the other side that it is in the right order with.
    of_above = (ranks[: len(above)] - rankdata(above)) / len(below)
    of_below = 1 - (ranks[len(above) :] - rankdata(below)) / len(above)
    auc = float(of_above.mean())
    error = math.sqrt(of_above.var(ddof=1) / len(above) + of_below.var(ddof=1) / len(below))
    low, high = _interval(auc, error, min(len(above), len(below)))
    return Agreement(auc, low, high, len(above), len(below))


def _interval(auc: float, error: float, smaller: int) -> tuple[float, float]:
    width = min(3 / smaller, 1.0)
    if auc >= 1:
        return 1 - width, 1.0
    if auc <= 0:
        return 0.0, width
    logit = math.log(auc / (1 - auc))
    half = _Z * error / (auc * (1 - auc))
    return _from_logit(logit - half), _from_logit(logit + half)


def _from_logit(value: float) -> float:
    return (1 + math.tanh(value / 2)) / 2
