"""Service: how fast and how well tickets are dealt with, how many there are, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.catalog import Dimension
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.verdicts import Verdict
from pages.figures import cards
from pages.figures.comparison import PERIOD, left_out, service
from pages.figures.figure import figures_of
from pages.figures.observation_window import judged_note
from pages.guard import panels_of, value_of, words_of
from pages.panel import Kind, Page, Panel
from pages.panels.breakdowns import breakdown_panel, chosen_dimension, no_figure, trend_panel
from pages.panels.rankings import levels_against_others, ranking_panels
from pages.words.sentence import details, headline
from view.state import View

_VOLUME = ("tickets_opened", "interactions")
_BACKLOG = {
    "tickets_opened": "opened",
    "tickets_resolved": "resolved",
    "tickets_unsolved": "unsolved",
    "open_cases": "open",
}


def read(snapshot: Snapshot, view: View) -> Page:
    """Tickets of the view: every metric that they can answer, and one of them in depth."""
    catalog = snapshot.catalog
    metrics = [
        one for one in DEFINITIONS.values() if one.table == "tickets" and catalog.has_all(one.needs)
    ]
    # First what the overview has too; sorting keeps the order of definitions otherwise.
    metrics.sort(key=lambda one: not catalog.on_overview(one))
    found = service(snapshot, view, metrics, view.grain, both=False)
    totals = cards.metric_figures(catalog, metrics, None, found, ())
    judged = judged_note(catalog, [one.key for one in metrics], view)
    note = f"{left_out(catalog, view, ('tickets',))} {judged}".strip()
    if totals is None:
        return Page(view, "Tickets can't be filtered like this.", "", (), note)
    if not totals["n"].sum():
        return Page(view, "No tickets in this view.", details([], catalog, view), (), note)
    totals = cards.read_together(totals)
    rows = figures_of(totals)
    carded = [DEFINITIONS[row.metric] for row in rows if not row.definition.beside]
    metric = DEFINITIONS[view.metric] if view.metric else carded[0]
    periods = cards.by_period(catalog, carded, None, found.without_base())
    rankings, lost = value_of("rankings", lambda: ranking_panels(snapshot, view, [metric, *carded]))
    ranked = rankings or {}
    panels = [
        Panel("cards", Kind.CARDS, "Key figures", "95% interval, n, change and verdict", totals),
        Panel(
            "sparklines",
            Kind.SPARKLINES,
            f"Key figures by {view.grain}",
            "95% interval",
            periods,
        ),
        *panels_of("trend", lambda: _trend(snapshot, view, metric, metric in carded)),
        *panels_of("backlog", lambda: _backlog(periods, view)),
        *panels_of("by_segment", lambda: _breakdown(snapshot, view, metric, metric in carded)),
        *panels_of("team", lambda: ranked.get("team")),
        *panels_of("volume", lambda: _volume(snapshot, view, metrics)),
        *panels_of("agent", lambda: ranked.get("agent")),
        *lost,
    ]
    # Of fourteen that stand still, those that the overview has are enough for a sentence.
    told = [
        row for row in rows if catalog.on_overview(row.definition) or row.verdict == Verdict.REAL
    ]
    return Page(
        view,
        words_of(lambda: headline(snapshot, view, told or rows)),
        details(rows, catalog, view),
        tuple(panels),
        note,
    )


def _trend(snapshot: Snapshot, view: View, metric: MetricDefinition, known: bool) -> Panel:
    """The metric, each beside the base's period: asked for again, since it takes the base's."""
    if not known:
        return no_figure("trend", Kind.TREND, metric.key, view)
    own = service(snapshot, view, [metric], view.grain).aligned(snapshot, view, view.grain)
    frame = cards.by_period(snapshot.catalog, [metric], None, own)
    return trend_panel(frame, metric.key, view, snapshot.catalog.currency)


def _backlog(periods: pd.DataFrame, view: View) -> Panel | None:
    """Tickets opened, resolved and closed unsolved in each period, and those open at its end."""
    if "open_cases" not in set(periods["metric"]):
        return None
    found = periods[periods["metric"].isin(_BACKLOG)]
    wide = found.pivot(index=PERIOD, columns="metric", values="value").fillna(0).astype("int64")
    known = [metric for metric in _BACKLOG if metric in wide]
    frame = wide[known].rename(columns=_BACKLOG).rename_axis(columns=None).reset_index()
    return Panel("backlog", Kind.BACKLOG, f"Backlog by {view.grain}", "tickets", frame)


def _breakdown(
    snapshot: Snapshot, view: View, metric: MetricDefinition, known: bool
) -> Panel | None:
    """The metric by a dimension of tickets."""
    by, choices = chosen_dimension(snapshot.catalog, view, "tickets", ("agent",))
    if by is None or not known:
        return None
    frame = _levels(snapshot, view, [metric], by)
    if frame is None:
        return None
    return replace(breakdown_panel("by_segment", frame, metric.key, by, view), choices=choices)


def _volume(snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition]) -> list[Panel]:
    """What is asked, and how many contacts that takes, by channel."""
    channel = snapshot.catalog.dimension("channel")
    counted = [one for one in metrics if one.key in _VOLUME]
    if channel is None or "tickets" not in channel.tables:
        return []
    frame = _levels(snapshot, view, counted, channel)
    if frame is None:
        return []
    return [
        breakdown_panel(f"{one.key}_by_channel", frame, one.key, channel, view) for one in counted
    ]


def _levels(
    snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition], by: Dimension
) -> pd.DataFrame | None:
    """Figures by level against the base or, by segment, against the rest."""
    catalog = snapshot.catalog
    found = service(snapshot, view, metrics, None, (by.key,))
    if view.compare == "rest" and by.segment and len(metrics) == 1:
        return levels_against_others(catalog, metrics[0], found, found, by.key)
    return cards.metric_figures(catalog, metrics, None, found, (by.key,))
