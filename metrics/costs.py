"""What is spent per customer: costs are by calendar month, and have no segments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from metrics.cells import Cells
from metrics.grouping import need


def spent_per_customer(
    costs: pd.DataFrame, there: Cells, spans: Sequence[tuple[date, date]], metric: str
) -> Cells:
    """Costs of the whole months inside each span, over the customers who were there in it.

    `costs` has month (first day) and total. `there` has a cell a span, in order, whose answers are
    those customers. Spans without a whole month with costs, or without customers, have no cell.
    Known as a sum only: without a variance.
    """
    need(costs, ("month", "total"))
    total = np.array([_whole_months(costs, *span) for span in spans], dtype=float)
    n = there.sums["answers"]
    rows = np.flatnonzero(~np.isnan(total) & (n > 0))
    series = pd.Categorical.from_codes(np.zeros(len(n), np.int8), categories=pd.Index([metric]))
    sums = {**there.sums, "total": total, "squares": np.full(len(n), np.nan)}
    return Cells({**there.labels, "series": series}, sums).pick(rows)


def _whole_months(costs: pd.DataFrame, start: date, end: date) -> float:
    """Sum of the months that begin and end inside the days; NaN where there is none."""
    ends = costs["month"] + pd.offsets.MonthEnd(1)
    inside = (costs["month"] >= pd.Timestamp(start)) & (
        ends < pd.Timestamp(end + timedelta(days=1))
    )
    return float(costs.loc[inside, "total"].sum()) if inside.any() else float("nan")
