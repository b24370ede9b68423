"""KPI cards: one figure for each metric the data can answer, with its periods for the sparkline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.composite import Part
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.durations import quantile_figures
from metrics.estimates import figures
from metrics.inference.multiple_testing import as_one_family
from metrics.sums.cells import Cells, below
from metrics.sums.counts import add_counts
from pages.figures.comparison import PERIOD, Comparison, MetricSums
from pages.figures.xqi import part_definitions, parts_of, with_xqi
from view.state import View


def _other_metrics(catalog: Catalog) -> list[MetricDefinition]:
    """Those of Overview that are not of feedback."""
    others = (metric for metric in DEFINITIONS.values() if metric.table != "feedback")
    return [metric for metric in others if catalog.on_overview(metric)]


def overview_metrics(catalog: Catalog) -> list[MetricDefinition]:
    """What Overview asks of other tables than feedback: for its cards, and parts of the index."""
    parts = [part for part in part_definitions(catalog) if part.table != "feedback"]
    shown = _other_metrics(catalog)
    return [*shown, *(part for part in parts if part not in shown)]


def feedback_metrics(catalog: Catalog, view: View) -> list[MetricDefinition]:
    """Feedback metrics with a common figure over the view's touchpoints, means among them."""
    # Ratings of different things have no common figure; of one thing, or of no named one, they do.
    touchpoint = catalog.dimension("touchpoint")
    one = touchpoint is None or len(view.levels("touchpoint")) == 1
    return [
        metric
        for metric in DEFINITIONS.values()
        if metric.feedback_metric in catalog.metrics_asked and (metric.pooled or one)
    ]


def totals(
    snapshot: Snapshot, view: View, answers: Comparison[Cells] | None, service: MetricSums
) -> pd.DataFrame:
    """Figures of the whole period: one row for each metric and series, in display order."""
    asked = feedback_metrics(snapshot.catalog, view)
    feedback = [metric for metric in asked if snapshot.catalog.on_overview(metric)] or asked
    metrics = [*feedback, *_other_metrics(snapshot.catalog)]
    found = metric_figures(snapshot.catalog, metrics, answers, service, ())
    if found is None:
        return pd.DataFrame({"metric": [], "n": []})
    return read_together(found)


def read_together(found: pd.DataFrame) -> pd.DataFrame:
    """Those of the figures that have any rows behind them, as one family of changes."""
    answered = set(found["metric"][found["n"] + found["base_n"] > 0])
    rows = [row for row, metric in enumerate(found["metric"]) if metric in answered]
    shown = found if len(rows) == len(found) else found.take(rows).reset_index(drop=True)
    # Cards are read together: of seven that stand still, one in three views would show a change.
    carded = np.array([not DEFINITIONS[metric].beside for metric in shown["metric"]], dtype=bool)
    return as_one_family(shown, carded)


def by_period(
    catalog: Catalog,
    metrics: Sequence[MetricDefinition],
    answers: Comparison[Cells] | None,
    service: MetricSums,
) -> pd.DataFrame:
    """The metrics' figures for each period of these sides."""
    found = metric_figures(catalog, metrics, answers, service, (PERIOD,))
    if found is None:
        raise ValueError(f"{', '.join(one.key for one in metrics)}: no data in this view")
    return found


def metric_figures(
    catalog: Catalog,
    metrics: Sequence[MetricDefinition],
    answers: Comparison[Cells] | None,
    service: MetricSums,
    keys: tuple[str, ...],
) -> pd.DataFrame | None:
    """Those of the metrics that these sides can answer, feedback first, a composite last."""
    if any(metric.kind == "composite" for metric in metrics):
        simple = [metric for metric in metrics if metric.kind != "composite"]
        parts = [metric for metric in part_definitions(catalog) if metric not in simple]
        found = metric_figures(catalog, [*simple, *parts], answers, service, keys)
        if found is None or not catalog.xqi:
            return found
        wanted = with_xqi(found, catalog, keys)
        wanted = wanted[wanted["metric"].isin([metric.key for metric in metrics])]
        return wanted.reset_index(drop=True)
    frames, minimum_n = [], catalog.minimum_n
    feedback = [metric.key for metric in metrics if metric.table == "feedback"]
    if answers is not None and feedback:
        frames.append(figures(answers.now, answers.base, feedback, keys, minimum_n))
    sums = {**service.sums, **({} if keys else service.whole)}
    frames += _of_sums({m.key: sums[m.key] for m in metrics if m.key in sums}, keys, minimum_n)
    for key in (metric.key for metric in metrics):
        if key in service.times:
            now, base = service.times[key].now, service.times[key].base
            q = DEFINITIONS[key].quantile or 0.5
            frames.append(quantile_figures(now, base, key, "value", keys, q, minimum_n))
    if len(frames) > 1:
        found = pd.concat(frames, ignore_index=True)
        order = {metric.key: place for place, metric in enumerate(metrics)}
        return found.sort_values(
            "metric", key=lambda names: names.map(order), kind="stable", ignore_index=True
        )
    return frames[0] if frames else None


def _of_sums(
    sums: dict[str, Comparison[Cells]], keys: tuple[str, ...], minimum_n: int
) -> list[pd.DataFrame]:
    """Figures of many metrics, those that are worked out alike at once."""
    alike: dict[tuple[int, bool], dict[str, Comparison[Cells]]] = {}
    for key, sides in sums.items():
        kind = DEFINITIONS[key].kind
        if kind == "stock" and PERIOD not in keys:
            sides = sides.each(_at_the_end)
        # A number of tickets is known, however small; of customers it would tell who left.
        of_tickets = DEFINITIONS[key].table == "tickets"
        least = 0 if of_tickets and kind in ("count", "stock") else minimum_n
        alike.setdefault((least, sides.base is None), {})[key] = sides
    frames = []
    for (least, _), found in alike.items():
        now = below([sides.now for sides in found.values()], keys)
        others = [sides.base for sides in found.values() if sides.base is not None]
        base = below(others, keys) if others else None
        frames.append(figures(now, base, list(found), keys, least))
    return frames


def _at_the_end(cells: Cells) -> Cells:
    """The cells of the last period: what was there at its end."""
    periods = pd.DatetimeIndex(cells.labels[PERIOD])
    return cells.pick(np.flatnonzero(periods == periods.max()))


def xqi_parts(
    catalog: Catalog, totals: pd.DataFrame, answers: Comparison[Cells] | None, service: MetricSums
) -> list[Part]:
    """The parts of the XQI with their figures of the whole period; `totals` has the columns."""
    found = metric_figures(catalog, part_definitions(catalog), answers, service, ())
    return parts_of(catalog, totals.iloc[:0] if found is None else found)


def with_weighted(
    totals: pd.DataFrame, counts: Comparison[pd.DataFrame] | None, catalog: Catalog
) -> pd.DataFrame:
    """Weighted figures beside the unweighted: weighted_value, weighted_low, weighted_high."""
    names = ["value", "low", "high"]
    if counts is None or not catalog.weighted:
        return totals
    weighted = add_counts(counts.now, (), weighted=True)
    metrics = [
        metric for metric in totals["metric"].unique() if DEFINITIONS[metric].table == "feedback"
    ]
    if not metrics:
        return totals
    beside = figures(weighted, None, metrics, (), catalog.minimum_n)[["metric", "series", *names]]
    beside = beside.rename(columns={name: f"weighted_{name}" for name in names})
    return totals.merge(beside, on=["metric", "series"], how="left")
