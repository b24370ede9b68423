"""What an alert has to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.alerts.conditions import Condition


@dataclass(frozen=True)
class News:
    """What an alert has to say: one condition began or ended."""

    condition: Condition
    begins: bool
    direction: int  # as in State: of what began, or of what ended
    period: date  # first day of the whole period it was seen in
    since: date  # when it began (= period where begins)
    value: float  # the figure of that period; NaN where there is none (DATA, too few)
    low: float
    high: float
    n: int
    expected: tuple[float, float] | None  # CHANGE: where a value without change would be
    target: float | None  # TARGET
    least: int | None  # ANSWERS: how many answers a period usually needs
    last_day: date  # of the data
