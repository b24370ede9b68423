"""Panels of one metric: over time, over its answers, over the levels of a dimension."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.estimates import against_rest, figures
from metrics.inference.intervals import proportion
from metrics.series import is_series, metric_of, parse_series
from metrics.sums.cells import Cells
from metrics.sums.grouping import add_up
from pages.figures.comparison import AMOUNTS, Comparison
from pages.panel import Choice, Kind, Panel
from pages.words.units import is_time
from view.state import COMPARISONS, View

_ORDER = ("ces", "csat", "rating", "sentiment", "nps")  # of breakdowns


def chosen_series(catalog: Catalog, metric: str) -> str:
    """The series that `metric` of a link stands for: itself, or a metric's most answered one."""
    return next((key for key in catalog.series if metric_of(key) == metric), metric)


def definition_of(series: str) -> MetricDefinition:
    """The headline definition of a series, or of a metric that has none."""
    return DEFINITIONS[metric_of(series)]


def has_touchpoints(catalog: Catalog) -> bool:
    """True where feedback can be broken down by touchpoint; one alone breaks nothing down."""
    touchpoint = catalog.dimension("touchpoint")
    return touchpoint is not None and "feedback" in touchpoint.tables and len(touchpoint.levels) > 1


def short_name(series: str, among: Collection[str]) -> str:
    """`CSAT`, or `CSAT 6–7 of 7` where another scale of it is among these series too."""
    metric = definition_of(series)
    several = sum(metric_of(other) == metric_of(series) for other in among) > 1
    return f"{metric.short} {scale_note(series).removeprefix('% ')}" if several else metric.short


def scale_note(series: str) -> str:
    """What is counted, on which scale: `% 5–7 of 7`."""
    if not is_series(series):
        return ""
    read = parse_series(series)
    if definition_of(series).kind == "net_share":
        return f"{read.scale}, net share"
    start, whole = read.positive_from, f"{read.scale_max:g}" if read.scale_min == 1 else read.scale
    if read.usual and read.scale_max.is_integer():
        start = math.ceil(start)  # the upper third of a scale of three begins at 2.33: that is 3
    best = f"{start:g}–" if start < read.scale_max else ""
    return f"% {best}{read.scale_max:g} of {whole}"


def unit_note(series: str, currency: str = "") -> str:
    """The unit of a panel's figures, for its subtitle; times have theirs beside each figure."""
    metric = definition_of(series)
    if metric.unit in ("points", "index"):
        return "points" if metric.unit == "points" else "points from 0 to 100"
    if is_series(series):
        return scale_note(series)
    match metric.kind:
        case "proportion":
            return f"% of {metric.share_of}"
        case "count" | "stock":
            return metric.noun
        case "quantile":
            words = "median" if metric.quantile == 0.5 else f"p{100 * (metric.quantile or 0):g}"
        case kind:
            words = kind
    if is_time(metric.unit):
        return words
    unit = currency if metric.unit == "currency" else metric.unit
    return metric.noun if unit == "count" else f"{unit}, {words}"


def trend_panel(frame: pd.DataFrame, series: str, view: View, currency: str) -> Panel:
    """One series by period with its interval and the comparison."""
    metric = definition_of(series)
    rows = frame[frame["series"] == series].reset_index(drop=True)
    return Panel(
        key="trend",
        kind=Kind.TREND,
        title=f"{metric.short} by {view.grain}",
        subtitle=f"{unit_note(series, currency)}{', 95% interval' if _between(rows) else ''}",
        frame=rows,
        metric=metric.key,
    )


def _between(rows: pd.DataFrame) -> bool:
    """True where figures have intervals: those of totals, which are counted, have none."""
    return bool(rows["low"].notna().any())


def no_figure(key: str, kind: Kind, series: str, view: View) -> Panel:
    """In the place of what the link asks to see, where the view has no figure of it."""
    metric = definition_of(series)
    apart = not metric.pooled and not view.levels("touchpoint")
    why = (
        f"{metric.name}: asked about different things, which have no common figure. Choose one "
        "touchpoint."
        if apart
        else f"{metric.name}: no {metric.noun} in this view."
    )
    return Panel(key, kind, metric.short, "", pd.DataFrame(), metric=metric.key, note=why)


def distribution_panel(counts: pd.DataFrame, series: str, view: View, minimum_n: int) -> Panel:
    """Answers by score, with the group each score belongs to and its share (by weight or not)."""
    metric, read = definition_of(series), parse_series(series)
    own = np.flatnonzero(counts["series"] == series)
    given = counts["score"].to_numpy()[own]
    scores = np.unique(given)
    if all(float(end).is_integer() for end in (read.scale_min, read.scale_max, *scores)):
        scores = np.arange(read.scale_min, read.scale_max + 1)
    place = np.searchsorted(scores, given)
    answers, parts, squares = (
        add_up(place, counts[name].to_numpy(dtype=float)[own], len(scores))
        for name in (("nw", "w", "w2") if view.weighted else ("n", "n", "n"))
    )
    n = int(answers.sum())
    effective = parts.sum() ** 2 / squares.sum() if squares.sum() else 0.0
    hidden = min(n, effective) < minimum_n
    groups = [read.group(score) for score in scores]
    of_group, names = pd.factorize(np.array(groups, dtype=object))
    whole = add_up(of_group, parts, len(names))[of_group]
    frame = pd.DataFrame(
        {
            "metric": metric.key,
            "series": series,
            "score": scores,
            "group": groups,
            "answers": answers.astype(np.int64),
            **share_columns("share", parts, parts.sum(), effective),
            **share_columns("group_share", whole, parts.sum(), effective),
            "n": n,
        }
    )
    return Panel(
        key="distribution",
        kind=Kind.DISTRIBUTION,
        title=f"{metric.short} answers",
        subtitle=f"% of {n:,} answers{', weighted' if view.weighted else ''}",
        frame=frame.iloc[:0] if hidden else frame,
        metric=metric.key,
        note=f"Fewer than {minimum_n} answers: not shown." if hidden else "",
    )


