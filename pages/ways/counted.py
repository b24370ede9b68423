"""How much a page would have to show in a view, before it is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from data.grains import bucket_start
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import metric_of
from pages.figures.comparison import PERIOD
from pages.figures.read import read
from view.pages import applied
from view.state import View

ASKED = ("nps", "csat", "ces", "rating")
_PLACED = ("touchpoints", "journey")  # count answers that state their touchpoint
_ANSWERS = {"overview": ASKED, "loyalty": ("nps",)} | dict.fromkeys(_PLACED, ASKED)
# What else a page stands on, by the metric whose n counts it; the first that the view has.
_OTHERS = {
    "overview": ("tickets_opened", "average_order_value", "customers_end", "customers_new"),
    "service": ("tickets_opened", "tickets_resolved"),
    "customers": ("customers_end", "customers_new", "average_order_value"),
}


def rows_of(snapshot: Snapshot, view: View) -> tuple[int, str]:
    """How many rows its page has in a view, and what they are."""
    answers = _answers(snapshot, view)
    if answers is not None and answers["n"].sum():
        return int(answers["n"].sum()), "answers"
    own = replace(applied(view, snapshot.catalog), compare="none")
    for metric in _others(snapshot, view.page):
        frame = read(snapshot, own, [metric]).table([metric])
        if frame is not None and frame["n"].sum():
            return int(frame["n"].sum()), metric.noun
    return 0, ""


def months_of(snapshot: Snapshot, view: View) -> list[date]:
    """The months of the view in which its page has rows."""
    answers = _answers(snapshot, view, "month")
    if answers is not None and len(answers):
        return sorted({day.date() for day in pd.DatetimeIndex(answers[PERIOD])})
    own = replace(applied(view, snapshot.catalog), compare="none", grain="month")
    for metric in _others(snapshot, view.page):
        frame = read(snapshot, own, [metric], (), "month").table([metric], (PERIOD,))
        there = frame[frame["n"] > 0] if frame is not None else None
        if there is not None and len(there):
            starts = {bucket_start(day.date(), "month") for day in there[PERIOD]}
            return sorted(starts)
    return []


def answers_by_metric(snapshot: Snapshot, view: View) -> dict[str, int]:
    """How many answers a page has to each metric that it has any of, the most first."""
    answers = _placed_answers(snapshot, view)
    if answers is None:
        return {}
    metric = answers["series"].astype("str").map(metric_of)
    found = answers["n"].groupby(metric).sum().sort_values(ascending=False, kind="stable")
    return {str(key): int(n) for key, n in found.items() if n}


def _answers(snapshot: Snapshot, view: View, grain: str | None = None) -> pd.DataFrame | None:
    """Counts of the answers that the view's page stands on; None where it stands on others."""
    wanted = _ANSWERS.get(view.page, ())
    answers = _placed_answers(snapshot, view, grain) if wanted else None
    if answers is None:
        return None
    return answers[answers["series"].map(metric_of).isin(wanted)]


def _placed_answers(
    snapshot: Snapshot, view: View, grain: str | None = None
) -> pd.DataFrame | None:
    """Counts of all answers that the view's page can place; None where it can't be filtered so."""
    own = replace(applied(view, snapshot.catalog), compare="none")
    metrics = [DEFINITIONS[key] for key in ASKED]
    placed = view.page in _PLACED
    counts = read(snapshot, own, metrics, ("touchpoint",) if placed else (), grain).counts
    if counts is None:
        return None
    return counts.now[counts.now["touchpoint"] != NOT_STATED] if placed else counts.now


def _others(snapshot: Snapshot, page: str) -> list[MetricDefinition]:
    metrics = [DEFINITIONS[key] for key in _OTHERS.get(page, ())]
    return [metric for metric in metrics if snapshot.catalog.answers_metric(metric)]
