"""Is a change real? One of four words, with the false discovery rate held over a family."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]

SIGNIFICANCE = 0.05


class Verdict(StrEnum):
    """What can be said about a change."""

    REAL = "real"
    NOISE = "noise"
    TOO_FEW = "too_few"
    NONE = "none"  # nothing to compare with, or no way to judge it


def is_judged(verdicts: pd.Series) -> npt.NDArray[np.bool_]:
    """Which changes have a verdict that says what they are: real, or noise."""
    texts = verdicts.to_numpy(dtype=object)
    return np.asarray((texts == Verdict.REAL) | (texts == Verdict.NOISE), dtype=bool)


def benjamini_hochberg(p: Array) -> Array:
    """P values that hold the false discovery rate (Benjamini and Hochberg 1995); NaN stays."""
    adjusted = p.copy()
    falling = np.argsort(-p)[: np.count_nonzero(~np.isnan(p))]  # NaN sorts last
    m = len(falling)
    adjusted[falling] = np.minimum.accumulate(p[falling] * m / np.arange(m, 0, -1))
    return adjusted


def decide(
    p: Array,
    low: Array,
    high: Array,
    enough: npt.NDArray[np.bool_],
    compared: npt.NDArray[np.bool_],
) -> npt.NDArray[np.object_]:
    """The verdict on each change, as text: real where `is_real`, if there is enough to compare.

    Without a p value (no spread on either side, say) there is no verdict: unknown is not noise.
    """
    verdict = np.where(is_real(p, low, high), str(Verdict.REAL), str(Verdict.NOISE)).astype(object)
    verdict[np.isnan(p)] = str(Verdict.NONE)
    verdict[~enough] = str(Verdict.TOO_FEW)
    verdict[~compared] = str(Verdict.NONE)
    return verdict


def is_real(p: Array, low: Array, high: Array) -> npt.NDArray[np.bool_]:
    """True where p < 0.05 and the 95 % interval of the change leaves out zero."""
    return (p < SIGNIFICANCE) & ((low > 0) | (high < 0))
