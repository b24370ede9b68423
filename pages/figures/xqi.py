"""The experience quality index: its figures from those of its parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.catalog import Catalog
from metrics.composite import Part, composite_figures
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.series import parse_series
from pages.figures.series import chosen_series

XQI = "xqi"


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
