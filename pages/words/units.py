"""Times in the unit that fits, as people read them; frames, JSON and CSV keep the metric's own."""

from __future__ import annotations

import math
from dataclasses import dataclass

from metrics.definitions import MetricDefinition

_SECONDS = {"days": 86_400.0, "hours": 3600.0, "minutes": 60.0, "seconds": 1.0}
_LARGE = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_LARGE_FROM = {"currency": 1e6, "count": 1e7}  # where digits give way to a word
_SHORT = {"days": " days", "hours": " h", "minutes": " min", "seconds": " s"}
_FROM = {"days": 2 * 86_400.0, "hours": 3600.0, "minutes": 60.0, "seconds": 0.0}  # seconds


@dataclass(frozen=True)
class Unit:
    """A unit to show figures in: their value over `size`. Only times have words here."""

    size: float = 1.0
    short: str = ""  # ` h`
    long: str = ""  # ` hours`


def is_time(own: str) -> bool:
    """True for the unit of a metric that is a time."""
    return own in _SECONDS


def unit_of(own: str, *figures: float) -> Unit:
    """The unit that fits the largest of these figures, which are in the unit `own` of a metric.

    Days from two on, hours, minutes, or seconds; `own` where it is no time or no figure is known.
    """
    return _smaller(own, *figures)[0]


def unit_of_change(metric: MetricDefinition, figure: float, change: float) -> Unit:
    """The unit that fits the figure and its change; a smaller one where it would round to 0."""
    fitting = _smaller(metric.unit, figure, change)
    seen = (unit for unit in fitting if round(change / unit.size, metric.decimals) != 0)
    return next(seen, fitting[0])


def unit_of_goal(own: str, value: float) -> Unit:
    """The unit in which what a mapping states has two decimals at the most."""
    short = (one for one in _smaller(own, value) if math.isclose(value, _rounded(value, one.size)))
    return next(short, _unit(own, own))


def decimals_of(metric: MetricDefinition, *figures: float) -> int:
    """The decimals of figures in a sentence: of money from a thousand on, no cents."""
    much = metric.unit == "currency" and any(abs(figure) >= 1000 for figure in figures)
    return 0 if much else metric.decimals


def is_lost(unit: Unit, value: float, metric: MetricDefinition) -> bool:
    """True for a time that would be written as 0 and is not: less than its unit can show."""
    return bool(unit.short and value > 0 and round(value / unit.size, metric.decimals) == 0)


def large(own: str, value: float) -> tuple[float, str]:
    """The size of `m`, `bn` or `tn`, where so large a figure has one, else 1 and nothing."""
    if not abs(value) >= _LARGE_FROM.get(own, math.inf):
        return 1, ""
    # What is rounded to 1,000 m is 1 bn.
    return next(one for one in _LARGE if abs(value) >= 0.99995 * one[0])


def large_number(value: float, size: float) -> str:
    """So many of a size, with four digits, or all before the point."""
    shown = abs(value) / size
    return f"{shown:,.{max(4 - len(str(int(shown))), 0)}f}"


def _rounded(value: float, size: float) -> float:
    return round(value / size, 2) * size


def _smaller(own: str, *figures: float) -> list[Unit]:
    """The fitting unit, and all smaller ones."""
    known = [abs(figure) for figure in figures if not math.isnan(figure)]
    if not is_time(own) or not known:
        return [_unit(own, own)]
    seconds = max(known) * _SECONDS[own]
    return [_unit(name, own) for name, least in _FROM.items() if seconds >= least]


def _unit(name: str, own: str) -> Unit:
    return (
        Unit(_SECONDS[name] / _SECONDS[own], _SHORT[name], f" {name}") if name in _SHORT else Unit()
    )
