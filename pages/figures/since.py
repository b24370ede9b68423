"""Since when a place has been at another level: a span of months that holds the truth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.scope import Filters, Span
from data.store.snapshots import Snapshot
from metrics.reasons.change_point import Months, beginning
from metrics.sums.cells import Cells
from pages.figures.comparison import PERIOD
from pages.figures.coverage import base_scope
from pages.figures.figure import Figure
from pages.figures.read import read
from view.periods import year_before
from view.state import View


def since(snapshot: Snapshot, view: View, row: Figure, levels: Filters) -> Months | None:
    """The months in which a figure, within these levels, went to another level and stayed there.

    None where no month is known (`beginning`). What counts customers has no value of a month.
    """
    base = base_scope(snapshot.catalog, view)
    if base is None:
        return None
    start = year_before(Span(min(base.span.start, view.span.start), view.span.end)).start
    kept = tuple(one for one in view.filters if one[0] not in dict(levels))
    asked = replace(
        view,
        span=Span(start.replace(day=1), view.span.end),
        filters=kept + levels,
        compare="none",
        grain="month",
    )
    cells = _months(snapshot, asked, row)
    if cells is None:
        return None
    minimum_n = snapshot.catalog.minimum_n
    return beginning(cells, row.definition, PERIOD, view.span.start, row.change, minimum_n)


def _months(snapshot: Snapshot, view: View, row: Figure) -> Cells | None:
    """The figure's cells by month, where they add up over months."""
    figures = read(snapshot, view, [row.definition], (), "month")
    of_answers = bool(row.definition.feedback_metric)
    sides = figures.answers if of_answers else figures.found.sums.get(row.metric)
    if sides is None:
        return None
    names = sides.now.labels["series"].astype(str)
    return sides.now.pick(np.flatnonzero(np.asarray(names) == row.series))
