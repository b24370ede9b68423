"""What an alert may watch, and what for."""

from __future__ import annotations

from collections.abc import Iterable

from data.catalog import Catalog
from metrics.alerts.conditions import Condition
from pages.actions.offered import in_words
from pages.alerts.judged import possible
from pages.figures.series import Subject, subject_of
from pages.unusual.histories import is_charted
from view.pages import PAGES, metrics_of
from view.state import View

# What holds of all alerts together: see metrics.alerts.spending.
PROMISE = "About one false alarm in two years is expected, over all alerts of the company."
CONDITIONS: dict[str, str] = {
    Condition.CHANGE: "A real change: beyond noise, beside the periods before",
    Condition.TARGET: "The target is missed, beyond noise",
    Condition.ANSWERS: "Too few answers, beside the periods before",
    Condition.DATA: "Data are late",
}


def impossible(catalog: Catalog, view: View, metric: str, chosen: Iterable[str]) -> list[str]:
    """Those of the chosen conditions, in words, that a figure of the view can't be watched for."""
    able = possible(catalog, view, subject_of(catalog, metric).metric)
    return [CONDITIONS[one] for one in chosen if one not in able]


def offered_figures(page: str, catalog: Catalog) -> list[tuple[str, str]]:
    """Figures of a page whose periods can be judged: as links name them, and in words. None of a
    page about one customer."""
    found: dict[Subject, str] = {}
    for key in metrics_of(page, catalog) if PAGES[page].listed else ():
        subject = subject_of(catalog, key)
        if is_charted(subject.metric):
            found.setdefault(subject, key)
    return in_words(found, catalog.currency)
