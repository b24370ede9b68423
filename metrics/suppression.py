"""Small cells are hidden, and others with them where a displayed total would give them away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from metrics.grouping import IntArray

SHOWN = ""
TOO_FEW = "too_few"
PROTECTS = "protects"


def suppress(
    answers: IntArray, partitions: Sequence[IntArray], minimum_n: int
) -> npt.NDArray[np.object_]:
    """Per cell "" (shown), "too_few" (below minimum_n) or "protects" (hidden to shield another).

    Each partition numbers, for every cell, the displayed total that it is part of. Where the hidden
    cells of a total hold fewer than minimum_n answers (but some), total less shown cells would be a
    figure of too few: the smallest shown cell is hidden as well. Repeated until no total tells.
    """
    small = answers < minimum_n
    hidden = small.copy()
    changed = bool(hidden.any())
    while changed:
        changed = False
        for partition in partitions:
            held = np.bincount(partition, weights=answers * hidden)
            for total in np.flatnonzero((held > 0) & (held < minimum_n)):
                shown = np.flatnonzero((partition == total) & ~hidden)
                if shown.size:
                    hidden[shown[np.argmin(answers[shown])]] = True
                    changed = True
    reasons = np.full(len(answers), SHOWN, dtype=object)
    reasons[hidden] = PROTECTS
    reasons[small] = TOO_FEW
    return reasons
