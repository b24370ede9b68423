"""From when on has it been different? The split of a series of periods that separates it best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from metrics import samples
from metrics.cells import Cells, of_metrics
from metrics.definitions import DEFINITIONS
from metrics.grouping import take
from metrics.verdicts import is_real


@dataclass(frozen=True)
class ChangePoint:
    """The first period of the new level, and how far it is from the one before."""

    period: Any  # a label of the key `by`
    change: float
    p_value: float  # accounts for having tried every split (Bonferroni)


def change_point(
    moments: pd.DataFrame, metric: str, by: str = "period", minimum_n: int = 10
) -> ChangePoint | None:
    """The best split of one series into before and after, if the change there is real, else None.

    `moments` has the key `by`, in the order of time. Every split with minimum_n answers on both
    sides is tried; the p value is multiplied by their number. Raises ValueError for several series.
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
    labels = take(cells.labels, np.arange(1, cells.size))
    later, earlier = (samples.of_cells(Cells(labels, s), definition) for s in (after, before))
    found = samples.differ(later, earlier, definition)
    tried = (before["answers"] >= minimum_n) & (after["answers"] >= minimum_n)
    p_value = np.minimum(found.p_value * tried.sum(), 1)
    real = tried & is_real(p_value, found.low, found.high)
    if not real.any():
        return None
    distance = np.where(real, np.abs(found.change) / (found.high - found.low), 0)
    best = int(np.argmax(distance))
    period = cells.labels[by][best + 1]
    return ChangePoint(period, float(found.change[best]), float(p_value[best]))
