"""Periods without a single answer: a line may not run across them as if they were known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from data.grains import buckets
from data.scope import Span


def all_periods(known: Sequence[date], grain: str) -> list[date]:
    """Every period from the first known to the last."""
    return buckets(Span(min(known), max(known)), grain) if known else []


def values_at(
    periods: Sequence[date], known: Sequence[date], values: Sequence[float]
) -> list[float | None]:
    """The value of each period, None where it is missing or not a number."""
    found = dict(zip(known, values, strict=True))
    return [
        None if (value := found.get(period)) is None or math.isnan(value) else value
        for period in periods
    ]
