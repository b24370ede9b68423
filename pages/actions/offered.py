"""Which metrics an action may be registered for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.catalog import Catalog
from data.scope import Filters
from pages.actions.measured import can_be_judged
from pages.figures.series import Subject, subject_of
from pages.words.series_names import short_name, unit_note
from view.pages import metrics_of


def offered_metrics(catalog: Catalog, scope: Filters) -> list[tuple[str, str]]:
    """Those that can be judged in the segments of a scope: as links name them, and in words."""
    found: dict[Subject, str] = {}
    for key in metrics_of("why", catalog):
        subject = subject_of(catalog, key)
        if can_be_judged(catalog, subject.metric, scope):
            found.setdefault(subject, key)
    return in_words(found, catalog.currency)


def in_words(found: Mapping[Subject, str], currency: str) -> list[tuple[str, str]]:
    """Subjects to choose from, as links name them, and in words with their units."""
    asked = [one.series for one in found if one.metric.feedback_metric and not one.metric.beside]
    return [
        (key, f"{_name(one, asked)} ({unit_note(one.series, currency, one.metric)})")
        for one, key in found.items()
    ]


def _name(subject: Subject, asked: Sequence[str]) -> str:
    own = subject.series in asked and not subject.metric.beside
    return short_name(subject.series, asked) if own else subject.metric.short
