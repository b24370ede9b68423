"""Key figures as cards, and their sparklines."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from metrics.definitions import MetricDefinition
from metrics.inference.multiple_testing import as_one_family
from pages.figures.comparison import PERIOD
from pages.figures.read import Figures
from pages.panel import Kind, Panel


def cards_panel(
    totals: pd.DataFrame,
    subtitle: str = "95% interval, n, change and verdict",
    title: str = "Key figures",
    key: str = "cards",
) -> Panel:
    """Figures of the whole view, a card each."""
    return Panel(key=key, kind=Kind.CARDS, title=title, subtitle=subtitle, frame=totals)


def sparklines_panel(figures: Figures, metrics: Sequence[MetricDefinition]) -> Panel:
    """The metrics by period, without their comparison: a sparkline shows one line."""
    frame = figures.without_base().table(metrics, (PERIOD,))
    return Panel(
        key="sparklines",
        kind=Kind.SPARKLINES,
        title=f"Key figures by {figures.view.grain}",
        subtitle="95% interval",
        frame=pd.DataFrame({"metric": [], "n": []}) if frame is None else frame,
    )


def with_rows(totals: pd.DataFrame) -> pd.DataFrame:
    """The totals of those metrics that have any rows behind them."""
    answered = set(totals["metric"][totals["n"] + totals["base_n"] > 0])
    rows = [row for row, metric in enumerate(totals["metric"]) if metric in answered]
    return totals if len(rows) == len(totals) else totals.take(rows).reset_index(drop=True)


def read_together(totals: pd.DataFrame, judged_with: Collection[str] = ()) -> pd.DataFrame:
    """Totals as one family of changes: of seven that stand still, one in three views shows one.

    What stands beside another metric is one of them: it can be called real as well. What is
    `judged_with` another, and says the same, is no further test.
    """
    return as_one_family(totals, ~totals["metric"].isin(judged_with).to_numpy())
