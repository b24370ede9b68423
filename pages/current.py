"""Every metric's figure in a view, by itself: what the pages' own readers say, each asked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from data.store import Snapshot
from metrics.definitions import DEFINITIONS
from pages import cards
from pages.breakdowns import chosen_series
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


def _feedback_and_service(snapshot: Snapshot, view: View) -> pd.DataFrame | None:
    """Answers, tickets and orders."""
    catalog = snapshot.catalog
    counts = answer_counts(snapshot, view, ())
    others = [
        metric
        for metric in DEFINITIONS.values()
        if metric.table not in ("feedback", "parts") and catalog.answers_metric(metric)
    ]
    return cards.metric_figures(
        catalog,
        [*cards.feedback_metrics(catalog, view), *others],
        answer_moments(counts, (), view) if counts else None,
        service(snapshot, view, others),
        (),
    )


READERS: tuple[Reader, ...] = (_feedback_and_service,)
