"""Small cells are hidden, and others with them where a displayed total would give them away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from metrics.privacy.protection import Table, protect
from metrics.sums.grouping import IntArray, Labels, add_up, group, take

SHOWN = ""
TOO_FEW = "too_few"
PROTECTS = "protects"

Flags: TypeAlias = npt.NDArray[np.bool_]
Reasons: TypeAlias = npt.NDArray[np.object_]  # why a cell is hidden, "" where it is shown


def hidden_cells(
    labels: Labels,
    keys: Sequence[str],
    answers: IntArray,
    minimum_n: int,
    apart: Sequence[str] = (),
) -> Reasons:
    """Why each cell of the keys (crossed, per series) is hidden: `TOO_FEW`, `PROTECTS` or "".

    The totals over any of the keys count as displayed; one that is itself hidden can't be had from
    its cells either. Each cell of the keys `apart` is a table of its own, as a team is of its
    agents: no totals across them are displayed. Time and memory grow with the number of cells.
    Raises ValueError for more than two keys that are not apart.
    """
    reasons = np.full(len(answers), SHOWN, dtype=object)
    small = answers < minimum_n
    if not small.any():
        return reasons
    reasons[small] = TOO_FEW
    codes, first = group({name: labels[name] for name in ("series", *apart)}, len(answers))
    inner = [key for key in keys if key not in apart]
    order = np.argsort(codes, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(codes, minlength=len(first)))[:-1]):
        if small[rows].any():
            crossed = take({key: labels[key] for key in inner}, rows)
            reasons[rows] = _hidden(crossed, answers[rows], minimum_n)
    return reasons


def _hidden(labels: Labels, answers: IntArray, minimum_n: int) -> Reasons:
    """Why each cell of one series is hidden; its labels are the keys."""
    reasons = np.full(len(answers), SHOWN, dtype=object)
    if labels:
        reasons[protect(_table(labels, answers, minimum_n), minimum_n)] = PROTECTS
    reasons[answers < minimum_n] = TOO_FEW
    return reasons


def _table(labels: Labels, answers: IntArray, minimum_n: int) -> Table:
    """The cells with the totals over each key, which are suppressed themselves."""
    if len(labels) > 2:
        raise ValueError(f"{len(labels)} keys can't be crossed: at most two that are not apart")
    ends: list[IntArray] = []
    shown: list[Flags] = []
    secret: list[Flags] = []
    for key in labels:
        others = {other: column for other, column in labels.items() if other != key}
        codes, first = group(others, len(answers))
        sums = add_up(codes, answers.astype(float), len(first)).astype(np.int64)
        reasons = _hidden(take(others, first), sums, minimum_n)
        ends.append(codes + sum(len(one) for one in shown))
        shown.append(reasons == SHOWN)
        secret.append((reasons != SHOWN) & (sums > 0))
    if len(labels) == 1:  # of a single key, there is but one total that a cell is part of
        ends.append(np.full(len(answers), len(shown[0]), dtype=np.int64))
        shown.append(np.zeros(1, dtype=bool))
        secret.append(np.zeros(1, dtype=bool))
    return Table(answers, (ends[0], ends[1]), np.concatenate(shown), np.concatenate(secret))
