"""From when on has it been different? The split of a series of periods that separates it best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from metrics.definitions import DEFINITIONS
from metrics.inference import samples
from metrics.inference.intervals import Z
from metrics.inference.verdicts import is_real
from metrics.sums.cells import Cells, of_metrics
from metrics.sums.grouping import take

# 95 % point of twice the log likelihood ratio between the best split and the true one
# (Hansen 2000, table 1): splits whose z squared falls short of the best by less remain possible.
_MARGIN = 7.35


@dataclass(frozen=True)
class ChangePoint:
    """The first period of the new level, and how far it is from the one before."""

    period: Any  # a label of the key `by`
    earliest: Any  # the first period that can't be ruled out as the true one (95 %)
    change: float
    p_value: float  # accounts for having tried every split (Bonferroni)


def change_point(
    moments: pd.DataFrame | Cells, metric: str, by: str = "period", minimum_n: int = 10
) -> ChangePoint | None:
    """The best split of one series into before and after, if the change is real and lasts.

    `moments` has the key `by`, in the order of time. Every split with minimum_n answers on both
    sides is tried; the p value is multiplied by their number. A change lasts if the last third of
    what follows it still differs from before in the same direction. None where there is no such
    change. Raises ValueError for several series.
    """
    definition = DEFINITIONS[metric]
    cells = of_metrics(moments, [metric], [by])
    names = set(cells.labels["series"])
    if len(names) > 1:
        raise ValueError(f"one series is needed, found {', '.join(sorted(names))}: choose one")
    if cells.size < 2:
        return None
    before = {name: np.cumsum(values)[:-1] for name, values in cells.sums.items()}
    after = {name: values.sum() - before[name] for name, values in cells.sums.items()}
    splits = np.arange(1, cells.size)
    labels = take(cells.labels, splits)
    last = cells.size - np.ceil((cells.size - splits) / 3).astype(np.int64)
    late = {name: values.sum() - before[name][last - 1] for name, values in cells.sums.items()}
    sides = [Cells(labels, sums) for sums in (before, after, late)]
    earlier, later, latest = (samples.of_cells(side, definition) for side in sides)
    found = samples.differ(later, earlier, definition)
    tried = sides[0].enough(minimum_n) & sides[1].enough(minimum_n)
    p_value = np.minimum(found.p_value * tried.sum(), 1)
    real = tried & is_real(p_value, found.low, found.high)
    if not real.any():
        return None
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(tried, 2 * Z * found.change / (found.high - found.low), 0)
    best = int(np.argmax(np.where(real, np.abs(z), 0)))
    end = samples.differ(latest, earlier, definition)
    if not is_real(end.p_value, end.low, end.high)[best] or end.change[best] * z[best] <= 0:
        return None
    possible = np.flatnonzero(tried & (z**2 > z[best] ** 2 - _MARGIN))
    period, earliest = (cells.labels[by][split + 1] for split in (best, possible[0]))
    return ChangePoint(period, earliest, float(found.change[best]), float(p_value[best]))
