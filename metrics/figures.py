"""The frame that panels draw: value, interval, n, comparison and verdict, one row a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.differences import Difference
from metrics.grouping import IntArray, group_codes
from metrics.intervals import Interval
from metrics.suppression import suppress
from metrics.verdicts import Verdict, benjamini_hochberg, is_real


@dataclass(frozen=True)
class Side:
    """One side of a comparison: figures, answers and why a figure is hidden ("" = shown)."""

    figure: Interval
    answers: IntArray
    hidden: npt.NDArray[np.object_]

    def take(self, positions: IntArray) -> Side:
        """The cells at these positions; -1 is no cell."""
        missing = positions < 0
        if not len(self.answers):
            return absent(len(positions))
        parts = (np.where(missing, np.nan, part[positions]) for part in self.figure)
        answers = np.where(missing, 0, self.answers[positions])
        return Side(Interval(*parts), answers, np.where(missing, "", self.hidden[positions]))


def absent(size: int) -> Side:
    """The side of a comparison that is not there."""
    none = np.full(size, np.nan)
    nothing = np.full(size, "", dtype=object)
    return Side(Interval(none, none, none), np.zeros(size, dtype=np.int64), nothing)


def unchanged(size: int) -> Difference:
    """No difference known."""
    none = np.full(size, np.nan)
    return Difference(none, none, none, none)


def hidden_cells(
    cells: pd.DataFrame, keys: Sequence[str], answers: IntArray, minimum_n: int
) -> npt.NDArray[np.object_]:
    """Why a cell is hidden, taking the totals over each single key as displayed."""
    if (answers >= minimum_n).all():
        return np.full(len(answers), "", dtype=object)
    totals = [[other for other in keys if other != key] for key in keys]
    partitions = [group_codes(cells, [*total, "series"])[0] for total in totals]
    return suppress(answers, partitions, minimum_n)


def assemble(
    cells: pd.DataFrame, metric: str, now: Side, base: Side, difference: Difference
) -> pd.DataFrame:
    """One row a cell: keys..., series and the columns below; all sides in the order of `cells`.

    metric, value, low, high, n, hidden, base_value, base_low, base_high, base_n, change,
    change_low, change_high, p_value (false discovery rate held over the rows of a series), verdict.
    """
    shown, base_shown = now.hidden == "", base.hidden == ""
    compared = base.answers > 0
    both = shown & base_shown & compared
    change, low, high, p_value = (np.where(both, part, np.nan) for part in difference)
    series = pd.factorize(cells["series"])[0]
    for one in range(series.max(initial=-1) + 1):
        p_value[series == one] = benjamini_hochberg(p_value[series == one])
    verdict = np.full(len(cells), str(Verdict.NOISE), dtype=object)
    verdict[is_real(p_value, low, high)] = str(Verdict.REAL)
    verdict[~both] = str(Verdict.TOO_FEW)
    verdict[~compared] = str(Verdict.NONE)
    columns = {
        "metric": np.full(len(cells), metric, dtype=object),
        **_figure(now, shown, ""),
        "hidden": now.hidden,
        **_figure(base, base_shown, "base_"),
        "change": change,
        "change_low": low,
        "change_high": high,
        "p_value": p_value,
        "verdict": verdict,
    }
    return pd.concat([cells.reset_index(drop=True), pd.DataFrame(columns)], axis=1)


def _figure(side: Side, shown: npt.NDArray[np.bool_], prefix: str) -> dict[str, object]:
    value, low, high = (np.where(shown, part, np.nan) for part in side.figure)
    return {
        f"{prefix}value": value,
        f"{prefix}low": low,
        f"{prefix}high": high,
        f"{prefix}n": side.answers,
    }
