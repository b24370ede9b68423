"""What is spent per customer: costs are by calendar month, and have no segments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from metrics.sums.cells import Cells
from metrics.sums.grouping import categorical, need


def spent_per_customer(
    costs: pd.DataFrame, there: Cells, spans: Sequence[tuple[date, date]], metric: str
) -> Cells:
    """Costs of the whole months inside each span, over the customers who were there in it.

    `costs` has month (first day) and total. `there` has a cell a span, in order, whose answers are
    those customers. Spans without a whole month with costs, or without customers, have no cell.
    Known as a sum only: without a variance.
    """
    need(costs, ("month", "total"))
    starts, ends = (np.array(days, dtype="datetime64[D]") for days in zip(*spans, strict=True))
    month = costs["month"].to_numpy().astype("datetime64[M]")
    after = (month + 1).astype("datetime64[D]")
    inside = (month.astype("datetime64[D]") >= starts[:, None]) & (after <= ends[:, None] + 1)
    total = np.where(inside.any(axis=1), inside @ costs["total"].to_numpy(dtype=float), np.nan)
    n = there.sums["answers"]
    rows = np.flatnonzero(~np.isnan(total) & (n > 0))
    series = categorical(np.zeros(len(n), np.int8), [metric])
    sums = {**there.sums, "total": total, "squares": np.full(len(n), np.nan)}
    return Cells({**there.labels, "series": series}, sums).pick(rows)
