"""KPI cards: one figure for each metric the data can answer, with its periods for the sparkline."""

from __future__ import annotations

import pandas as pd

from data.catalog import Catalog
from data.store import Snapshot
from metrics.counts import add_moments, moments
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.durations import quantile_figures
from metrics.estimates import figures
from metrics.targets import against_target
from pages.readings import PERIOD, Service, Sides
from view.state import View

_TIMES = {
    "first_response_time": "first_response_hours",
    "resolution_time": "resolution_hours",
}


def feedback_metrics(catalog: Catalog, view: View) -> list[MetricDefinition]:
    """Feedback metrics with a common figure over the view's touchpoints, means among them."""
    answered = {key.partition(":")[0] for key in catalog.series}
    one_touchpoint = len(view.levels("touchpoint")) == 1
    return [
        metric
        for metric in DEFINITIONS.values()
        if metric.feedback_metric in answered and (metric.pooled or one_touchpoint)
    ]


def totals(
    snapshot: Snapshot, view: View, answers: Sides | None, service: Service | None
) -> pd.DataFrame:
    """Figures of the whole period: one row for each metric and series, in display order."""
    catalog, frames = snapshot.catalog, []
    if answers is not None:
        whole = answers.each(lambda frame: add_moments(frame))
        for metric in feedback_metrics(catalog, view):
            frames.append(figures(whole.now, whole.base, metric.key, (), catalog.minimum_n))
    if service is not None:
        for key, sides in service.sums.items():
            whole = sides.each(lambda frame: add_moments(frame))
            frames.append(figures(whole.now, whole.base, key, (), catalog.minimum_n))
        if service.times is not None:
            for key in _TIMES:
                frames.append(_times(service.times, key, (), catalog.minimum_n))
    order = {key: place for place, key in enumerate(DEFINITIONS)}
    found = [frame for frame in frames if len(frame) and frame["n"].sum() + frame["base_n"].sum()]
    found.sort(key=lambda frame: order[frame["metric"].iloc[0]])
    if not found:
        return frames[0].iloc[:0] if frames else pd.DataFrame({"metric": []})
    return pd.concat(found, ignore_index=True)


def by_period(
    catalog: Catalog, metric: MetricDefinition, answers: Sides | None, service: Service | None
) -> pd.DataFrame:
    """The metric's figures for each period of these sides."""
    if metric.key in _TIMES and service is not None and service.times is not None:
        return _times(service.times, metric.key, (PERIOD,), catalog.minimum_n)
    sides = answers
    if metric.table != "feedback":
        sides = service.sums.get(metric.key) if service else None
    if sides is None:
        raise ValueError(f"{metric.key} has no data in this view")
    return figures(sides.now, sides.base, metric.key, (PERIOD,), catalog.minimum_n)


def with_weighted(totals: pd.DataFrame, counts: Sides | None, catalog: Catalog) -> pd.DataFrame:
    """Weighted figures beside the unweighted: weighted_value, weighted_low, weighted_high."""
    names = ["value", "low", "high"]
    if counts is None or not catalog.weighted:
        return totals
    weighted = moments(counts.now, (), weighted=True)
    frames = [
        figures(weighted, None, metric, (), catalog.minimum_n)
        for metric in totals["metric"].unique()
        if DEFINITIONS[metric].table == "feedback"
    ]
    if not frames:
        return totals
    beside = pd.concat(frames)[["metric", "series", *names]]
    beside = beside.rename(columns={name: f"weighted_{name}" for name in names})
    return totals.merge(beside, on=["metric", "series"], how="left")


def with_targets(totals: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """The company's target for each metric, and whether it is met."""
    targets = {target.metric: target.value for target in catalog.targets}
    values = [targets.get(metric) for metric in totals["metric"]]
    verdicts = [
        None
        if target is None or pd.isna(low)
        else str(against_target(low, high, target, DEFINITIONS[metric]))
        for metric, low, high, target in zip(
            totals["metric"], totals["low"], totals["high"], values, strict=True
        )
    ]
    return totals.assign(
        target=pd.array(values, dtype="Float64"), target_verdict=pd.array(verdicts, dtype="str")
    )


def _times(sides: Sides, metric: str, keys: tuple[str, ...], minimum_n: int) -> pd.DataFrame:
    return quantile_figures(
        sides.now, sides.base, metric, _TIMES[metric], keys, minimum_n=minimum_n
    )
