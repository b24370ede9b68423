"""Which figures of the team may be told: those from which no single colleague can be computed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.scope import NOT_STATED
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.figures import without_comparison
from metrics.inference.verdicts import Verdict
from pages.figures.comparison import PERIOD
from pages.figures.read import read
from pages.my_work.own import AGENT, Own
from view.state import View

LEAST_OTHERS = 3  # agents: of two, either would be told the other by subtracting their own
_FIGURE = ["metric", "series"]


def with_team(totals: pd.DataFrame, own: Own, view: View, table: str) -> pd.DataFrame:
    """The totals, compared with the team where each month of the view allows that.

    In each month with rows of others, these are of `LEAST_OTHERS` agents at least, and as many as
    `minimum_n`. Views are of whole months (view/own_work.py): so whatever two of them differ by is
    of as many. The figures that are left out are `too_few`.
    """
    # What stands on one card is of the same rows; of these a mean is counted quickest.
    of_card: dict[str, MetricDefinition] = {}
    for metric in sorted(own.metrics(table), key=lambda one: one.kind == "quantile"):
        of_card.setdefault(metric.beside or metric.key, metric)
    metrics = list(of_card.values())
    asked = replace(view, filters=own.team_of(table), compare="none", grain="month")
    rows = read(own.snapshot, asked, metrics, (AGENT,), "month").table(metrics, (AGENT, PERIOD))
    if rows is None:
        return _alone(totals)
    others = rows[(rows[AGENT] != own.agent) & (rows["n"] > 0)]
    named = others[others[AGENT] != NOT_STATED]
    keys = [*_FIGURE, PERIOD]
    months = pd.DataFrame(
        {
            "n": others.groupby(keys, observed=True)["n"].sum(),
            "agents": named.groupby(keys, observed=True)[AGENT].nunique(),
        }
    ).fillna(0)
    enough = (months["agents"] >= LEAST_OTHERS) & (months["n"] >= own.catalog.minimum_n)
    told = enough.groupby(level=_FIGURE, observed=True).all()
    shown = {place for place, whole in told.items() if whole}
    kept = []
    for key, series in zip(totals["metric"], totals["series"], strict=True):
        counted = of_card[DEFINITIONS[key].beside or key].key
        kept.append((counted, counted if series == key else series) in shown)
    alone = _alone(totals)
    both = pd.concat([totals[kept], alone[[not one for one in kept]]])
    return both.sort_index()


def _alone(totals: pd.DataFrame) -> pd.DataFrame:
    return without_comparison(totals).assign(verdict=str(Verdict.TOO_FEW))
