"""Which metrics an action may be registered for."""

from __future__ import annotations

from data.catalog import Catalog
from data.scope import Filters
from pages.actions.measured import can_be_judged
from pages.figures.series import link_name, subject_of
from pages.words.series_names import short_name, unit_note
from view.pages import metrics_of


def offered_metrics(catalog: Catalog, scope: Filters) -> list[tuple[str, str]]:
    """Those that can be judged in the segments of a scope: as links name them, and in words."""
    subjects = [subject_of(catalog, key) for key in metrics_of("why", catalog)]
    able = [one for one in subjects if can_be_judged(catalog, one.metric, scope)]
    named = {link_name(catalog, one.metric.key, one.series): one for one in able}
    series = [one.series for one in named.values()]
    found = []
    for key, one in named.items():
        name = short_name(one.series, series) if one.metric.feedback_metric else one.metric.short
        found.append((key, f"{name} ({unit_note(one.series, catalog.currency, one.metric)})"))
    return found
