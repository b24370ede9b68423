"""Dictionary: what every metric means, and what it is in the view."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, THEMES, MetricDefinition
from metrics.definitions.words import BETTER, KINDS, UNITS, needs, ways
from metrics.series import parse_series
from pages.figures.observation_window import judged_words
from pages.figures.read import read
from pages.figures.series import subject_of
from pages.panel import Kind, Page, Panel
from pages.panels.contributions import weights_in_words
from pages.words.left_out import beyond_data, left_out
from pages.words.sentence import details
from pages.words.series_names import scale_note
from view.state import View

_FIGURE = ("series", "n", "value", "low", "high", "hidden")


def read_dictionary(snapshot: Snapshot, view: View) -> Page:
    """Every metric in words, with its figure where these data have it."""
    catalog = snapshot.catalog
    figures = _figures(snapshot, view)
    rows = [
        _row(theme, metric, catalog, figures.get(metric.key, {}))
        for theme, metrics in THEMES.items()
        for metric in metrics
    ]
    # Numbers also where no table has a figure in the view.
    types = {"n": "Int64", "value": "float64", "low": "float64", "high": "float64"}
    frame = pd.DataFrame(rows).astype(types)
    answered = int((frame["missing"] == "").sum())
    panel = Panel(
        key="metrics",
        kind=Kind.DEFINITIONS,
        title="Metrics",
        subtitle="what each means, and what it is in this view",
        frame=frame,
    )
    return Page(
        view,
        f"{len(frame)} metrics, {answered} of which these data can answer.",
        details(catalog, replace(view, compare="none")),
        (panel,),
        f"{beyond_data(catalog, view)} {left_out(catalog, view)}".strip(),
    )


def _figures(snapshot: Snapshot, view: View) -> dict[str, dict[str, object]]:
    """Metric -> its row of figures in the view, without comparison, of its usual series."""
    catalog, alone = snapshot.catalog, replace(view, compare="none")
    metrics = list(DEFINITIONS.values())
    if beyond_data(catalog, view):
        return {}
    found = read(snapshot, alone, metrics).table(metrics)
    rows = [] if found is None else found.to_dict("records")
    return {
        row["metric"]: {str(name): value for name, value in row.items()}
        for row in rows
        if row["series"] == subject_of(catalog, row["metric"]).series
    }


def _row(
    theme: str, metric: MetricDefinition, catalog: Catalog, figure: dict[str, object]
) -> dict[str, object]:
    kind, judged = KINDS[metric.kind]
    unit = catalog.currency if metric.unit == "currency" else UNITS[metric.unit]
    return {
        "theme": theme,
        "metric": metric.key,
        "name": metric.name,
        "short": metric.short,
        "question": metric.question,
        "formula": metric.formula,
        "scale": _scale(metric, catalog),
        "counted": _counted(metric, catalog),
        "unit": unit,
        "better": BETTER[metric.higher_is_better],
        "statistic": kind,
        "judged": judged,
        "minimum_n": catalog.minimum_n,
        "needs": needs(metric),
        "source": metric.source,
        "missing": _missing(metric, catalog),
        **{name: figure.get(name) for name in _FIGURE},
        **({"n": None} if figure.get("hidden") else {}),
    }


def _counted(metric: MetricDefinition, catalog: Catalog) -> str:
    """Who is counted, and which days can be judged so far."""
    days = judged_words(catalog, metric.key) if catalog.answers_metric(metric) else ""
    return f"{metric.denominator} Here: {days}." if days else metric.denominator


def _scale(metric: MetricDefinition, catalog: Catalog) -> str:
    """The scales on which it is asked; of an index, its parts."""
    if metric.of_parts:
        weights = weights_in_words(100 * part.weight for part in catalog.xqi)
        names = (DEFINITIONS[part.metric].short for part in catalog.xqi)
        return ", ".join(f"{name} {weight}" for name, weight in zip(names, weights, strict=True))
    if metric.feedback_metric is None:
        return ""
    asked = [one for one in catalog.series if parse_series(one).metric == metric.feedback_metric]
    means = metric.kind == "mean"
    return ", ".join(parse_series(one).scale if means else scale_note(one) for one in asked)


def _missing(metric: MetricDefinition, catalog: Catalog) -> str:
    """What the data lack to answer it, in words."""
    if catalog.answers_metric(metric):
        return ""
    if metric.of_parts:
        parts = [DEFINITIONS[part.metric] for part in catalog.xqi]
        lacking = [part.short for part in parts if not catalog.answers_metric(part)]
        return f"no data for {' and '.join(lacking)}" if lacking else "no [xqi] in the mapping"
    if metric.feedback_metric is not None:
        return f"no answers of the metric {metric.feedback_metric} in feedback"
    tables = {name.partition(".")[0] for name in metric.needs}
    absent = sorted(tables - set(catalog.columns))
    if absent:
        return f"no {' and no '.join(absent)} mapped"
    lacking = min((_lacking(way, catalog) for way in ways(metric)), key=len)
    return " and ".join(
        f"no {name} in the mapping" if name.startswith("[") else f"{name} not mapped"
        for name in lacking
    )


def _lacking(way: tuple[str, ...], catalog: Catalog) -> list[str]:
    """What a way to a metric takes and the mapping does not have; sections are in no catalogue."""
    return [name for name in way if name.startswith("[") or not catalog.has_all([name])]
