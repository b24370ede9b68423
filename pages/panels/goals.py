"""Figures held against the company's targets and benchmarks, on whatever page they stand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from data.catalog import Catalog, Goal
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.control_charts import assurance
from metrics.targets import against_benchmark, against_target
from pages.panel import Kind, Page, Panel
from view.state import View

Place = tuple[str, str]  # a dimension and one of its levels
_TYPES = {
    "target": float,
    "target_verdict": object,
    "target_level": object,  # whose own it is; "" where it is that of all
    "benchmark": float,
    "benchmark_verdict": object,
    "benchmark_source": object,
}
COLUMNS = list(_TYPES)


def with_goals(page: Page, catalog: Catalog) -> Page:
    """The page with `COLUMNS` in each frame of figures that has a target or a benchmark."""
    stated = {goal.metric for goal in (*catalog.targets, *catalog.benchmarks)}
    if not stated:
        return page
    panels = tuple(
        panel if _leaves_out(panel, stated) else _held(panel, page.view, catalog)
        for panel in page.panels
    )
    return replace(page, panels=panels)


def goal_of(goals: Iterable[Goal], metric: str, places: Iterable[Place]) -> Goal | None:
    """The first goal of the mapping for this metric and one of these places, else that of all."""
    own, common = set(places), None
    for goal in goals:
        if goal.metric == metric:
            if (goal.dimension, goal.level) in own:
                return goal
            common = common if goal.dimension else goal
    return common


def target_of(catalog: Catalog, view: View, metric: MetricDefinition) -> float | None:
    """The target of a metric in a view; None without one, and where neither way is better."""
    judged = metric.higher_is_better is not None
    goal = goal_of(catalog.targets, metric.key, places_of(view)) if judged else None
    return goal.value if goal else None


def places_of(view: View) -> tuple[Place, ...]:
    """The levels that the view is narrowed to, where it is one of a dimension."""
    return tuple((key, levels[0]) for key, levels in view.filters if len(levels) == 1)


def _leaves_out(panel: Panel, stated: set[str]) -> bool:
    frame = panel.frame
    figures = {"metric", "low", "high", "hidden"} <= set(frame.columns)
    return not figures or panel.kind == Kind.SPARKLINES or stated.isdisjoint(frame["metric"])


def _held(panel: Panel, view: View, catalog: Catalog) -> Panel:
    frame = panel.frame
    columns = (frame[name].tolist() for name in ("metric", "low", "high"))
    rows = [
        _row(metric, low, high, (*places_of(view), *own), catalog)
        for metric, low, high, own in zip(*columns, _levels(panel), strict=True)
    ]
    held = {
        name: np.array(values, dtype=_TYPES[name])
        for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True)
    }
    marked = panel.kind == Kind.BREAKDOWN and not np.isnan(held["target"]).all()
    if "usual_low" in frame:
        held["assurance"] = _assured(frame, held["target"])
    return replace(
        panel,
        frame=frame.assign(**held),
        subtitle=f"{panel.subtitle} · ❘ target" if marked else panel.subtitle,
    )


def _row(
    metric: str, low: float, high: float, places: tuple[Place, ...], catalog: Catalog
) -> tuple[object, ...]:
    """`COLUMNS` of one figure; no verdict where it has no interval."""
    target = goal_of(catalog.targets, metric, places)
    benchmark = goal_of(catalog.benchmarks, metric, places)
    judged = not math.isnan(low) and not math.isnan(high)
    return (
        target and target.value,
        str(against_target(low, high, target.value, DEFINITIONS[metric]))
        if target and judged
        else None,
        target.level if target else "",
        benchmark and benchmark.value,
        str(against_benchmark(low, high, benchmark.value)) if benchmark and judged else None,
        benchmark.source if benchmark else "",
    )


def _assured(frame: pd.DataFrame, targets: np.ndarray) -> np.ndarray:
    """Whether what the periods of each figure usually are meets its target; "" where unknown."""
    rows = zip(frame["metric"], frame["usual_low"], frame["usual_high"], targets, strict=True)
    return np.array(
        [
            ""
            if math.isnan(low) or math.isnan(target)
            else str(assurance(low, high, target, DEFINITIONS[metric]))
            for metric, low, high, target in rows
        ],
        dtype=object,
    )


def _levels(panel: Panel) -> list[list[Place]]:
    """The levels that each row of the panel is about."""
    frame = panel.frame
    rows: list[list[Place]] = [[] for _ in range(len(frame))]
    if "touchpoint" in frame:
        for row, level in zip(rows, frame["touchpoint"], strict=True):
            row.append(("touchpoint", level))
    if "segment" in frame:
        dimensions = frame["dimension"] if "dimension" in frame else [panel.dimension] * len(frame)
        for row, dimension, level in zip(rows, dimensions, frame["segment"], strict=True):
            row.append((dimension, level))
    return rows
