"""What risks of leaving were worth on periods held back: by what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from metrics.inference.intervals import Array, Interval, Z, proportion
from metrics.leaving.auc import auc
from metrics.leaving.model import Flags
from metrics.sums.grouping import IntArray

BINS = 10
LISTS = (20, 50, 100)  # customers that people can call; and the first tenth


class HeldBack(NamedTuple):
    """One row a customer and period: the risk told before it, and whether they left in it.

    `base`: the share who left in the periods that the risk was learnt from, the same for all.
    """

    risk: Array
    left: Flags
    base: Array
    period: IntArray
    customer: IntArray


class Trial(NamedTuple):
    """What came of risks: shares and chances 0 to 1, each with its 95 % interval where it has one.

    `gain`: by how much the Brier score (mean squared error of the risk; Brier 1950) is below that
    of the base rate. `lists` has `of` (how many of a period, the highest risks first), n, value,
    low, high (the share of these who left) and lift, lift_low, lift_high (over the share of all);
    `tenth` marks the first tenth. `bins` has n, expected (mean risk), value, low, high, the lowest
    risks first.
    """

    n: int
    left: int
    expected: float  # how many would have left by their risks
    area: Interval  # under the ROC curve
    brier: float
    base_brier: float
    gain: Interval
    lists: pd.DataFrame
    bins: pd.DataFrame


def trial(held: HeldBack) -> Trial:
    """The risks of periods held back beside who left in them."""
    y = held.left.astype(float)
    own, base = (held.risk - y) ** 2, (held.base - y) ** 2
    gain = base - own
    error = np.sqrt(_by_customer(gain - gain.mean(), held.customer)) / len(y)
    middle = float(gain.mean())
    return Trial(
        n=len(y),
        left=int(held.left.sum()),
        expected=float(held.risk.sum()),
        area=auc(held.risk, held.left, held.period, held.customer),
        brier=float(own.mean()),
        base_brier=float(base.mean()),
        gain=Interval(np.array(middle), np.array(middle - Z * error), np.array(middle + Z * error)),
        lists=_lists(held),
        bins=_bins(held),
    )


def _lists(held: HeldBack) -> pd.DataFrame:
    """Of each length the highest risks of every period, of ties those who come first."""
    place, size = np.empty(len(held.risk)), np.empty(len(held.risk))
    for rows in pd.Series(held.period).groupby(held.period).indices.values():
        order = np.argsort(-held.risk[rows], kind="stable")
        place[rows[order]] = np.arange(len(rows))
        size[rows] = len(rows)
    smallest = int(size.min())
    every, found = held.left.mean(), []
    tenth = np.maximum(size // BINS, 1)
    for length in (*(one for one in LISTS if one < smallest), None):
        inside = place < (tenth if length is None else length)
        share = _share(held, inside)
        found.append(
            {
                "of": int(np.median(tenth)) if length is None else length,
                "tenth": length is None,
                "n": int(inside.sum()),
                **share,
                "lift": share["value"] / every,
                "lift_low": share["low"] / every,
                "lift_high": share["high"] / every,
            }
        )
    return pd.DataFrame(found)


def _bins(held: HeldBack) -> pd.DataFrame:
    """Tenths of all rows by their risk."""
    order = np.argsort(held.risk, kind="stable")
    found = []
    for rows in np.array_split(order, BINS):
        inside = np.zeros(len(order), dtype=bool)
        inside[rows] = True
        share = _share(held, inside)
        found.append({"n": len(rows), "expected": held.risk[rows].mean(), **share})
    return pd.DataFrame(found)


def _share(held: HeldBack, inside: Flags) -> dict[str, float]:
    """The share of these rows who left, with Wilson's interval for rows of the same customers."""
    left, who = held.left[inside].astype(float), held.customer[inside]
    n, share = float(len(left)), float(left.mean())
    spread = share * (1 - share) * n
    # What rows of one customer have in common widens it, and never narrows it (Kish 1965).
    alike = _by_customer(left - share, who) / spread if spread else n / len(np.unique(who))
    ends = proportion(np.array([n / max(alike, 1.0)]), np.array([share]))
    return dict(zip(("value", "low", "high"), (float(one[0]) for one in ends), strict=True))


def _by_customer(own: Array, customer: IntArray) -> float:
    """The sum of squares of what each customer's rows come to together."""
    _, codes = np.unique(customer, return_inverse=True)
    return float((np.bincount(codes, own) ** 2).sum())


def together(parts: Sequence[HeldBack]) -> HeldBack:
    """Several periods as one."""
    return HeldBack(*(np.concatenate(column) for column in zip(*parts, strict=True)))
