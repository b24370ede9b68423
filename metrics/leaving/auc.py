"""How well risks tell who leaves: the area under the ROC curve, customers in several periods."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import rankdata

from metrics.inference.intervals import Array, Interval, Z
from metrics.leaving.model import Flags
from metrics.sums.grouping import IntArray


def auc(risk: Array, left: Flags, period: IntArray, customer: IntArray) -> Interval:
    """The chance that who left had the higher risk than who stayed in the same period, 0 to 1.

    Ties count half. Periods weigh as their pairs. The interval is that of DeLong, DeLong and
    Clarke-Pearson (1988, Biometrics 44), on log odds, with what a customer adds in several periods
    taken together (Obuchowski 1997, Biometrics 53). NaN where a side is missing; without ends where
    everybody who left had the higher risk, or the lower.
    """
    frame = pd.DataFrame({"risk": risk, "left": left, "period": period})
    value, pairs = 0.0, 0.0
    own = np.zeros(len(risk))  # what each row adds to value x pairs, above the mean of its side
    for rows in frame.groupby("period").indices.values():
        one, there = risk[rows], left[rows]
        m, n = float(there.sum()), float((~there).sum())
        if not m or not n:
            continue
        # Placement values: the share of the other side that a row is above of, ties half.
        every = rankdata(one)
        above = np.empty(len(rows))
        above[there] = (every[there] - rankdata(one[there])) / n
        above[~there] = 1 - (every[~there] - rankdata(one[~there])) / m
        area = above[there].mean()
        value, pairs = value + area * m * n, pairs + m * n
        size = np.where(there, m, n)
        own[rows] = m * n * (above - area) / size * np.sqrt(size / np.maximum(size - 1, 1))
    if not pairs:
        return Interval(*np.full(3, np.nan))
    found = value / pairs
    _, codes = np.unique(customer, return_inverse=True)
    error = np.sqrt((np.bincount(codes, own) ** 2).sum()) / pairs
    inside = 0 < found < 1 and error > 0
    half = Z * error / (found * (1 - found)) if inside else np.nan
    ends = expit(logit(found) + np.array([-half, half])) if inside else np.full(2, np.nan)
    return Interval(np.array(found), *ends)
