"""The frame that panels draw: value, interval, n, comparison and verdict, one row a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from metrics.inference.differences import Difference
from metrics.inference.intervals import Interval
from metrics.inference.verdicts import benjamini_hochberg, decide
from metrics.privacy.suppression import Reasons
from metrics.sums.grouping import Array, IntArray, Labels

_CHANGE = ("change", "change_low", "change_high", "p_single")  # as in a Difference
Columns: TypeAlias = dict[str, Array | IntArray | Reasons]


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


def figure_columns(
    series: ExtensionArray, metric: str, now: Side, base: Side, difference: Difference
) -> Columns:
    """The columns of one metric's cells, without their keys; see `assemble`."""
    compared = base.answers > 0
    both = (now.hidden == "") & (base.hidden == "") & compared
    change, low, high, p_single = (np.where(both, part, np.nan) for part in difference)
    p_value, (family, families) = p_single.copy(), series.factorize()
    for one in range(len(families)):
        p_value[family == one] = benjamini_hochberg(p_value[family == one])
    return {
        "metric": np.full(len(now.answers), metric, dtype=object),
        **_columns(now, ""),
        "hidden": now.hidden,
        **_columns(base, "base_"),
        "change": change,
        "change_low": low,
        "change_high": high,
        "p_single": p_single,
        "p_value": p_value,
        "verdict": decide(p_value, low, high, both, compared),
    }


def assemble(labels: Labels, parts: Sequence[Columns]) -> pd.DataFrame:
    """One row a cell: keys..., series and the columns of each metric below those of the one before.

    metric, value, low, high, n, hidden, base_value, base_low, base_high, base_n, change,
    change_low, change_high, p_single (of a test by itself), p_value (false discovery rate held over
    the rows of a series; see `multiple_testing` for more than one), verdict.
    """
    stacked = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return pd.DataFrame({**labels, **stacked})


def _columns(side: Side, prefix: str) -> Columns:
    value, low, high = (np.where(side.hidden == "", part, np.nan) for part in side.figure)
    return {
        f"{prefix}value": value,
        f"{prefix}low": low,
        f"{prefix}high": high,
        f"{prefix}n": side.answers,
    }


def without_comparison(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures of a frame as `assemble` makes them, compared with nothing."""
    base, difference = absent(len(frame))
    nothing = np.zeros(len(frame), dtype=bool)
    return frame.assign(
        **_columns(base, "base_"),
        **dict(zip(_CHANGE, difference, strict=True)),
        p_value=difference.p_value,
        verdict=decide(difference.p_value, difference.low, difference.high, nothing, nothing),
    )
