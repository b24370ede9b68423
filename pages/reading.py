"""One figure of a panel, typed: a row of the frames that `metrics.figures.assemble` makes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import pandas as pd

from metrics.definitions import DEFINITIONS, MetricDefinition


@dataclass(frozen=True)
class Reading:
    """A figure with its uncertainty, its comparison, and where it belongs. NaN: not known."""

    metric: str
    series: str
    value: float
    low: float
    high: float
    n: int
    hidden: str  # "" shown, "too_few" below the minimum n, "protects" hidden to shield another
    base_value: float
    base_low: float
    base_high: float
    base_n: int
    change: float
    change_low: float
    change_high: float
    p_value: float
    verdict: str
    period: date | None = None
    touchpoint: str = ""
    segment: str = ""
    target: float | None = None
    target_verdict: str | None = None
    weighted_value: float = float("nan")
    weighted_low: float = float("nan")
    weighted_high: float = float("nan")

    @property
    def definition(self) -> MetricDefinition:
        """What the metric means."""
        return DEFINITIONS[self.metric]

    @property
    def place(self) -> str:
        """The level it is about, whatever the dimension."""
        return self.touchpoint or self.segment


_FIELDS = tuple(field.name for field in fields(Reading))


def readings(frame: pd.DataFrame) -> list[Reading]:
    """The rows of a frame of figures, in order."""
    names = [name for name in _FIELDS if name in frame]
    columns = []
    for name in names:
        column = frame[name]
        if name == "period":
            columns.append([value.date() for value in column])
        elif name in ("target", "target_verdict"):
            columns.append([None if pd.isna(value) else value for value in column])
        else:
            columns.append(column.tolist())
    return [Reading(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]
