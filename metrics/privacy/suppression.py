"""Small cells are hidden, and others with them where a displayed total would give them away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from metrics.privacy.persons import EACH_ROW, PERIOD, Persons
from metrics.privacy.protection import Flags, Table, protect
from metrics.sums.grouping import Array, IntArray, Labels, add_up, group, take

SHOWN = ""
TOO_FEW = "too_few"
PROTECTS = "protects"

Reasons: TypeAlias = npt.NDArray[np.object_]  # why a cell is hidden, "" where it is shown


def hidden_cells(
    labels: Labels,
    keys: Sequence[str],
    answers: IntArray,
    minimum_n: int,
    apart: Sequence[str] = (),
    persons: Persons = EACH_ROW,
) -> Reasons:
    """Why each cell of the keys (crossed, per series) is hidden: `TOO_FEW`, `PROTECTS` or "".

    A cell is too small where it is of fewer than minimum_n persons. Where small groups are
    `shielded`, the totals over any of the keys count as displayed; one that is itself hidden can't
    be had from its cells either. Each cell of the keys `apart` is a table of its own, as a team is
    of its agents: no totals across them are displayed. So is each period: whoever may choose the
    days can have any of them alone. Time and memory grow with the number of cells. Raises
    ValueError for more than two keys that are not apart.
    """
    apart = [key for key in keys if key == PERIOD or key in apart]
    inner = [key for key in keys if key not in apart]
    if len(inner) > 2:
        raise ValueError(f"{len(inner)} keys can't be crossed: at most two that are not apart")
    size = persons.sizes(labels, keys, answers, minimum_n, apart)
    small = size < minimum_n
    reasons = np.where(small, TOO_FEW, SHOWN).astype(object)
    if not persons.shielded or not inner or not (small & (answers > 0)).any():
        return reasons
    if len(inner) == 1:
        further = _of_one_key(labels, apart, answers, size, minimum_n, persons)
        if further.any():
            size = persons.sizes(labels, keys, answers, minimum_n, apart, exact=True)
            further = _of_one_key(labels, apart, answers, size, minimum_n, persons)
        reasons[further] = PROTECTS
        return reasons
    size = persons.sizes(labels, keys, answers, minimum_n, apart, exact=True)
    codes, _ = group({name: labels[name] for name in ("series", *apart)}, len(answers))
    order = np.argsort(codes, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(codes))[:-1]):
        if small[rows].any():
            own = take({name: labels[name] for name in (*apart, *inner, "series")}, rows)
            table = _crossed(own, apart, inner, answers[rows], size[rows], minimum_n, persons)
            found = protect(table, minimum_n)
            reasons[rows[found & ~small[rows]]] = PROTECTS
    return reasons


def _of_one_key(
    labels: Labels,
    apart: Sequence[str],
    answers: IntArray,
    size: Array,
    minimum_n: int,
    persons: Persons,
) -> Flags:
    """Which cells shield small ones, where each of `apart` has one total, unless that is small.

    It is the smallest further one where small ones alone would follow from it: it has enough.
    """
    codes, first = group({name: labels[name] for name in (*apart, "series")}, len(answers))
    small = (size < minimum_n) & (answers > 0)
    held = add_up(codes[small], size[small], len(first))
    some = np.bincount(codes[small], minlength=len(first)) > 0
    total = add_up(codes, answers.astype(float), len(first)).astype(np.int64)
    of = take({name: labels[name] for name in (*apart, "series")}, first)
    shown = persons.sizes(of, apart, total, minimum_n, apart)
    told = some & (held < minimum_n) & (shown >= minimum_n)
    further = np.flatnonzero((size >= minimum_n) & told[codes])
    further = further[np.argsort(answers[further], kind="stable")]
    smallest = np.unique(codes[further], return_index=True)[1]
    hidden = np.zeros(len(answers), dtype=bool)
    hidden[further[smallest]] = True
    return hidden


def _crossed(
    labels: Labels,
    apart: Sequence[str],
    inner: Sequence[str],
    answers: IntArray,
    size: Array,
    minimum_n: int,
    persons: Persons,
) -> Table:
    """The cells with the totals over each key, which are suppressed themselves."""
    ends: list[IntArray] = []
    shown: list[Flags] = []
    secret: list[Flags] = []
    for key in inner[::-1]:
        own = {name: labels[name] for name in (*apart, key, "series")}
        codes, first = group(own, len(answers))
        sums = add_up(codes, answers.astype(float), len(first)).astype(np.int64)
        reasons = hidden_cells(take(own, first), (*apart, key), sums, minimum_n, apart, persons)
        ends.append(codes + sum(len(one) for one in shown))
        shown.append(reasons == SHOWN)
        secret.append((reasons != SHOWN) & (sums > 0))
    all_of_them = take({name: labels[name] for name in (*apart, "series")}, np.zeros(1, np.int64))
    n = np.array([answers.sum()], dtype=np.int64)
    whole = persons.sizes(all_of_them, apart, n, minimum_n, apart)
    return Table(
        answers,
        size,
        (ends[0], ends[1]),
        np.concatenate(shown),
        np.concatenate(secret),
        bool(whole[0] >= minimum_n),
    )
