"""Which metrics each page can show, so that a link never gets another one in silence."""

from __future__ import annotations

from collections.abc import Iterable

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import FEEDBACK_METRICS, metric_of

_ON_LOYALTY = ("nps", "sentiment", "response_rate", "contacts_per_customer")
# Pages that look at one metric more closely: the one that the link names.
PAGES_WITH_METRIC = ("overview", "loyalty", "touchpoints", "journey", "customers", "service")


def available_metrics(catalog: Catalog) -> list[str]:
    """What `metric=` may name: metrics of answers (their most answered series), series, others.

    Metrics beside another one are left out, but for those of customers and orders.
    """
    others = [d for d in DEFINITIONS.values() if d.table != "feedback"]
    found = [
        d.key
        for d in others
        if catalog.answers_metric(d) and (not d.beside or d.table in ("customers", "orders"))
    ]
    return [*_answered(catalog, FEEDBACK_METRICS), *found]


def metrics_of(page: str, catalog: Catalog) -> list[str]:
    """Those of the available metrics that a page can show."""
    answers = _answered(catalog, _ON_LOYALTY if page == "loyalty" else FEEDBACK_METRICS)
    match page:
        case "overview":
            headline = _headlines(catalog, answers)
            return [key for key in available_metrics(catalog) if key in headline]
        case "touchpoints" | "journey":
            return answers
        case "loyalty":
            others = [DEFINITIONS[key] for key in _ON_LOYALTY if not _of_answers(key)]
            return [*answers, *(d.key for d in others if catalog.answers_metric(d))]
        case "customers":
            return _of(catalog, (d for d in DEFINITIONS.values() if d.of_customers))
        case "service":
            return _of(catalog, (d for d in DEFINITIONS.values() if d.table == "tickets"))
        case _:
            return available_metrics(catalog)


def _headlines(catalog: Catalog, answers: list[str]) -> set[str]:
    """Metrics with a card on Overview; where none of answers has one, all that were asked."""
    of_answers = [key for key in answers if catalog.on_overview(DEFINITIONS[metric_of(key)])]
    others = [d for d in DEFINITIONS.values() if d.table != "feedback" and catalog.on_overview(d)]
    return {*(of_answers or answers), *_of(catalog, others)}


def _of(catalog: Catalog, metrics: Iterable[MetricDefinition]) -> list[str]:
    able = set(available_metrics(catalog))
    return [metric.key for metric in metrics if metric.key in able]


def _of_answers(key: str) -> bool:
    return DEFINITIONS[key].feedback_metric is not None


def _answered(catalog: Catalog, metrics: Iterable[str]) -> list[str]:
    """Metrics that were asked, then their series."""
    wanted = {key for key in metrics if _of_answers(key)}
    series = [key for key in catalog.series if metric_of(key) in wanted]
    return [*dict.fromkeys(map(metric_of, series)), *series]
