"""Key figures as cards, and their sparklines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.definitions.overview import on_the_card
from metrics.inference.multiple_testing import as_one_family
from pages.figures.comparison import PERIOD
from pages.figures.read import Figures, read
from pages.panel import Kind, Panel
from pages.panels.goals import places_of
from view.state import View


def overview_cards(catalog: Catalog, view: View) -> dict[str, str]:
    """Key of each metric that is on Overview, in their order, and the name of its group.

    A card's metric comes first, behind it what stands on it. The mapping may have cards for a level
    that the view is filtered to; see `Catalog.card_groups`.
    """
    found: dict[str, str] = {}
    for group in catalog.card_groups(places_of(view)):
        for card in group.cards:
            for key in on_the_card(card):
                found.setdefault(key, group.name)
    return found


def in_groups(totals: pd.DataFrame, cards: Mapping[str, str]) -> pd.DataFrame:
    """The totals in the order of the cards, with their `group`; empty where it is the only one."""
    place = {key: number for number, key in enumerate(cards)}
    metrics = totals["metric"].tolist()
    rows = sorted(range(len(metrics)), key=lambda row: place[metrics[row]])
    groups = [cards[metrics[row]] for row in rows]
    if len(set(groups)) < 2:
        groups = [""] * len(rows)
    return totals.take(rows).reset_index(drop=True).assign(group=groups)


def cards_panel(
    totals: pd.DataFrame,
    subtitle: str = "95% interval, n, change and verdict",
    title: str = "Key figures",
    key: str = "cards",
) -> Panel:
    """Figures of the whole view, a card each."""
    return Panel(key=key, kind=Kind.CARDS, title=title, subtitle=subtitle, frame=totals)


def every_figure(snapshot: Snapshot, view: View) -> Panel | None:
    """All that the data answer, on whichever page it is shown; None where they answer nothing.

    Raises UnavailableError.
    """
    metrics = [one for one in DEFINITIONS.values() if snapshot.catalog.answers_metric(one)]
    found = read(snapshot, view, metrics).table(metrics)
    return None if found is None else cards_panel(with_rows(found))


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

    All that stand on the page are, whichever group they are in: the more a page has, the stricter
    its verdicts. What stands beside another metric is one of them: it can be called real as well.
    What is `judged_with` another, and says the same, is no further test.
    """
    return as_one_family(totals, ~totals["metric"].isin(judged_with).to_numpy())
