"""Is a target met? Only where the whole interval says so."""

from __future__ import annotations

from enum import StrEnum

from metrics.definitions import MetricDefinition


class TargetVerdict(StrEnum):
    """What can be said about a figure and its target."""

    MET = "met"
    MISSED = "not met"
    CLOSE = "too close to call"


def against_target(
    low: float, high: float, target: float, metric: MetricDefinition
) -> TargetVerdict:
    """Compare a 95 % interval with a target in the same unit; a NaN end is too close to call."""
    if low >= target:
        return TargetVerdict.MET if metric.higher_is_better else TargetVerdict.MISSED
    if high <= target:
        return TargetVerdict.MISSED if metric.higher_is_better else TargetVerdict.MET
    return TargetVerdict.CLOSE
