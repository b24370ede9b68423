"""Is a target met, is a benchmark passed? Only where the whole interval says so."""

from __future__ import annotations

from enum import StrEnum

from metrics.definitions import MetricDefinition


class TargetVerdict(StrEnum):
    """What can be said about a figure and its target."""

    MET = "met"
    MISSED = "not met"
    CLOSE = "too close to call"


class BenchmarkVerdict(StrEnum):
    """Where a figure lies beside what others reach, whichever is better."""

    ABOVE = "above"
    BELOW = "below"
    CLOSE = "too close to call"


def against_target(
    low: float, high: float, target: float, metric: MetricDefinition
) -> TargetVerdict:
    """Compare a 95 % interval with a target in the same unit; a NaN end is too close to call.

    Raises ValueError for a metric of which neither more nor less is better.
    """
    if metric.higher_is_better is None:
        raise ValueError(f"{metric.key}: neither more nor less is better, so no target can be met")
    if low >= target:
        return TargetVerdict.MET if metric.higher_is_better else TargetVerdict.MISSED
    if high <= target:
        return TargetVerdict.MISSED if metric.higher_is_better else TargetVerdict.MET
    return TargetVerdict.CLOSE


def against_benchmark(low: float, high: float, benchmark: float) -> BenchmarkVerdict:
    """Compare a 95 % interval with a benchmark in the same unit; a NaN end is too close to call."""
    if low > benchmark:
        return BenchmarkVerdict.ABOVE
    return BenchmarkVerdict.BELOW if high < benchmark else BenchmarkVerdict.CLOSE
