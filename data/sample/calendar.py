"""When things happen at the sample company: its three years, its seasons, weeks and hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Seconds = NDArray[np.datetime64]  # datetime64[s], local time
Texts = NDArray[Any]  # str or None, dtype object

FIRST_DAY = np.datetime64("2023-11-01")
END = np.datetime64("2026-11-01")  # exclusive
MONTHS = np.arange("2023-11", "2026-11", dtype="datetime64[M]")
OUTAGE = (np.datetime64("2024-06-10"), np.datetime64("2024-06-17"))  # end exclusive

_SEASON = [1.04, 1.0, 1.07, 1.0, 1.02, 0.98, 0.86, 0.82, 1.08, 1.08, 1.05, 0.74]  # January first
_WEEK = [1.12, 1.15, 1.10, 1.06, 0.94, 0.38, 0.30]  # Monday first
_HOURS = [1, 1, 1, 1, 1, 2, 6, 14, 34, 46, 52, 46, 38, 44, 48, 46, 40, 30, 22, 18, 16, 12, 7, 3]


def month_index(text: str) -> int:
    """Position of a month such as `2026-03` in MONTHS."""
    return int((np.datetime64(text, "M") - MONTHS[0]).astype(int))


def season() -> Floats:
    """Activity of each of MONTHS relative to an average month (July, August, December are low)."""
    months: Floats = np.array(_SEASON)[MONTHS.astype(int) % 12]
    return months


def day_weights(rng: np.random.Generator) -> Floats:
    """Activity of each day: the week, the days around Christmas, some unrest."""
    days = np.arange(FIRST_DAY, END)
    weekday = (days.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    weights: Floats = np.array(_WEEK)[weekday] * rng.lognormal(0, 0.08, len(days))
    dates = np.array([str(day)[5:] for day in days])
    weights[(dates >= "12-24") | (dates <= "01-01")] *= 0.3
    return weights


def times_within(rng: np.random.Generator, months: Ints, weights: Floats) -> Seconds:
    """One time for each position in MONTHS: days by weight, mostly in working hours."""
    ends = np.append(MONTHS, MONTHS[-1] + 1).astype("datetime64[D]")
    starts = (ends - FIRST_DAY).astype(int)
    mass = np.append(0, np.cumsum(weights))
    low, high = mass[starts[months]], mass[starts[months + 1]]
    days = np.searchsorted(mass, low + rng.random(len(months)) * (high - low), side="right") - 1
    days = np.clip(days, starts[months], starts[months + 1] - 1)
    seconds = pick(rng, _HOURS, len(months)) * 3600 + rng.integers(0, 3600, len(months))
    times: Seconds = FIRST_DAY.astype("datetime64[s]") + days * 86_400 + seconds
    return times


def pick(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Positions drawn with these weights."""
    mass = np.cumsum(np.asarray(weights, dtype=float))
    drawn: Ints = np.searchsorted(mass, rng.random(size) * mass[-1], side="right")
    return np.minimum(drawn, len(mass) - 1)


def month_of(times: Seconds) -> Ints:
    """Position in MONTHS of each time."""
    months: Ints = (times.astype("datetime64[M]") - MONTHS[0]).astype(np.int64)
    return months
