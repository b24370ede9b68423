"""Of which days a metric is known: some take time after the ticket before they can be told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from data.catalog import Catalog
from data.scope import Span
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.definitions.service import RESOLVED_WITHIN
from view.known_days import known_days
from view.query import counted
from view.state import View


def judged_to(catalog: Catalog, metric: str) -> date | None:
    """The last day whose tickets a metric can judge; None where it waits for nothing."""
    newest = max((t.last for t in catalog.tables if t.table == "tickets" and t.last), default=None)
    wait = _wait(catalog, metric)
    return (newest - wait).date() if newest and wait else None


def _wait(catalog: Catalog, metric: str) -> timedelta | None:
    """How long after a ticket it is known; None where at once."""
    if metric == "resolution_rate":
        return RESOLVED_WITHIN
    if metric == "first_contact_resolution" and catalog.repeat_days:
        return timedelta(days=catalog.repeat_days)
    return None


def not_known_yet(catalog: Catalog, metric: str, start: date) -> str:
    """Why there is no figure of days from `start` on: `known only after 30 days`; "" else."""
    day, wait = judged_to(catalog, metric), _wait(catalog, metric)
    return f"known only after {counted(wait.days, 'days')}" if day and wait and day < start else ""


def judged_days(catalog: Catalog, metric: MetricDefinition, series: str) -> Span:
    """From the first day that a metric has rows of to the last one that it can judge."""
    known = known_days(catalog, metric.table, series)
    parts = [part.metric for part in catalog.xqi] if metric.of_parts else []
    last = [day for key in (metric.key, *parts) if (day := judged_to(catalog, key))]
    return Span(known.earliest, min([known.latest, *last]))


def judged_words(catalog: Catalog, metric: str) -> str:
    """`tickets opened to 12 May 2026`, or nothing."""
    day = judged_to(catalog, metric)
    if day is None:
        return ""
    event = "resolved" if DEFINITIONS[metric].clock == "resolved_at" else "opened"
    return f"tickets {event} to {day:%-d %b %Y}"


def judged_note(catalog: Catalog, metrics: Iterable[str], view: View) -> str:
    """A sentence on those of the metrics that can't judge all days of the view yet, or nothing."""
    told = [
        f"{DEFINITIONS[metric].short} judges {judged_words(catalog, metric)}: of later ones it is "
        "not known yet."
        for metric in dict.fromkeys(metrics)
        if (day := judged_to(catalog, metric)) and day < view.span.end
    ]
    return " ".join(told)
