"""What a metric of a link stands for: a metric, and the series of answers it is of."""

from __future__ import annotations

from typing import NamedTuple

from data.catalog import Catalog
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import is_series, metric_of


class Subject(NamedTuple):
    """What a panel is about: a metric, on one scale where it is of answers."""

    metric: MetricDefinition
    series: str  # that of the answers, else the metric's key


def subject_of(catalog: Catalog, key: str) -> Subject:
    """What a key of a link names: a metric, on its most answered scale, or a series of answers."""
    metric = definition_of(key)
    return Subject(metric, chosen_series(catalog, metric.feedback_metric or key, key))


def chosen_series(catalog: Catalog, metric: str, key: str = "") -> str:
    """The series of a key: the key where it is one, else the metric's most answered series."""
    if is_series(key) or is_series(metric):
        return key or metric
    return next((one for one in catalog.series if metric_of(one) == metric), metric)


def link_name(catalog: Catalog, metric: str, series: str) -> str:
    """What `metric=` of a link names a figure by: its series, where that is not the usual one."""
    return metric if chosen_series(catalog, metric) == series else series


def definition_of(series: str) -> MetricDefinition:
    """The headline definition of a series, or that of a metric that has none."""
    return DEFINITIONS[metric_of(series)]
