"""Periods in charts: the axis, and periods without a single answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from components import text
from data.grains import buckets
from data.scope import Span

_MOST_TICKS = 8  # that a narrow screen has room for


def all_periods(known: Sequence[date], grain: str) -> list[date]:
    """Every period from the first known to the last."""
    return buckets(Span(min(known), max(known)), grain) if known else []


def period_axis(periods: Sequence[date], grain: str) -> dict[str, Any]:
    """The axis of bars at `text.bucket` of their period; of many, not all have a tick."""
    shown = periods[:: 1 + len(periods) // _MOST_TICKS]
    return {
        "type": "category",
        "showgrid": False,
        "tickvals": [text.bucket(period, grain) for period in shown],
        "ticktext": [text.tick(period, grain) for period in shown],
        "tickangle": 0,
    }


def values_at(
    periods: Sequence[date], known: Sequence[date], values: Sequence[float]
) -> list[float | None]:
    """The value of each period, None where it is missing or not a number.

    A line may not run across those as if they were known.
    """
    found = dict(zip(known, values, strict=True))
    return [
        None if (value := found.get(period)) is None or math.isnan(value) else value
        for period in periods
    ]


def split(
    values: Sequence[float | None], partial: Sequence[bool]
) -> tuple[list[float | None], list[float | None]]:
    """A line through whole periods, and the stretches from and to those that are cut."""
    whole = [None if cut else value for value, cut in zip(values, partial, strict=True)]
    near = [any(partial[max(place - 1, 0) : place + 2]) for place in range(len(partial))]
    return whole, [value if beside else None for value, beside in zip(values, near, strict=True)]
