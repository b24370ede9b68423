"""For how many periods in a row nothing became worse beyond noise, and what became better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from metrics.inference.verdicts import Verdict


class Streak(NamedTuple):
    """The newest periods in a row, each judged beside the one before it."""

    periods: int  # since the last that was worse beyond noise, or could not be judged
    improved: int  # of them, those that were better beyond noise
    worse: bool  # one that was worse beyond noise ended the row; else the figures begin there


def streak(changes: Sequence[float], verdicts: Sequence[str], *, higher_is_better: bool) -> Streak:
    """The streak at the end of changes, an element a period, oldest first.

    `changes`: each period less the one before; `verdicts`: of them as one family (see
    `multiple_testing.as_one_family`). Where nothing ever changes, all of them are noise in 95 of
    100 rows: so `improved` is above 0 in at most 5, whatever the number of periods.
    """
    periods = improved = 0
    for change, verdict in zip(reversed(changes), reversed(verdicts), strict=True):
        real = verdict == Verdict.REAL
        better = real and (change > 0) == higher_is_better
        if real and not better:
            return Streak(periods, improved, worse=True)
        if not real and verdict != Verdict.NOISE:
            break
        periods, improved = periods + 1, improved + better
    return Streak(periods, improved, worse=False)
