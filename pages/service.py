"""Service: how fast and how well tickets are dealt with, how many there are, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.verdicts import Verdict
from pages.figures.comparison import PERIOD
from pages.figures.figure import figures_of
from pages.figures.observation_window import judged_note
from pages.figures.read import read
from pages.figures.series import Subject
from pages.guard import panels_of, value_of, words_of
from pages.panel import Kind, Page, Panel
from pages.panels.breakdowns import breakdown_panel, metric_breakdown
from pages.panels.cards import cards_panel, read_together, sparklines_panel, with_rows
from pages.panels.rankings import ranking_panels
from pages.panels.trends import metric_trend
from pages.unusual.charts import charts_of
from pages.words.briefing import brief, page_of
from pages.words.left_out import left_out
from pages.words.sentence import details
from view.state import View

_VOLUME = ("tickets_opened", "interactions")
_BACKLOG = {
    "tickets_opened": "opened",
    "tickets_resolved": "resolved",
    "tickets_unsolved": "unsolved",
    "open_cases": "open",
}


def read_service(snapshot: Snapshot, view: View) -> Page:
    """Tickets of the view: every metric that they can answer, and one of them in depth."""
    catalog = snapshot.catalog
    metrics = [
        one for one in DEFINITIONS.values() if one.table == "tickets" and catalog.has_all(one.needs)
    ]
    # First what the overview has too; sorting keeps the order of definitions otherwise.
    on_overview = {one.key for one in metrics if catalog.on_overview(one)}
    metrics.sort(key=lambda one: one.key not in on_overview)
    figures = read(snapshot, view, metrics, (), view.grain, base_by_period=False)
    totals = figures.table(metrics)
    judged = judged_note(catalog, [one.key for one in metrics], view)
    note = f"{left_out(catalog, view, ('tickets',))} {judged}".strip()
    if totals is None or not totals["n"].sum():
        return Page(view, "No tickets in this view.", details(catalog, view), (), note)
    totals = read_together(with_rows(totals))
    definitions = [DEFINITIONS[key] for key in dict.fromkeys(totals["metric"])]
    carded = [one for one in definitions if not one.beside]
    metric = DEFINITIONS[view.metric] if view.metric else carded[0]
    subject = Subject(metric, metric.key)
    charts = charts_of(snapshot, view, [totals], subject)
    totals = charts.on_cards(totals)
    rows = figures_of(totals)
    lines = sparklines_panel(figures, carded)
    rankings, lost = value_of("rankings", lambda: ranking_panels(snapshot, view, [metric, *carded]))
    ranked = rankings or {}
    panels = [
        charts.awaited_by(cards_panel(totals)),
        lines,
        *panels_of("trend", lambda: metric_trend(snapshot, view, subject, charts=charts)),
        *panels_of("backlog", lambda: _backlog(lines.frame, view)),
        *panels_of("by_segment", lambda: metric_breakdown(snapshot, view, subject, ("agent",))),
        *panels_of("team", lambda: ranked.get("team")),
        *panels_of("volume", lambda: _volume(snapshot, view, metrics)),
        *panels_of("agent", lambda: ranked.get("agent")),
        *lost,
    ]
    # Of fourteen that stand still, those that the overview has are enough for a sentence.
    told = [row for row in rows if row.metric in on_overview or row.verdict == Verdict.REAL]
    said = words_of(lambda: brief(snapshot, view, told or rows))
    return page_of(view, catalog, said, rows, panels, note)


def _backlog(periods: pd.DataFrame, view: View) -> Panel | None:
    """Tickets opened, resolved and closed unsolved in each period, and those open at its end."""
    if "open_cases" not in set(periods["metric"]):
        return None
    found = periods[periods["metric"].isin(_BACKLOG)]
    wide = found.pivot(index=PERIOD, columns="metric", values="value").fillna(0).astype("int64")
    known = [metric for metric in _BACKLOG if metric in wide]
    days = found.groupby(PERIOD)[["days", "of_days"]].first()
    frame = wide[known].rename(columns=_BACKLOG).rename_axis(columns=None).join(days).reset_index()
    return Panel("backlog", Kind.BACKLOG, f"Backlog by {view.grain}", "tickets", frame)


def _volume(snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition]) -> list[Panel]:
    """What is asked, and how many contacts that takes, by channel."""
    channel = snapshot.catalog.dimension("channel")
    counted = [one for one in metrics if one.key in _VOLUME]
    if channel is None or "tickets" not in channel.tables:
        return []
    frame = read(snapshot, view, counted, (channel.key,)).levels(counted, channel)
    if frame is None:
        return []
    return [
        breakdown_panel(f"{one.key}_by_channel", frame, Subject(one, one.key), channel, view)
        for one in counted
    ]
