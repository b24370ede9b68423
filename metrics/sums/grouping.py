"""Grouping by several columns at once, on arrays: on small frames groupby and merge cost most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

Array: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
Labels: TypeAlias = Mapping[str, ExtensionArray]  # columns that name a row


def labels(frame: pd.DataFrame, names: Sequence[str]) -> dict[str, ExtensionArray]:
    """The named columns as arrays. Raises ValueError naming those that are missing."""
    need(frame, names)
    return {name: frame[name].array for name in names}


def need(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raises ValueError naming the columns that the frame lacks."""
    missing = [name for name in names if name not in frame]
    if missing:
        have = ", ".join(map(str, frame.columns)) or "no columns"
        raise ValueError(f"missing columns: {', '.join(missing)}; the frame has {have}")


def categorical(codes: npt.NDArray[np.integer], names: Sequence[str]) -> pd.Categorical:
    """Labels by their places among the names; as objects: reading Arrow's one by one is slow."""
    return pd.Categorical.from_codes(codes, dtype=_categories(tuple(names)))


@lru_cache(maxsize=256)
def _categories(names: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(pd.Index(names, dtype=object))


def coded(column: ExtensionArray) -> tuple[IntArray, list[str]]:
    """Place of each label among names, and these; there may be names that no label has."""
    if isinstance(column, pd.Categorical):
        return column.codes.astype(np.int64), column.categories.tolist()
    found, names = column.factorize()
    return found.astype(np.int64), [str(name) for name in names]


def take(columns: Labels, rows: npt.NDArray[np.integer]) -> dict[str, ExtensionArray]:
    """The columns at these rows."""
    return {name: column.take(rows) for name, column in columns.items()}


def group(columns: Labels, size: int) -> tuple[IntArray, IntArray]:
    """Number the distinct rows of `size` rows from 0 in sorted order; a missing label sorts last.

    Returns the group of each row, and for each group the position of its first row.
    """
    combined = np.zeros(size, dtype=np.int64)
    for column in columns.values():
        level, levels = _levels(column)
        combined = combined * levels + level
    found, distinct = pd.factorize(combined)
    rank = np.empty(len(distinct), dtype=np.int64)
    rank[np.argsort(distinct)] = np.arange(len(distinct))
    codes = rank[found]
    first = np.empty(len(distinct), dtype=np.int64)
    first[codes[::-1]] = np.arange(size)[::-1]
    return codes, first


def add_up(codes: IntArray, values: Array, groups: int) -> Array:
    """Sum of the values of each group."""
    return np.bincount(codes, weights=values, minlength=groups).astype(np.float64)


def positions(now: Labels, base: Labels) -> IntArray:
    """For each row of `now` the position of the row of `base` with the same labels, else -1."""
    sizes = [len(next(iter(side.values()))) for side in (now, base)]
    codes = np.zeros(sum(sizes), dtype=np.int64)
    for column in stack(now, base).values():
        level, uniques = column.factorize(use_na_sentinel=False)
        codes = codes * len(uniques) + level
    codes, distinct = pd.factorize(codes)
    found = np.full(len(distinct), -1, dtype=np.int64)
    found[codes[sizes[0] :]] = np.arange(sizes[1])
    return found[codes[: sizes[0]]]


def stack(now: Labels, base: Labels) -> dict[str, ExtensionArray]:
    """The rows of `now` and below them those of `base`, in the columns of `now`."""
    return {name: _below(column, base[name]) for name, column in now.items()}


def _below(one: ExtensionArray, other: ExtensionArray) -> ExtensionArray:
    if isinstance(one, pd.Categorical) and isinstance(other, pd.Categorical):
        codes: IntArray = np.concatenate([one.codes, other.codes])
        if one.categories.equals(other.categories):
            same: ExtensionArray = pd.Categorical.from_codes(codes, one.categories)
            return same
    # The two sides may hold the same labels in different types.
    joined: ExtensionArray = pd.concat([pd.Series(one), pd.Series(other)], ignore_index=True).array
    return joined


def _levels(column: ExtensionArray) -> tuple[IntArray, int]:
    """Sorted level number of each row, missing last, and how many numbers there are."""
    if isinstance(column, pd.Categorical):
        codes, size = column.codes.astype(np.int64), len(column.categories)
    else:
        found, distinct = column.factorize()
        size = len(distinct)
        rank = np.append(np.argsort(distinct.argsort()), size)  # the last one for a missing label
        codes = rank[found].astype(np.int64)
    return np.where(codes < 0, size, codes).astype(np.int64), size + 1
