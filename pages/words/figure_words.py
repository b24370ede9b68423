"""Figures and changes as sentences say them: with sign, currency and the unit that fits."""

from __future__ import annotations

import math

from metrics.definitions import MetricDefinition
from pages.figures.figure import Figure
from pages.words.units import Unit, decimals_of, is_lost, large, unit_of, unit_of_change

_CHANGE_UNITS = {"points": " points", "%": " points", "index": " points"}


def value_words(row: Figure, currency: str = "") -> str:
    """`82.1%`, `EUR 476.42`, `16.4 hours`."""
    metric = row.definition
    money = f"{currency} " if currency and metric.unit == "currency" else ""
    unit = unit_of(metric.unit, row.value)
    words = "%" if metric.unit == "%" else unit.long
    if is_lost(unit, row.value, metric):
        return f"less than {10**-metric.decimals:.{metric.decimals}f}{words}"
    decimals = decimals_of(metric, row.value)
    value = round(row.value / unit.size, decimals) + 0.0  # never −0.0
    return f"{money}{value:,.{decimals}f}{words}".replace("-", "−")


def between_words(low: float, high: float, metric: MetricDefinition, currency: str) -> str:
    """`EUR 0.6–1.5 m`: both ends of the interval of an amount, where there is little room."""
    size, word = large(metric.unit, high)
    decimals = 1 if word else 0
    ends = "–".join(f"{end / size:,.{decimals}f}" for end in (low, high))
    return f"{currency} {ends} {word}".strip()


def size_words(change: float, metric: MetricDefinition, figure: float = math.nan) -> str:
    """The size of the change of a figure."""
    unit = unit_of_change(metric, figure, change)
    words = _CHANGE_UNITS.get(metric.unit, unit.long)
    return f"{abs(change) / unit.size:,.{decimals_of(metric, figure, change)}f}{words}"


def smallest_words(row: Figure) -> str:
    """The least change that its row can show, in its unit: `0.1 points`, `0.01`."""
    decimals = _decimals(row)
    return f"{10**-decimals:.{decimals}f}{change_unit(row)}"


def signed_words(change: float, row: Figure, money: str = "") -> str:
    """The change of a row, or an end of its interval, in `change_unit`: `+5.1`, `−GBP 12.50`."""
    decimals, size = _decimals(row), change / _unit(row).size
    sign = "" if round(size, decimals) == 0 else "+" if change > 0 else "−"
    return f"{sign}{money}{abs(size):,.{decimals}f}"


def change_unit(row: Figure) -> str:
    """What a change of the row is of: ` points`, ` hours`, or nothing."""
    return _CHANGE_UNITS.get(row.definition.unit, _unit(row).long)


def _unit(row: Figure) -> Unit:
    return unit_of_change(row.definition, row.value, row.change)


def shows_change(row: Figure) -> bool:
    """True where the change is not 0 as it is written."""
    return round(row.change / _unit(row).size, _decimals(row)) != 0


def _decimals(row: Figure) -> int:
    return decimals_of(row.definition, row.value, row.change)
