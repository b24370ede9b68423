"""The frame that panels draw: value, interval, n, comparison and verdict, one row a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.differences import Difference
from metrics.grouping import Array, IntArray, Labels
from metrics.intervals import Interval
from metrics.suppression import Reasons
from metrics.verdicts import benjamini_hochberg, decide


@dataclass(frozen=True)
class Side:
    """One side of a comparison, an element a cell; no answers and NaN where there is no cell."""

    figure: Interval
    answers: IntArray
    hidden: Reasons


def absent(size: int) -> tuple[Side, Difference]:
    """The other side where nothing is compared, and the change that is then unknown."""
    none = np.full(size, np.nan)
    nowhere = Side(Interval(none, none, none), np.zeros(size, np.int64), np.full(size, "", object))
    return nowhere, Difference(none, none, none, none)


def assemble(
    labels: Labels, metric: str, now: Side, base: Side, difference: Difference
) -> pd.DataFrame:
    """One row a cell: keys..., series and the columns below, in the order of the cells.

    metric, value, low, high, n, hidden, base_value, base_low, base_high, base_n, change,
    change_low, change_high, p_value (false discovery rate held over the rows of a series), verdict.
    """
    size = len(now.answers)
    compared = base.answers > 0
    both = (now.hidden == "") & (base.hidden == "") & compared
    change, low, high, p_value = (np.where(both, part, np.nan) for part in difference)
    family, families = labels["series"].factorize()
    for one in range(len(families)):
        p_value[family == one] = benjamini_hochberg(p_value[family == one])
    columns: Mapping[str, ExtensionArray | Array | IntArray | Reasons] = {
        **labels,
        "metric": np.full(size, metric, dtype=object),
        **_columns(now, ""),
        "hidden": now.hidden,
        **_columns(base, "base_"),
        "change": change,
        "change_low": low,
        "change_high": high,
        "p_value": p_value,
        "verdict": decide(p_value, low, high, both, compared),
    }
    return pd.DataFrame(columns)


def _columns(side: Side, prefix: str) -> dict[str, Array | IntArray]:
    value, low, high = (np.where(side.hidden == "", part, np.nan) for part in side.figure)
    return {
        f"{prefix}value": value,
        f"{prefix}low": low,
        f"{prefix}high": high,
        f"{prefix}n": side.answers,
    }