def share_columns(
    name: str,
    part: npt.NDArray[np.float64],
    whole: npt.NDArray[np.float64] | float,
    n: npt.NDArray[np.float64] | float,
) -> dict[str, npt.NDArray[np.float64]]:
    """Shares in per cent with the ends of their intervals: `name`, `name`_low and `name`_high."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = proportion(np.broadcast_to(n, part.shape), part / whole)
    return dict(zip((name, f"{name}_low", f"{name}_high"), (100 * x for x in found), strict=True))


def series_in_order(series: Iterable[str]) -> list[str]:
    """Effort first, as breakdowns are shown."""
    return sorted(series, key=lambda one: _ORDER.index(definition_of(one).key))


def breakdown_panels(
    sides: Comparison[Cells],
    series: Sequence[str],
    dimension: Dimension,
    view: View,
    minimum_n: int,
) -> dict[str, Panel]:
    """A panel for each series that has answers by this dimension, effort first."""
    ordered = series_in_order(series)
    if not ordered:
        return {}
    metrics = list(dict.fromkeys(definition_of(one).key for one in ordered))
    frame = level_figures(sides, metrics, dimension, view, minimum_n)
    found = {
        one: breakdown_panel(f"{one}_by_{dimension.key}", frame, one, dimension, view)
        for one in ordered
    }
    return {one: panel for one, panel in found.items() if len(panel.frame)}


def breakdown_panel(
    key: str,
    frame: pd.DataFrame,
    series: str,
    dimension: Dimension,
    view: View,
    currency: str = "",
) -> Panel:
    """A series of `level_figures`, each level compared as the view says."""
    metric = definition_of(series)
    own = np.flatnonzero(frame["series"] == series)
    value, levels = frame["value"].to_numpy()[own], frame[dimension.key].to_numpy()[own]
    if dimension.key == "touchpoint":  # the worst on top
        order = np.argsort(value, kind="stable")
        rows = frame.take(own[order[levels[order] != NOT_STATED]])
    else:
        places = np.array([dimension.places[level] for level in levels])
        order = np.lexsort((places, -value))
        rows = frame.take(own[order]).rename(columns={dimension.key: "segment"})
        rows["dimension"] = dimension.key
    return Panel(
        key=key,
        kind=Kind.BREAKDOWN,
        title=f"{metric.short} by {dimension.label.lower()}",
        subtitle=f"{unit_note(series, currency)} · {against(view, dimension, rows)}",
        frame=rows.reset_index(drop=True),
        metric=metric.key,
        dimension=dimension.key,
    )


def chosen_dimension(
    catalog: Catalog,
    view: View,
    table: str = "feedback",
    without: Collection[str] = ("touchpoint",),
) -> tuple[Dimension | None, tuple[Choice, ...]]:
    """The dimension that `by` of the view names, and all it could name for the table.

    Where the table has no such dimension it is the table's first segment, or its first dimension.
    """
    found = [one for one in catalog.dimensions if table in one.tables and one.key not in without]
    named = [one for one in found if one.key == view.by]
    usual = [one for one in found if one.segment]
    chosen = next(iter([*named, *usual, *found]), None)
    choices = tuple(
        Choice("by", one.key, one.label, one == chosen) for one in found if len(one.levels) > 1
    )
    return chosen, choices


def level_figures(
    sides: Comparison[Cells],
    metrics: Sequence[str],
    dimension: Dimension,
    view: View,
    minimum_n: int,
) -> pd.DataFrame:
    """Figures by level, against the base or, by segment, against the rest."""
    amounts = any(DEFINITIONS[metric].kind in AMOUNTS for metric in metrics)  # grow with the level
    if view.compare == "rest" and dimension.segment and not amounts:
        return against_rest(sides.now, metrics, dimension.key, (), minimum_n)
    return figures(sides.now, sides.base, metrics, (dimension.key,), minimum_n)


def against(view: View, dimension: Dimension, rows: pd.DataFrame) -> str:
    """What the marks of a chart by level stand for."""
    if not rows["base_n"].any():
        return "95% interval" if _between(rows) else "nothing to compare"
    if view.compare == "rest":
        return "● level ○ all others" if dimension.segment else "● segment ○ the rest"
    return f"● now ○ {COMPARISONS[view.compare].lower()}"
