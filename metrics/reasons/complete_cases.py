"""Of figures that are known of some rows each: which to look at together, and in which rows."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.sums.grouping import Array, IntArray

LEAST = 104  # rows, and one more for each predictor (Green 1991)
EVENTS = 10  # of each answer of an outcome of two, for each predictor (Peduzzi and others 1996)
MOST = 60  # predictors
TWINS = 0.9  # correlation of two predictors that are told as one

Flags = npt.NDArray[np.bool_]


class Complete(NamedTuple):
    """Columns that are looked at, in their order, and the rows of which all of them are known."""

    columns: IntArray
    rows: Flags


def complete_cases(values: Array, outcome: Array) -> Complete | None:
    """Which columns of (rows, p), NaN where not known, are looked at; None for too few rows.

    Columns are left out one after the other, those known of the same rows together: each time
    those without which most rows are complete. Of all these steps the one is taken that has most
    columns for their standard errors (columns x root of the complete rows), among those with rows
    enough: `LEAST` and one a column, and of an outcome of two values `EVENTS` a column of the rarer
    one. Raises ValueError for more than `MOST` columns.
    """
    known = ~np.isnan(values)
    if known.shape[1] > MOST:
        raise ValueError(f"at most {MOST} predictors, not {known.shape[1]}")
    bits = known @ (np.int64(1) << np.arange(known.shape[1], dtype=np.int64))
    alike, n = np.unique(bits, return_counts=True)
    alike_known = (alike[:, None] >> np.arange(known.shape[1])) & 1 == 1
    rarer = _rarer(outcome)
    events = n if rarer is None else np.unique_counts(np.append(alike, bits[rarer])).counts - 1
    kept = np.arange(known.shape[1])
    best, most = None, 0.0
    while len(kept):
        complete = alike_known[:, kept].all(axis=1)
        rows = int(n[complete].sum())
        enough = rows >= LEAST + len(kept)
        enough &= rarer is None or int(events[complete].sum()) >= EVENTS * len(kept)
        told = len(kept) * math.sqrt(rows)
        if enough and told > most:
            best, most = kept, told
        kept = _without_one(kept, alike_known, n)
    return None if best is None else Complete(best, np.asarray(known[:, best].all(axis=1)))


def _rarer(outcome: Array) -> Flags | None:
    """The rows of the rarer of two values; None where there are more."""
    values, n = np.unique(outcome, return_counts=True)
    return outcome == values[np.argmin(n)] if len(values) == 2 else None


def _without_one(kept: IntArray, alike: Flags, n: IntArray) -> IntArray:
    """Without the columns, known of the same rows, that cost most rows; the last ones if equal."""
    groups: dict[bytes, list[int]] = {}
    for column in kept:
        groups.setdefault(alike[:, column].tobytes(), []).append(int(column))
    gained = {}
    for key, own in groups.items():
        rest = [column for column in kept if column not in own]
        gained[key] = int(n[alike[:, rest].all(axis=1)].sum())
    most = max(gained.values())
    costly = [key for key, rows in gained.items() if rows == most][-1]
    return np.array([column for column in kept if column not in groups[costly]], dtype=np.int64)


def merged_twins(values: Array) -> tuple[Array, list[list[int]]]:
    """Columns as standard scores, those that correlate by more than `TWINS` as their mean.

    `values`: (rows, p), nothing missing or constant. Returns (rows, q) and the columns that each
    is made of, the first of them as it is, others turned to correlate positively. The pair that
    correlates most is merged first.
    """
    scores = (values - values.mean(axis=0)) / values.std(axis=0)
    members = [[column] for column in range(values.shape[1])]
    while scores.shape[1] > 1:
        among = np.tril(np.corrcoef(scores, rowvar=False), -1)
        second, first = np.unravel_index(np.argmax(np.abs(among)), among.shape)
        if abs(among[second, first]) <= TWINS:
            break
        joint = scores[:, first] + np.sign(among[second, first]) * scores[:, second]
        scores[:, first] = (joint - joint.mean()) / joint.std()
        scores = np.delete(scores, second, axis=1)
        members[first] += members.pop(second)
    return scores, members
