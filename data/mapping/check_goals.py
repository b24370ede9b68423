"""Targets, benchmarks, parts of the XQI and cards that cannot be, as far as the mapping tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Named

from data.contract import DIMENSIONS
from data.errors import MappingError, nearest
from data.mapping.goals import CardGroup, Target, Xqi
from data.mapping.model import Mapping
from metrics.definitions import DEFINITIONS, MetricDefinition


def check_goals(file: str, mapping: Mapping) -> None:
    """Raises MappingError where a metric or dimension is unknown or a value out of reach.

    Levels are known only once the data are read: `data.ingest.goals` checks them.
    """
    _check_cards(f"{file}, [[overview]]", mapping)
    _check_part(f"{file}, [targets]", mapping.targets, mapping)
    _check_part(f"{file}, [benchmarks]", mapping.benchmarks, mapping)
    for key in mapping.targets:
        if DEFINITIONS[key].higher_is_better is None:
            raise MappingError(
                f"{file}, [targets]: of {key} neither more nor less is better, so that no target "
                "can be met. A [benchmarks] entry can be compared with."
            )
    if mapping.xqi:
        _check_xqi(f"{file}, [xqi]", mapping.xqi)


def _check_part(place: str, stated: Named[str, Target], mapping: Mapping) -> None:
    for key, goal in stated.items():
        metric = _metric(place, key)
        _check_level(place, metric)
        _check_value(place, key, goal.value, metric, mapping)
        for dimension, levels in goal.by.items():
            _check_dimension(place, dimension, key, mapping)
            for level, value in levels.items():
                _check_value(place, f"{key} by {dimension}, {level}", value, metric, mapping)


def _check_dimension(place: str, dimension: str, of: str, mapping: Mapping) -> None:
    known = {*DIMENSIONS, *(segment.key for segment in mapping.segments)}
    if dimension not in known:
        raise MappingError(
            f"{place}: unknown dimension '{dimension}' of {of}. {nearest(dimension, known)}"
        )


def _check_cards(place: str, mapping: Mapping) -> None:
    """Each set of cards, that of all views and those of levels, has a card and a name once."""
    sets: dict[tuple[str, str], list[CardGroup]] = {}
    for group in mapping.overview:
        for dimension in group.by:
            _check_dimension(place, dimension, f"'{group.name}'", mapping)
        for card in group.cards:
            _metric(place, card)
        sets.setdefault(group.place, []).append(group)
    for (dimension, level), groups in sets.items():
        whose = f", of the {dimension} '{level}'" if dimension else ""
        cards = (card for group in groups for card in group.cards)
        for what, named in (("card", cards), ("group", (group.name for group in groups))):
            twice = next((one for one, times in Counter(named).items() if times > 1), None)
            if twice:
                raise MappingError(
                    f"{place}{whose}: the {what} '{twice}' is there twice. Keep one."
                )


def _metric(place: str, key: str) -> MetricDefinition:
    if key not in DEFINITIONS:
        raise MappingError(f"{place}: unknown metric '{key}'. {nearest(key, DEFINITIONS)}")
    return DEFINITIONS[key]


def _check_level(place: str, metric: MetricDefinition) -> None:
    if metric.kind in ("total", "count"):
        raise MappingError(
            f"{place}: {metric.key} is a {metric.kind}, which grows with the period that is looked "
            "at. Choose a metric that does not, such as a mean or a rate."
        )


def _check_value(
    place: str, name: str, value: float | None, metric: MetricDefinition, mapping: Mapping
) -> None:
    low, high = _range(metric, mapping)
    if value is not None and not low <= value <= high:
        span = f"from {low:g} to {high:g}" if math.isfinite(high) else f"from {low:g} up"
        raise MappingError(
            f"{place}: {name} = {value:g} can never be reached: it goes {span} ({metric.unit})."
        )


def _range(metric: MetricDefinition, mapping: Mapping) -> tuple[float, float]:
    """The smallest and the largest figure that a metric can have, as far as can be known."""
    if metric.kind == "net_share":
        return -100, 100
    if metric.kind in ("proportion", "composite"):
        return 0, 100
    if metric.unit in ("hours", "minutes", "seconds", "count"):
        return 0, math.inf
    if metric.feedback_metric is None or any(
        {"scale_min", "scale_max"} & set(part.columns) for part in mapping.feedback
    ):
        return -math.inf, math.inf
    asked = [q.scale for p in mapping.feedback for q in p.questions if q.scale]
    scales = [mapping.scale(metric.feedback_metric), *asked]
    return min(low for low, _ in scales), max(high for _, high in scales)


def _check_xqi(place: str, xqi: Xqi) -> None:
    for key in xqi.weights:
        metric = _metric(f"{place}.weights", key)
        _check_level(f"{place}.weights", metric)
        if metric.kind == "composite":
            raise MappingError(f"{place}.weights: {key} can be no part of itself.")
        if not metric.pooled:
            raise MappingError(
                f"{place}.weights: {key} is asked about different things, or told for each group "
                "of customers, and has no common figure."
            )
        if key not in xqi.ranges and not has_natural_ends(metric):
            raise MappingError(
                f"{place}: {key} has no natural ends ({metric.unit}). Say what counts as worst and "
                f"as best: ranges = {{ {key} = [worst, best] }}."
            )
    _check_ranges(place, xqi.ranges, xqi.weights)


def _check_ranges(place: str, ranges: Iterable[str], weights: Iterable[str]) -> None:
    for key in ranges:
        if key not in weights:
            raise MappingError(
                f"{place}.ranges: '{key}' has no weight. {nearest(key, list(weights))}"
            )


def has_natural_ends(metric: MetricDefinition) -> bool:
    """True for shares, and for means on a question's scale, where it is known what is better."""
    bounded_mean = metric.kind == "mean" and metric.feedback_metric is not None
    bounded = metric.kind in ("proportion", "net_share") or bounded_mean
    return bounded and metric.higher_is_better is not None
