"""Every metric's figure in a view, by itself: what the pages' own readers say, each asked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from data.store import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.risk import GROUPS
from pages import cards
from pages.after_answers import after_answers
from pages.breakdowns import chosen_series
from pages.customer_readings import customers_and_orders, movement
from pages.invitations import read_invitations
from pages.readings import answer_counts, answer_moments, service
from pages.xqi import with_xqi
from view.state import View

# Figures of the whole view as `metrics.figures.assemble`, or None where there are none.
Reader = Callable[[Snapshot, View], pd.DataFrame | None]


def current(snapshot: Snapshot, view: View) -> dict[str, dict[str, object]]:
    """Metric -> its row of figures without comparison, of the most answered series."""
    alone = replace(view, compare="none")
    found = [frame for read in READERS if (frame := read(snapshot, alone)) is not None]
    if not found:
        return {}
    figures = pd.concat(found, ignore_index=True)
    if snapshot.catalog.xqi:
        figures = with_xqi(figures, snapshot.catalog, ())
    rows = {}
    for row in figures.to_dict("records"):
        metric = DEFINITIONS[row["metric"]]
        series = chosen_series(snapshot.catalog, metric.feedback_metric or metric.key)
        if row["series"] == series:
            rows[metric.key] = {str(name): value for name, value in row.items()}
    return rows


def _feedback_and_tickets(snapshot: Snapshot, view: View) -> pd.DataFrame | None:
    """Answers and tickets."""
    catalog = snapshot.catalog
    counts = answer_counts(snapshot, view, ())
    answers = answer_moments(counts, (), view) if counts else None
    able = [metric for metric in DEFINITIONS.values() if catalog.answers_metric(metric)]
    tickets = [metric for metric in able if metric.table == "tickets"]
    found = service(snapshot, view, tickets)
    asked = [*cards.feedback_metrics(catalog, view), *tickets]
    return cards.metric_figures(catalog, asked, answers, found, ())


def _customers(snapshot: Snapshot, view: View) -> pd.DataFrame | None:
    """Customers and their orders."""
    moved = movement(snapshot, view, "", None)
    found = customers_and_orders(snapshot, view, moved)
    return cards.metric_figures(snapshot.catalog, list(DEFINITIONS.values()), None, found, ())


def _after_answers(snapshot: Snapshot, view: View) -> pd.DataFrame | None:
    """What detractors did after their answers, and what is at risk with them."""
    found = after_answers(snapshot, view)
    if found is None or found[0].empty:
        return None
    frame, _ = found
    return frame[frame["segment"] == GROUPS[0]]


def _invitations(snapshot: Snapshot, view: View) -> pd.DataFrame | None:
    """Who was asked."""
    found = read_invitations(snapshot, view)
    return found.totals if found else None


READERS: tuple[Reader, ...] = (_feedback_and_tickets, _customers, _after_answers, _invitations)
