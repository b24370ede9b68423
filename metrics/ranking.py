"""A fair ranking: by what each level can be held to, and nobody by a handful of rows.

Ordered by the value itself, the few would be on top and at the bottom by chance alone. Ordered by
the conservative end of the interval, the place has to be earned by numbers (Goldstein and
Spiegelhalter 1996, "League Tables and Their Limitations", JRSS A 159(3), on ranks and intervals).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from metrics.definitions import MetricDefinition
from metrics.inference import differences
from metrics.inference.intervals import Interval
from metrics.inference.verdicts import benjamini_hochberg, decide
from metrics.sums.grouping import labels, positions

_FIGURE = ("value", "low", "high")


def can_rank(metric: MetricDefinition) -> bool:
    """True where more or less of the metric is better, and its figures have intervals."""
    kinds = ("net_share", "proportion", "mean", "quantile")
    return metric.higher_is_better is not None and metric.kind in kinds


def ranked(
    figures: pd.DataFrame, metric: MetricDefinition, by: str, difference: bool = False
) -> pd.DataFrame:
    """The figures of the levels of `by`, a row each, best first, with their `rank` from 1.

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
    return figures.assign(rank=place).take(order).reset_index(drop=True)


def against_average(
    figures: pd.DataFrame, average: pd.DataFrame, within: Sequence[str] = ()
) -> pd.DataFrame:
    """The figures of levels against all levels together, for what can't be added.

    `average` has a row for each cell of the keys `within`, or without keys a single one. Medians
    of all others would need every value once a level. All together hold the level's own rows as
    well: its difference is somewhat too small, and none is called real that is not.
    """
    rows = np.zeros(len(figures), dtype=np.int64)
    if within:
        rows = positions(labels(figures, within), labels(average, within))
    beside = average.take(rows).reset_index(drop=True)
    now, base = (
        Interval(*(frame[name].to_numpy(dtype=float) for name in _FIGURE))
        for frame in (figures, beside)
    )
    freedom = differences.fewest(*(frame["n"].to_numpy(dtype=float) for frame in (figures, beside)))
    change, low, high, p_single = differences.from_intervals(now, base, freedom=freedom)
    p_value = benjamini_hochberg(p_single)
    shown = ((figures["hidden"] == "").to_numpy()) & (beside["hidden"] == "").to_numpy()
    everywhere = np.ones(len(figures), dtype=bool)
    return figures.assign(
        base_value=base.value,
        base_low=base.low,
        base_high=base.high,
        base_n=beside["n"].to_numpy(),
        change=change,
        change_low=low,
        change_high=high,
        p_single=p_single,
        p_value=p_value,
        verdict=decide(p_value, low, high, shown, everywhere),
    )
