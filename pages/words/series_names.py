"""What series and their figures are called: name, scale, unit."""

from __future__ import annotations

import math
from collections.abc import Collection

from metrics.definitions import MetricDefinition
from metrics.series import READ, Series, is_series, metric_of, parse_series
from pages.figures.series import definition_of
from pages.words.units import is_time


def short_name(series: str, among: Collection[str]) -> str:
    """`CSAT`, or `CSAT 6–7 of 7` where another scale of it is among these series too."""
    metric = definition_of(series)
    several = sum(metric_of(other) == metric_of(series) for other in among) > 1
    return f"{metric.short} {scale_note(series).removeprefix('% ')}" if several else metric.short


def scale_note(series: str) -> str:
    """What is counted, on which scale: `% 5–7 of 7`."""
    if not is_series(series):
        return ""
    if series == READ:
        return "read of comments"
    read: Series = parse_series(series)
    if definition_of(series).kind == "net_share":
        return f"{read.scale}, net share"
    start, whole = read.positive_from, f"{read.scale_max:g}" if read.scale_min == 1 else read.scale
    if ">=" not in series and read.scale_max.is_integer():
        start = math.ceil(start)  # the upper third of a scale of three begins at 2.33: that is 3
    best = f"{start:g}–" if start < read.scale_max else ""
    return f"% {best}{read.scale_max:g} of {whole}"


def unit_note(series: str, currency: str = "", metric: MetricDefinition | None = None) -> str:
    """The unit of a panel's figures, for its subtitle; times have theirs beside each figure.

    `metric`: what of the series is shown, where it is not its headline metric.
    """
    metric = metric or definition_of(series)
    if metric.unit in ("points", "index"):
        return "points" if metric.unit == "points" else "points from 0 to 100"
    if is_series(series):
        scale = parse_series(series).scale
        return f"mean on {scale}" if metric.kind == "mean" else scale_note(series)
    match metric.kind:
        case "proportion":
            return f"% of {metric.share_of}"
        case "count" | "stock":
            return metric.noun
        case "composite":
            return currency
        case "quantile":
            words = "median" if metric.quantile == 0.5 else f"p{100 * (metric.quantile or 0):g}"
        case kind:
            words = kind
    if is_time(metric.unit):
        return words
    unit = currency if metric.unit == "currency" else metric.unit
    return metric.noun if unit == "count" else f"{unit}, {words}"
