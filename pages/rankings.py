"""Who does best, as far as that can be told: agents and teams by one metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.catalog import Catalog
from data.scope import NOT_STATED
from data.store import Snapshot
from metrics.definitions import MetricDefinition
from metrics.estimates import against_rest
from metrics.ranking import against_average, can_rank, ranked
from pages.breakdowns import unit_note
from pages.cards import metric_figures
from pages.panel import Kind, Panel
from pages.readings import Service, service
from view.state import View

_MIXED = "Teams do different work: choose a team to rank its agents among themselves."


def ranking_panel(
    snapshot: Snapshot, view: View, key: str, metrics: Sequence[MetricDefinition]
) -> Panel | None:
    """The levels of a dimension of tickets by the first of the metrics that can rank them.

    None where tickets have no such dimension, fewer than two levels of it, or nothing to rank by.
    """
    catalog = snapshot.catalog
    dimension = catalog.dimension(key)
    metric = next(filter(can_rank, metrics), None)
    if metric is None or dimension is None or "tickets" not in dimension.tables:
        return None
    found = service(snapshot, replace(view, compare="none"), [metric], None, (key,))
    frame = levels_against_others(catalog, metric, found, key)
    average = metric_figures(catalog, [metric], None, found, ())
    if frame is None or average is None:
        return None
    frame = frame[(frame[key] != NOT_STATED) & (frame["n"] > 0)]
    if len(frame) < 2:
        return None
    rows = ranked(frame.assign(average=average["value"].iloc[0]), metric, key)
    return Panel(
        key=f"{key}s",
        kind=Kind.RANKING,
        title=f"{dimension.label}s by {metric.subject}",
        subtitle=f"{unit_note(metric.key)} · {_order(metric)} · ○ can't be told from the average",
        frame=rows.rename(columns={key: "segment"}).assign(
            segment=rows[key].astype("str"), dimension=key
        ),
        metric=metric.key,
        dimension=key,
        note=_note(catalog, view, key),
        rest=True,
    )


def levels_against_others(
    catalog: Catalog, metric: MetricDefinition, found: Service, key: str
) -> pd.DataFrame | None:
    """Each level against all others, or for medians, which do not add up, against all together."""
    if metric.key in found.sums:
        now = found.sums[metric.key].now
        return against_rest(now, [metric.key], key, (), catalog.minimum_n)
    alone = found.without_base()
    levels = metric_figures(catalog, [metric], None, alone, (key,))
    average = metric_figures(catalog, [metric], None, alone, ())
    if levels is None or average is None or average.empty:
        return None
    return against_average(levels, average)


def _order(metric: MetricDefinition) -> str:
    end = "lower" if metric.higher_is_better else "upper"
    return f"ordered by the {end} end of the 95% interval"


def _note(catalog: Catalog, view: View, key: str) -> str:
    team = catalog.dimension("team")
    mixed = key == "agent" and team and len(view.levels("team") or team.levels) > 1
    return _MIXED if mixed else ""
