"""Fields of what figures should reach, what others reach, and of the XQI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from data.draft.edit.document import Change, Path, found
from data.draft.edit.fields import Field, Group, Known, Section, field_of, name_of
from data.draft.edit.values import (
    NUMBER,
    SPAN,
    WrongError,
    number,
    pairs,
    quoted,
    shown_pairs,
)
from data.mapping.check_goals import has_natural_ends
from metrics.definitions import DEFINITIONS, MetricDefinition

_BY = "A line each: what it is broken down by: the level = the figure; such as {} = {}."
_ENDS = "The worst and the best figure, such as 72 to 0."
_AT = ": "


def goals(content: dict[str, Any], known: Known) -> Section:
    """Targets, benchmarks and parts of the XQI, a group a metric."""
    stated = {*content.get("targets", ()), *content.get("benchmarks", ())}
    stated |= set(found(content, ("xqi", "weights")) or ())
    able = {metric.key for metric in known.metrics()} | stated
    told = (
        "Targets and benchmarks are in the unit of their metric. Parts of the XQI weigh as stated."
    )
    metrics = [
        m for m in DEFINITIONS.values() if m.key in able and m.kind not in ("total", "count")
    ]
    groups = tuple(_group(content, known, metric) for metric in metrics)
    return Section("targets", "Targets, benchmarks and the XQI", told, groups)


def _group(content: dict[str, Any], known: Known, metric: MetricDefinition) -> Group:
    return Group(f"{metric.name} ({metric.unit})", tuple(_fields(content, known, metric)))


def _fields(content: dict[str, Any], known: Known, metric: MetricDefinition) -> Iterator[Field]:
    target, benchmark = ("targets", metric.key), ("benchmarks", metric.key)
    by = _BY.format(_example(known, metric), "45")
    if metric.higher_is_better is not None:
        yield field_of(content, (*target, "value"), "Target", NUMBER)
        yield _by_level(content, target, "Targets of single levels", by)
    yield field_of(content, (*benchmark, "value"), "Benchmark", NUMBER)
    yield field_of(content, (*benchmark, "source"), "Who says so")
    yield _by_level(content, benchmark, "Benchmarks of single levels", by)
    if metric.kind != "composite" and metric.pooled:
        weight, ends = ("xqi", "weights", metric.key), ("xqi", "ranges", metric.key)
        yield field_of(content, weight, "Weight in the XQI", NUMBER)
        if not has_natural_ends(metric) or found(content, ends) is not None:
            yield field_of(content, ends, "From 0 to 100 of the XQI", SPAN, hint=_ENDS)


def _example(known: Known, metric: MetricDefinition) -> str:
    able = (d for d in known.dimensions if d.levels and known.catalog.divides(d.key, metric))
    first = next(able, None)
    return f"{first.key}{_AT}{first.levels[0]}" if first else f"region{_AT}EMEA"


def _by_level(content: Mapping[str, Any], goal: Path, label: str, hint: str) -> Field:
    """Figures of single levels; the order of the file counts where several apply."""
    path = (*goal, "by")
    now = found(content, path) or {}
    shown = "\n".join(
        shown_pairs({f"{key}{_AT}{level}": value})
        for key, levels in now.items()
        for level, value in levels.items()
    )

    def write(typed: str) -> list[Change]:
        new: dict[str, dict[str, float | int]] = {}
        for place, value in pairs(typed).items():
            key, sign, level = place.partition(_AT)
            if not sign or not level.strip():
                raise WrongError(f"“{quoted(place)[:60]}” names no level: {hint}")
            new.setdefault(key.strip(), {})[level] = number(value)
        return [Change(path, new or None)]

    return Field(name_of(path), label, shown, write, "lines", hint)
