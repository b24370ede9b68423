"""Weighted figures beside those in which every answer counts alike."""

from __future__ import annotations

import pandas as pd

from metrics.definitions import DEFINITIONS
from metrics.estimates import figures
from metrics.sums.counts import add_counts
from pages.figures.read import Figures


def with_weighted(found: Figures, totals: pd.DataFrame) -> pd.DataFrame:
    """Totals with weighted figures beside: weighted_value, weighted_low, weighted_high.

    None where the view is weighted: then all are.
    """
    names = ["value", "low", "high"]
    of_feedback = [key for key in totals["metric"].unique() if DEFINITIONS[key].feedback_metric]
    wanted = found.catalog.weighted and not found.view.weighted
    if found.counts is None or not wanted or not of_feedback:
        return totals
    cells = add_counts(found.counts.now, (), weighted=True)
    who = found.customers.without_base().by_weight()
    same, least = who.known(of_feedback), found.catalog.minimum_n
    weighted = figures(cells, None, of_feedback, (), least, same, who.persons())
    beside = weighted[["metric", "series", *names]]
    beside = beside.rename(columns={name: f"weighted_{name}" for name in names})
    return totals.merge(beside, on=["metric", "series"], how="left")
