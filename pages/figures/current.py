"""Every metric's figure in a view, by itself, as the pages show it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS
from metrics.series import NPS_GROUPS
from pages.figures import cards
from pages.figures.after_answers import after_answers
from pages.figures.comparison import answer_counts, answer_moments
from pages.figures.metric_sums import metric_sums
from pages.panels.breakdowns import chosen_series
from view.state import View


def current(snapshot: Snapshot, view: View) -> dict[str, dict[str, object]]:
    """Metric -> its row of figures without comparison, of the most answered series."""
    catalog, alone = snapshot.catalog, replace(view, compare="none")
    counts = answer_counts(snapshot, alone, ())
    answers = answer_moments(counts, (), alone) if counts else None
    others = [metric for metric in DEFINITIONS.values() if metric.table != "feedback"]
    found = metric_sums(snapshot, alone, others, None)
    asked = [*cards.feedback_metrics(catalog, alone), *others]
    frames = [
        cards.metric_figures(catalog, asked, answers, found, ()),
        _after_answers(snapshot, alone),
    ]
    rows: dict[str, dict[str, object]] = {}
    for row in (row for frame in frames if frame is not None for row in frame.to_dict("records")):
        metric = DEFINITIONS[row["metric"]]
        if row["series"] == chosen_series(catalog, metric.feedback_metric or metric.key):
            rows[metric.key] = {str(name): value for name, value in row.items()}
    return rows


def _after_answers(snapshot: Snapshot, view: View) -> pd.DataFrame | None:
    """What detractors did after their answers, and what is at risk with them."""
    found = after_answers(snapshot, view)
    if found is None or found[0].empty:
        return None
    frame, _ = found
    return frame[frame["segment"] == NPS_GROUPS[0]]
