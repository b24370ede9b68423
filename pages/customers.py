"""Customers: who stays and who leaves, what they are worth, and what follows an NPS answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.grains import buckets
from data.query import customers
from data.scope import Span
from data.store.snapshots import Snapshot
from metrics.customers.cohorts import cohorts
from metrics.definitions import DEFINITIONS
from metrics.definitions.outcomes import FOLLOW_UP
from metrics.inference.multiple_testing import as_one_family
from pages.figures.comparison import PERIOD
from pages.figures.figure import Figure, figures_of
from pages.figures.read import Figures, read
from pages.figures.readers.customers import monthly_movements, scopes_there
from pages.figures.readers.outcomes import after_answers
from pages.figures.series import Subject, subject_of
from pages.guard import panels_of, words_of
from pages.leaving.panels import leaving_panels
from pages.panel import Briefing, Kind, Page, Panel
from pages.panels.breakdowns import metric_breakdown
from pages.panels.cards import cards_panel, read_together, sparklines_panel
from pages.panels.trends import metric_trend, trend_panel
from pages.unusual.charts import charts_of
from pages.unusual.shown import Charts
from pages.words.briefing import brief, page_of
from pages.words.left_out import leaving_note, left_out, prediction_note
from view.state import View

COHORTS = 24  # rows of the cohort table
_ON_CARDS = (
    *("retention_rate", "customer_churn", "revenue_churn", "customer_lifetime_value"),
    *("predicted_lifetime_value", "average_order_value", "revenue", "repeat_purchase_rate"),
    *("referral_rate", "engagement_rate", "retention_cost", "customers_end"),
)
_MOVES = ("customers_start", "customers_new", "customers_lost", "customers_end")
_ORDERS = ("average_order_value", "revenue", "repeat_purchase_rate")
_SLOW = ("repeat_purchase_rate", "engagement_rate")  # by period: read where the link names one
_CHURN = "customer_churn"
_NEW = "customers_new"  # on the card of customers_end, or where that is not known on its own
# Churn is retention the other way round. Engagement, repeat purchase and lifetime value fall by
# growth alone, since who is new had less time: on the cards, but no finding for a headline.
_TOLD = ("retention_rate", "revenue_churn", "average_order_value", "customers_end", _NEW)
_OPEN = "Cost to win a customer is not in the data: the lifetime value counts it as 0."


def read_customers(snapshot: Snapshot, view: View) -> Page:
    """All that is known of the view's customers and their orders."""
    catalog = snapshot.catalog
    note = _note(snapshot, view)
    metrics = [DEFINITIONS[key] for key in (*_ON_CARDS, *_MOVES[:-1])]
    figures = read(snapshot, view, metrics, (), view.grain, in_all=_SLOW)
    totals = figures.table(metrics)
    if totals is None or not totals["n"].sum():
        return Page(view, "No customers and no orders in this view.", "", (), note)
    totals = _judged(totals)
    there = set(totals["metric"])
    shown = [
        key
        for key in (*_ON_CARDS, _NEW)
        if figures.has(key, (PERIOD,)) and key in there and DEFINITIONS[key].beside not in there
    ]
    subject = subject_of(catalog, view.metric or shown[0]) if view.metric or shown else None
    charts = charts_of(snapshot, view, [totals], subject)
    totals = charts.on_cards(totals)
    panels = [
        charts.awaited_by(cards_panel(totals)),
        *panels_of(
            "sparklines", lambda: sparklines_panel(figures, [DEFINITIONS[key] for key in shown])
        ),
        *panels_of("trend", lambda: _trend(snapshot, view, subject, figures, charts)),
        *panels_of("movement", lambda: _movement(figures, subject)),
        *panels_of("by_segment", lambda: _by_segment(snapshot, view, subject)),
        *panels_of("cohorts", lambda: _cohorts(snapshot, view)),
        *panels_of("risk", lambda: _risk(snapshot, view)),
        *panels_of("leaving", lambda: leaving_panels(snapshot, view)),
    ]
    if figures.has("average_order_value"):
        panels.append(_orders(totals))
    told = figures_of(totals[totals["metric"].isin(_TOLD)])
    said = words_of(lambda: _brief(snapshot, view, told))
    counted = figures_of(totals[totals["metric"] != _CHURN])
    return page_of(view, catalog, said, counted, panels, note)


def _brief(snapshot: Snapshot, view: View, told: Sequence[Figure]) -> Briefing:
    if not told:
        return Briefing("Customers and their orders.")
    return brief(snapshot, view, told, all_told=False)


