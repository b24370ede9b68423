"""Customers: who stays and who leaves, what they are worth, and what follows an NPS answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.query import customers
from data.store.snapshots import Snapshot
from metrics.customers.cohorts import cohorts
from metrics.definitions import DEFINITIONS
from metrics.definitions.outcomes import FOLLOW_UP
from metrics.inference.multiple_testing import as_one_family
from pages.figures import cards, customer_movement
from pages.figures.after_answers import after_answers
from pages.figures.comparison import PERIOD, MetricSums, left_out
from pages.figures.customer_movement import Movement, scopes_there
from pages.figures.figure import Figure, figures_of
from pages.guard import panels_of, words_of
from pages.panel import Kind, Page, Panel
from pages.panels.breakdowns import (
    breakdown_panel,
    chosen_dimension,
    level_figures,
    no_figure,
    trend_panel,
)
from pages.words.sentence import details, headline
from view.state import View

COHORTS = 24  # rows of the cohort table
_ON_CARDS = (
    *("retention_rate", "customer_churn", "revenue_churn", "customer_lifetime_value"),
    *("predicted_lifetime_value", "average_order_value", "repeat_purchase_rate", "referral_rate"),
    *("engagement_rate", "retention_cost", "customers_end"),
)
_MOVES = ("customers_start", "customers_new", "customers_lost", "customers_end")
_ORDERS = ("average_order_value", "revenue", "repeat_purchase_rate")
_CHURN = "customer_churn"
_NEW = "customers_new"  # on the card of customers_end, or where that is not known on its own
# Churn is retention the other way round. Engagement, repeat purchase and lifetime value fall by
# growth alone, since who is new had less time: on the cards, but no finding for a headline.
_TOLD = ("retention_rate", "revenue_churn", "average_order_value", "customers_end", _NEW)
_OPEN = "Cost to win a customer is not in the data: the lifetime value counts it as 0."


def read(snapshot: Snapshot, view: View) -> Page:
    """All that is known of the view's customers and their orders."""
    catalog = snapshot.catalog
    note = _note(snapshot, view)
    by, _ = chosen_dimension(catalog, view, "customers")
    leaving = catalog.has("customers", "churned_at")
    span = customer_movement.cohort_span(catalog, view, COHORTS) if leaving else None
    moved = customer_movement.movement(snapshot, view, by.key if by else "", span)
    found = customer_movement.customers_and_orders(snapshot, view, moved)
    metrics = [DEFINITIONS[key] for key in (*_ON_CARDS, *_MOVES[:-1], "revenue")]
    totals = cards.metric_figures(catalog, metrics, None, found, ())
    if totals is None or not totals["n"].sum():
        return Page(view, "No customers and no orders in this view.", "", (), note)
    totals = _judged(totals)
    there = set(totals["metric"])
    shown = [
        key
        for key in (*_ON_CARDS, _NEW)
        if key in found.sums and key in there and DEFINITIONS[key].beside not in there
    ]
    metric = view.metric or next(iter(shown), "")
    panels = [
        Panel("cards", Kind.CARDS, "Key figures", "95% interval, n, change and verdict", totals),
        *panels_of("sparklines", lambda: _sparklines(catalog, view, shown, found)),
        *panels_of("trend", lambda: _trend(snapshot, view, metric, found, there)),
        *panels_of("movement", lambda: _movement(catalog, view, metric, found)),
        *panels_of("by_segment", lambda: _by_segment(snapshot, view, moved)),
        *panels_of("cohorts", lambda: _cohorts(catalog, view, moved)),
        *panels_of("risk", lambda: _risk(snapshot, view)),
    ]
    if "average_order_value" in found.sums:
        panels.append(_orders(totals))
    told = figures_of(totals[totals["metric"].isin(_TOLD)])
    return Page(
        view,
        words_of(lambda: _headline(snapshot, view, told)),
        details(figures_of(totals[totals["metric"] != _CHURN]), catalog, view),
        tuple(panels),
        note,
    )


def _headline(snapshot: Snapshot, view: View, told: Sequence[Figure]) -> str:
    return headline(snapshot, view, told, all_told=False) if told else "Customers and their orders."


