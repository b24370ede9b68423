"""Who does best, as far as that can be told: agents and teams by one metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.ranking import can_rank, ranked
from metrics.series import is_series
from pages.figures.read import Figures, read
from pages.figures.series import chosen_series
from pages.guard import failed
from pages.panel import Kind, Panel
from pages.panels.too_many import too_many_ranked
from pages.words.series_names import scale_note, unit_note
from view.state import View


def ranking_panels(
    snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition]
) -> dict[str, Panel]:
    """Agents and teams by the first of the metrics that can rank them; neither where not mapped.

    Teams do different work: where the view has several, agents stand against their own team. A view
    of one agent or team ranks all of them, or it would be the only one.
    """
    catalog = snapshot.catalog
    metric = next(filter(can_rank, metrics), None)
    team, agent = (_dimension(catalog, key) for key in ("team", "agent"))
    if metric is None:
        return {}
    now = _without(replace(view, compare="none"), "agent")
    several = team is not None and len(view.levels("team") or team.levels) > 1
    within = ("team",) if several else ()
    panels = {}
    all_teams = _without(now, "team")
    found = read(snapshot, now, [metric], (*within, "agent")) if agent else None
    whole: Figures | None = found
    # Sums add up from agents to their teams; medians are read by team.
    if several and (found is None or metric.kind == "quantile"):
        whole = read(snapshot, now, [metric], ("team",))
    if team and len(team.levels) > 1:
        shared = whole if whole and now == all_teams else None
        of_teams = shared or read(snapshot, all_teams, [metric], ("team",))
        teams = of_teams.against_others(metric, "team")
        if teams is not None:
            panels["team"] = _panel(teams, metric, team)
    if agent and found:
        agents = found.against_others(metric, "agent", within, whole)
        if agents is not None:
            panels["agent"] = _panel(agents, metric, agent, within)
    ranking = {key: one for key, one in panels.items() if len(one.frame) > 1 or one.missing}
    if "agent" in ranking and not ranking["agent"].missing:
        ranking["agent"] = _with_csat(snapshot, now, ranking["agent"])
    return ranking


def _with_csat(snapshot: Snapshot, view: View, panel: Panel) -> Panel:
    """Each agent's satisfaction beside what is ranked, where answers name agents: `csat_value`,
    `csat_low`, `csat_high`, `csat_n` and `csat_hidden`."""
    catalog = snapshot.catalog
    agent, series = catalog.dimension("agent"), chosen_series(catalog, "csat")
    if agent is None or "feedback" not in agent.tables or not is_series(series):
        return panel
    rows = read(snapshot, view, [DEFINITIONS["csat"]], ("agent",)).table(
        [DEFINITIONS["csat"]], ("agent",)
    )
    if rows is None:
        return panel
    own = rows[rows["series"] == series]
    if own["value"].isna().all():
        return panel
    own = own.set_index(own["agent"].astype("str"))
    beside = own[["value", "low", "high", "n", "hidden"]].reindex(panel.frame["segment"])
    beside = beside.fillna({"n": 0, "hidden": ""}).astype({"n": "int64"})
    columns = {f"csat_{name}": beside[name].to_numpy() for name in beside}
    whose = " of all their teams" if panel.frame["segment"].duplicated().any() else ""
    return replace(
        panel,
        frame=panel.frame.assign(**columns),
        subtitle=f"{panel.subtitle} · beside it CSAT{whose}, {scale_note(series)}",
    )


def _without(view: View, dimension: str) -> View:
    """The view of all levels of a dimension."""
    return replace(view, filters=tuple(one for one in view.filters if one[0] != dimension))


def _dimension(catalog: Catalog, key: str) -> Dimension | None:
    found = catalog.dimension(key)
    return found if found and "tickets" in found.tables else None


def _panel(
    frame: pd.DataFrame,
    metric: MetricDefinition,
    dimension: Dimension,
    within: tuple[str, ...] = (),
) -> Panel:
    key = dimension.key
    rows = frame[(frame[[key, *within]] != NOT_STATED).all(axis="columns") & (frame["n"] > 0)]
    title = f"{dimension.label}s by {metric.subject}"
    if why := too_many_ranked(len(rows), dimension):
        return failed(f"{key}s", title, Kind.TOO_LARGE, why)
    rows = ranked(rows, metric, key, difference=bool(within))
    rows = rows.rename(columns={key: "segment"}).assign(dimension=key)
    against = "their team" if within else f"the other {dimension.noun}s together"
    return Panel(
        key=f"{key}s",
        kind=Kind.RANKING,
        title=title,
        subtitle=" · ".join(filter(None, (unit_note(metric.key), f"against {against}"))),
        frame=rows.astype({"segment": "str", **dict.fromkeys(within, "str")}),
        metric=metric.key,
        dimension=key,
        rest=True,
    )
