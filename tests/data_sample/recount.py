"""KPIs and changes by hand, independent of the product: one figure at a time, in plain pandas."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import pandas as pd
from scipy.stats import norm

POSITIVE_FROM = {"csat": 4, "ces": 5}


@dataclass(frozen=True)
class Change:
    """Value in each of the two years, in points or percent; z and p of the difference."""

    now: float
    before: float
    now_n: int
    before_n: int
    z: float

    @property
    def points(self) -> float:
        return self.now - self.before

    @property
    def p(self) -> float:
        return 2 * float(norm.sf(abs(self.z)))


def value(scores: pd.Series, metric: str) -> float:
    """NPS in points, or the share of positive answers in percent."""
    if metric == "nps":
        return 100 * float((scores >= 9).mean() - (scores <= 6).mean())
    return 100 * float((scores >= POSITIVE_FROM[metric]).mean())


def change(rows: pd.DataFrame, metric: str) -> Change:
    """The last year against the one before: z of two net shares or of two pooled proportions."""
    rows = rows[rows["metric"] == metric]
    now, before = (rows.loc[rows["year"] == year, "score"] for year in ("now", "before"))
    if metric == "nps":
        error = sqrt(_net_variance(now) / len(now) + _net_variance(before) / len(before))
    else:
        positive = pd.concat([now, before]) >= POSITIVE_FROM[metric]
        pooled = float(positive.mean())
        error = sqrt(pooled * (1 - pooled) * (1 / len(now) + 1 / len(before)))
    values = value(now, metric), value(before, metric)
    return Change(*values, len(now), len(before), (values[0] - values[1]) / 100 / error)


def _net_variance(scores: pd.Series) -> float:
    promoters, detractors = float((scores >= 9).mean()), float((scores <= 6).mean())
    return promoters + detractors - (promoters - detractors) ** 2


def mix_effect(rows: pd.DataFrame, metric: str, by: str) -> float:
    """Points of the change that come from the shares of the levels alone (Kitagawa 1955)."""
    rows = rows[(rows["metric"] == metric) & rows[by].notna()]
    total = 0.0
    for _, level in rows.groupby(by):
        shares, values = [], []
        for year in ("now", "before"):
            here = level[level["year"] == year]
            shares.append(len(here) / int((rows["year"] == year).sum()))
            values.append(value(here["score"], metric))
        total += (shares[0] - shares[1]) * (values[0] + values[1]) / 2
    return total
