"""Figures in the one unit of a chart: that which fits its largest."""

from __future__ import annotations

from collections.abc import Sequence

from pages.figures.figure import Figure
from pages.words.units import Unit, unit_of

_FIGURES = (
    *("value", "low", "high", "average", "target", "benchmark"),
    *("base_value", "base_low", "base_high", "change", "change_low", "change_high"),
)


def chart_unit(rows: Sequence[Figure]) -> Unit:
    """The unit of all these figures, which are of one metric."""
    if not rows:
        return Unit()
    figures = [one for row in rows for one in (row.value, row.base_value)]
    return unit_of(rows[0].definition.unit, *figures)


def scaled(row: Figure, unit: Unit) -> Figure:
    """The row in the unit of the chart, for drawing; texts are made from the row itself."""
    known = {name: getattr(row, name) for name in _FIGURES}
    return row._replace(**{k: v / unit.size for k, v in known.items() if v is not None})
