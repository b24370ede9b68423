"""The experience quality index: its figures from those of its parts, and what moved it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from data.catalog import Catalog
from metrics.composite import Part, composite_figures, contribution, scaled_part
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.verdicts import benjamini_hochberg, decide
from metrics.rounding import apportioned
from metrics.series import parse_series
from pages.panel import Kind, Panel
from pages.panels.breakdowns import chosen_series
from view.query import listed

XQI = "xqi"
_ENDS = {"": "value", "_low": "low", "_high": "high"}


def part_definitions(catalog: Catalog) -> list[MetricDefinition]:
    """The metrics that it is made of, in the mapping's order."""
    return [DEFINITIONS[part.metric] for part in catalog.xqi]


def parts_of(catalog: Catalog, figures: pd.DataFrame) -> list[Part]:
    """Its parts with their rows of these figures: of each metric the most answered series."""
    metrics, series = (figures[name].to_numpy(dtype=object) for name in ("metric", "series"))
    found = []
    for part in catalog.xqi:
        metric = DEFINITIONS[part.metric]
        wanted = chosen_series(catalog, metric.feedback_metric or metric.key)
        rows = np.flatnonzero((metrics == metric.key) & (series == wanted))
        worst, best = part.ends or _natural_ends(metric, wanted)
        found.append(Part(metric.key, part.weight, worst, best, figures.take(rows)))
    return found


def with_xqi(figures: pd.DataFrame, catalog: Catalog, keys: Sequence[str]) -> pd.DataFrame:
    """The figures of metrics, all parts among them, with those of the index below."""
    index = composite_figures(XQI, parts_of(catalog, figures), keys)
    return pd.concat([figures, index], ignore_index=True)


def missing(parts: Sequence[Part]) -> str:
    """A sentence on the parts without a figure in this view, or nothing."""
    names = [
        DEFINITIONS[part.metric].subject
        for part in parts
        if part.figures.empty or part.figures["hidden"].iloc[0]
    ]
    have = "has" if len(names) == 1 else "have"
    return f"No XQI here: {listed(names)} {have} no figure in this view." if names else ""


def moved_panel(parts: Sequence[Part], index: pd.Series) -> Panel:
    """What each part adds to the change of the index, whose own row of figures is `index`.

    metric, weight (%), value, low, high and n as the metric has them, the same of what it is
    compared with, score (0 to 100), compared_score, contribution (points of the index) with
    interval, p value and verdict. The last row is the index itself.
    """
    rows, compared = [_row(part) for part in parts], bool(index["base_n"])
    p_value = benjamini_hochberg(np.array([row["p_value"] for row in rows], dtype=float))
    low, high = (
        np.array([row[f"contribution_{end}"] for row in rows], dtype=float)
        for end in ("low", "high")
    )
    known = ~np.isnan(low)
    verdicts = decide(p_value, low, high, known, np.full(len(rows), compared))
    for row, adjusted, verdict in zip(rows, p_value, verdicts, strict=True):
        row |= {"p_value": adjusted, "verdict": verdict}
    whole = {name: index[name] for name in ("value", "low", "high", "n", "p_value", "verdict")}
    whole |= {f"compared_{name}": index[f"base_{name}"] for name in ("value", "low", "high", "n")}
    whole |= {"metric": XQI, "series": XQI, "weight": 100.0}
    whole |= {f"score{end}": index[name] for end, name in _ENDS.items()}
    whole |= {"compared_score": index["base_value"]}
    whole |= {f"contribution{end}": index[f"change{end}"] for end in _ENDS}
    return Panel(
        key="moved",
        kind=Kind.CONTRIBUTIONS,
        title="What moved XQI" if compared else "What XQI is made of",
        subtitle=(
            "points that each part adds, 95% interval" if compared else "each part from 0 to 100"
        ),
        frame=pd.DataFrame([*rows, whole], columns=list(rows[0])),
        metric=XQI,
    )


def _row(part: Part) -> dict[str, object]:
    """What is known of one part, its p value that of a single test."""
    names = ("value", "low", "high", "n")
    own = part.figures.iloc[0] if len(part.figures) else pd.Series(dtype=object)
    now, base = scaled_part(part)
    moved = contribution(now, base, part.weight)
    return {
        "metric": part.metric,
        "series": own.get("series", part.metric),
        "weight": 100 * part.weight,
        **{name: own.get(name, np.nan) for name in names},
        **{f"compared_{name}": own.get(f"base_{name}", np.nan) for name in names},
        **{f"score{end}": side[0] for end, side in zip(_ENDS, now, strict=True)},
        "compared_score": base.value[0],
        "contribution": moved.change[0],
        "contribution_low": moved.low[0],
        "contribution_high": moved.high[0],
        "p_value": moved.p_value[0],
        "verdict": "",
    }


def _natural_ends(metric: MetricDefinition, series: str) -> tuple[float, float]:
    """Worst and best of a share, or of a mean on its question's scale."""
    match metric.kind:
        case "proportion":
            low, high = 0.0, 100.0
        case "net_share":
            low, high = -100.0, 100.0
        case _:
            scale = parse_series(series)
            low, high = scale.scale_min, scale.scale_max
    return (low, high) if metric.higher_is_better else (high, low)


def weights_in_words(weights: Iterable[float]) -> list[str]:
    """Weights in per cent that add up: `40%`, or `33.4%` where one of them is no whole number."""
    exact = list(weights)
    decimals = 0 if all(abs(one - round(one)) < 1e-9 for one in exact) else 1
    shown = apportioned(exact, round(sum(exact), decimals), decimals)
    return [f"{one:.{decimals}f}%" for one in shown]