def _trend(
    snapshot: Snapshot, view: View, subject: Subject | None, figures: Figures, charts: Charts
) -> Panel | None:
    """The metric of the link, or that of the first card, by period."""
    if subject is None:
        return None
    known = figures.has(subject.metric.key, (PERIOD,))
    return metric_trend(snapshot, view, subject, figures if known else None, charts)


def _by_segment(snapshot: Snapshot, view: View, subject: Subject | None) -> Panel | None:
    """The metric by a segment of customers."""
    return metric_breakdown(snapshot, view, subject) if subject else None


def _judged(totals: pd.DataFrame) -> pd.DataFrame:
    """The cards as one family. Churn is retention the other way round: one fact, judged once."""
    found, verdict = read_together(totals, (_CHURN,)), ["p_value", "verdict"]
    retention = found.loc[found["metric"] == "retention_rate", verdict].to_numpy()
    if len(retention):
        found.loc[found["metric"] == _CHURN, verdict] = retention
    return found


def _note(snapshot: Snapshot, view: View) -> str:
    """What the page leaves out."""
    catalog = snapshot.catalog
    parts = [left_out(catalog, view, ("customers", "orders"))]
    parts.append(leaving_note(catalog, view))
    scopes = scopes_there(snapshot, view) if catalog.has("customers", "joined_at") else []
    if scopes:
        n = customers.unplaced_customers(snapshot, scopes[0])
        if n:
            who = "customer has" if n == 1 else "customers have"
            parts.append(f"{n:,} {who} no joining date, or one after they left: left out.")
        if catalog.answers_metric(DEFINITIONS["customer_lifetime_value"]):
            known = catalog.has("customers", "acquisition_cost")
            parts.append("" if known else _OPEN)
    return " ".join(part for part in [*parts, prediction_note(catalog)] if part)


def _movement(figures: Figures, subject: Subject | None) -> Panel | None:
    """Who is there, came and went; where it is not known who left, who came."""
    view, alone = figures.view, figures.without_base()
    if not figures.has("customers_end", (PERIOD,)):
        new = Subject(DEFINITIONS[_NEW], _NEW)
        if not figures.has(_NEW, (PERIOD,)) or subject == new:
            return None
        frame = alone.table([new.metric], (PERIOD,))
        return replace(trend_panel(frame, new, view, ""), key="movement")
    frame = alone.table([DEFINITIONS[key] for key in _MOVES], (PERIOD,))
    assert frame is not None
    return Panel(
        key="movement",
        kind=Kind.MOVEMENT,
        title=f"Customers by {view.grain}",
        subtitle="at the end of each period, new and lost",
        frame=frame,
        metric="customers_end",
    )


def _cohorts(snapshot: Snapshot, view: View) -> Panel | None:
    """The newest cohorts that joined since the data begin, up to the view's end."""
    catalog = snapshot.catalog
    if not catalog.has("customers", "joined_at", "churned_at"):
        return None
    last = min(view.span.end, catalog.last_day)
    # Of who joined before the data begin it may not be known who of them left.
    months = buckets(Span(min(catalog.first_day, last), last), "month")
    moved = monthly_movements(snapshot, view, Span(months[-COHORTS - 1 :][0], last))
    if moved is None:
        return None
    frame = cohorts(moved, last, COHORTS, catalog.minimum_n)
    return Panel(
        key="cohorts",
        kind=Kind.COHORTS,
        title="Cohorts by month of joining",
        subtitle="% still there at the end of the month, months after joining",
        frame=frame,
        metric="retention_rate",
        note="" if len(frame) else f"Nobody joined in the last {COHORTS} months that are over.",
    )


def _orders(totals: pd.DataFrame) -> Panel:
    return Panel(
        key="orders",
        kind=Kind.FIGURES,
        title="Orders",
        subtitle="95% interval, n, change and verdict",
        frame=totals[totals["metric"].isin(_ORDERS)].reset_index(drop=True),
    )


def _risk(snapshot: Snapshot, view: View) -> list[Panel]:
    """What customers did in the months after their last NPS answer, by its group."""
    found = after_answers(snapshot, view)
    if found is None:
        return []
    frame, known = found
    if len(frame):
        frame = as_one_family(frame, np.ones(len(frame), dtype=bool))
    note = (
        "Association, not cause. Customers by their last answer of the period after which the "
        f"data go on for {FOLLOW_UP} days (answers to {known:%-d %b %Y}), and what they did in "
        "those days; detractors and passives are compared with promoters."
    )
    if frame.empty:
        note = f"Nobody who answered here has been followed for {FOLLOW_UP} days yet."
    return [
        Panel(
            key="risk",
            kind=Kind.RISK,
            title="Money at risk",
            subtitle=f"what customers did in the {FOLLOW_UP} days after an NPS answer",
            frame=frame,
            metric="money_at_risk",
            note=note,
        )
    ]