def _trend(
    snapshot: Snapshot, view: View, metric: str, found: MetricSums, there: set[str]
) -> Panel | None:
    """The metric of the link, or that of the first card, by period."""
    if not metric:
        return None
    if metric not in there:
        return no_figure("trend", Kind.TREND, metric, view)
    if metric not in found.sums:
        nothing = no_figure("trend", Kind.TREND, metric, view)
        return replace(nothing, note=f"{DEFINITIONS[metric].name} has no periods.")
    beside = found.aligned(snapshot, view, view.grain)
    frame = cards.by_period(snapshot.catalog, [DEFINITIONS[metric]], None, beside)
    return trend_panel(frame, metric, view, snapshot.catalog.currency)


def _by_segment(snapshot: Snapshot, view: View, moved: Movement | None) -> Panel | None:
    """A metric by a segment of customers."""
    catalog = snapshot.catalog
    by, choices = chosen_dimension(catalog, view, "customers")
    levels = customer_movement.by_segment(snapshot, view, moved, by.key) if by else None
    if by is None or levels is None:
        return None
    key, sides = levels
    frame = level_figures(sides, [key], by, view, catalog.minimum_n)
    panel = breakdown_panel("by_segment", frame, key, by, view, catalog.currency)
    return replace(panel, choices=choices)


def _judged(totals: pd.DataFrame) -> pd.DataFrame:
    """The cards as one family. Churn is retention the other way round: one fact, judged once."""
    metric = totals["metric"]
    there = set(metric)
    carded = [DEFINITIONS[key].beside not in there and key != _CHURN for key in metric]
    once = np.array(carded, dtype=bool)
    found, verdict = as_one_family(totals, once), ["p_value", "verdict"]
    retention = found.loc[metric == "retention_rate", verdict].to_numpy()
    if len(retention):
        found.loc[metric == _CHURN, verdict] = retention
    return found


def _note(snapshot: Snapshot, view: View) -> str:
    """What the page leaves out."""
    catalog = snapshot.catalog
    parts = [left_out(catalog, view, ("customers", "orders"))]
    parts.append(customer_movement.leaving_note(catalog, view))
    scopes = scopes_there(snapshot, view) if catalog.has("customers", "joined_at") else []
    if scopes:
        n = customers.unplaced_customers(snapshot, scopes[0])
        if n:
            who = "customer has" if n == 1 else "customers have"
            parts.append(f"{n:,} {who} no joining date, or one after they left: left out.")
        if catalog.answers_metric(DEFINITIONS["customer_lifetime_value"]):
            known = catalog.has("customers", "acquisition_cost")
            parts.append("" if known else _OPEN)
    return " ".join(part for part in parts if part)


def _sparklines(catalog: Catalog, view: View, shown: list[str], found: MetricSums) -> Panel:
    metrics = [DEFINITIONS[key] for key in shown]
    frame = cards.metric_figures(catalog, metrics, None, found.without_base(), (PERIOD,))
    return Panel(
        key="sparklines",
        kind=Kind.SPARKLINES,
        title=f"Key figures by {view.grain}",
        subtitle="95% interval",
        frame=pd.DataFrame({"metric": [], "n": []}) if frame is None else frame,
    )


def _movement(catalog: Catalog, view: View, metric: str, found: MetricSums) -> Panel | None:
    """Who is there, came and went; where it is not known who left, who came."""
    if "customers_end" not in found.sums:
        if _NEW not in found.sums or metric == _NEW:
            return None
        frame = cards.by_period(catalog, [DEFINITIONS[_NEW]], None, found.without_base())
        return replace(trend_panel(frame, _NEW, view, ""), key="movement")
    metrics = [DEFINITIONS[key] for key in _MOVES]
    return Panel(
        key="movement",
        kind=Kind.MOVEMENT,
        title=f"Customers by {view.grain}",
        subtitle="at the end of each period, new and lost",
        frame=cards.by_period(catalog, metrics, None, found.without_base()),
        metric="customers_end",
    )


def _cohorts(catalog: Catalog, view: View, moved: Movement | None) -> Panel | None:
    if moved is None or moved.monthly is None:
        return None
    last = min(view.span.end, catalog.last_day)
    frame = cohorts(moved.monthly, last, COHORTS, catalog.minimum_n)
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
