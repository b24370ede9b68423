"""The whole weeks of a period, by which the spread of amounts is told."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pandas as pd

from tests.pages.recounts.company import DAY, Side
from tests.pages.recounts.customers import Table
from tests.pages.recounts.figures import Figure


def by_week(
    side: Side,
    figure: Figure,
    at: pd.Series,
    amounts: pd.Series | None = None,
    table: Table | None = None,
) -> Figure:
    """With the whole weeks of the side, from Monday to Sunday, and the customers of a table."""
    if table is not None:
        figure = replace(figure, often=table.often(side), part=table.part(side, figure.n))
    days = (side.last - side.first).days + 1
    ends = [*pd.date_range(side.first, side.last + DAY, freq="W-MON")]
    values = (pd.Series(1.0, at.index) if amounts is None else amounts).astype(float)
    own = [(at >= start) & (at < end) for start, end in itertools.pairwise(ends)]
    sums = [float(values[week].sum()) for week in own]
    squares = [float((values[week] ** 2).sum()) for week in own]
    return replace(figure, days=days, weeks=tuple(sums), alone=tuple(squares))
