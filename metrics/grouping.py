"""Grouping by several keys at once: numbers instead of groupby objects, since frames are small."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

IntArray = npt.NDArray[np.int64]


def group_codes(frame: pd.DataFrame, keys: Sequence[str]) -> tuple[IntArray, IntArray]:
    """Number the distinct rows of `keys` from 0 in sorted order; a missing key is a group, last.

    Returns the group of each row, and for each group the position of its first row.
    """
    combined = np.zeros(len(frame), dtype=np.int64)
    for key in keys:
        level, size = _levels(frame[key])
        combined = combined * size + level
    found, distinct = pd.factorize(combined)
    order = np.argsort(distinct)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    codes = rank[found]
    first = np.empty(len(order), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, first


def positions(now: pd.DataFrame, base: pd.DataFrame, keys: Sequence[str]) -> IntArray:
    """For each row of `now` the position of the row of `base` with the same keys, else -1."""
    both = pd.concat([now[list(keys)], base[list(keys)]], ignore_index=True)
    codes, first = group_codes(both, keys)
    found = np.full(len(first), -1, dtype=np.int64)
    found[codes[len(now) :]] = np.arange(len(base))
    return found[codes[: len(now)]]


def _levels(column: pd.Series) -> tuple[IntArray, int]:
    """Sorted level number of each row, missing last, and how many numbers there are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, size = column.cat.codes.to_numpy(dtype=np.int64), len(column.cat.categories)
    else:
        codes, uniques = pd.factorize(column, sort=True)
        size = len(uniques)
    return cast(IntArray, np.where(codes < 0, size, codes)), size + 1
