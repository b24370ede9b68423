"""A fair ranking: by what each level can be held to, and nobody by a handful of rows.

Ordered by the value itself, the few would be on top and at the bottom by chance alone. Ordered by
the conservative end of the interval, the place has to be earned by numbers (Goldstein and
Spiegelhalter 1996, "League Tables and Their Limitations", JRSS A 159(3), on ranks and intervals).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.definitions import MetricDefinition
from metrics.rank_sets import rank_sets

_FIGURE = ("value", "low", "high")


def can_rank(metric: MetricDefinition) -> bool:
    """True where more or less of the metric is better, and its figures have intervals."""
    kinds = ("net_share", "proportion", "mean", "quantile")
    return metric.higher_is_better is not None and metric.kind in kinds


def ranked(
    figures: pd.DataFrame, metric: MetricDefinition, by: str, difference: bool = False
) -> pd.DataFrame:
    """The figures of the levels of `by`, a row each, best first, with their `rank` from 1.

    `rank_best` and `rank_worst` are the ranks that a level may have (`rank_sets`).

    By the lower end of the interval where more is better, by the upper end where less is; equal
    ends share a rank. With `difference` it is that of the difference to whom each is compared with,
    as for agents whose teams do different work. Rows without such an end have rank 0 and stand
    last, those of most rows first. Raises ValueError for a metric that `can_rank` refuses.
    """
    if not can_rank(metric):
        raise ValueError(f"{metric.key} has no better and worse, or no interval to rank by")
    value, low, high = ("change", "change_low", "change_high") if difference else _FIGURE
    more = metric.higher_is_better
    end, middle = (-figures[low], -figures[value]) if more else (figures[high], figures[value])
    place = end.rank(method="min").fillna(0).astype("int64")
    # Ties by value, and then by name: the order may not depend on that of the rows.
    keys = (figures[by].astype("str"), middle, -figures["n"].where(place == 0, 0), end)
    order = np.lexsort([np.asarray(key) for key in keys])  # NaN sorts last
    sign, ends = (1, (low, high)) if more else (-1, (high, low))
    parts = (sign * figures[name].to_numpy(dtype=float) for name in (value, *ends))
    best, worst = rank_sets(*parts)
    found = figures.assign(rank=place, rank_best=best, rank_worst=worst)
    return found.take(order).reset_index(drop=True)
