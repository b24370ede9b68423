"""What a journey is remembered by: its peak, its low and its end, where they can be told.

Peak-end rule: Kahneman, Fredrickson, Schreiber and Redelmeier 1993, "When More Pain Is Preferred to
Less", Psychological Science 4(6); on the length that does not count: Fredrickson and Kahneman 1993.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from metrics.inference.verdicts import Verdict


class Moments(NamedTuple):
    """The touchpoints that a journey is remembered by; "" where there is none."""

    peak: str
    low: str
    end: str

    def of(self, touchpoint: str) -> str:
        """What the touchpoint is, in words: `low`, `low, end` or nothing."""
        return ", ".join(name for name, where in self._asdict().items() if where == touchpoint)


def moments_of(against_rest: pd.DataFrame, order: Sequence[str]) -> Moments:
    """The moments of one series from its rows of `estimates.against_rest` by touchpoint.

    The peak is the highest of the touchpoints that are above the rest of the journey beyond noise,
    the low the lowest of those below: a point that chance put on top is none. The end is the
    last touchpoint of `order` at which the series was asked, whatever can be told of it. More has
    to be better.
    """
    real = against_rest[against_rest["verdict"] == Verdict.REAL]
    above = real[real["change"] > 0].sort_values("value", ascending=False, kind="stable")
    below = real[real["change"] < 0].sort_values("value", kind="stable")
    asked = set(against_rest.loc[against_rest["n"] > 0, "touchpoint"])
    end = next((touchpoint for touchpoint in reversed(order) if touchpoint in asked), "")
    return Moments(_first(above), _first(below), end)


def _first(rows: pd.DataFrame) -> str:
    return str(rows["touchpoint"].iloc[0]) if len(rows) else ""
