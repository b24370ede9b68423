"""Who does best, as far as that can be told: agents and teams by one metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.durations import quantile_figures
from metrics.estimates import against_rest, figures
from metrics.ranking import against_average, can_rank, ranked
from pages.figures.cards import metric_figures
from pages.figures.comparison import MetricSums, answer_counts, answer_moments, service
from pages.panel import Kind, Panel
from pages.panels.breakdowns import chosen_series, scale_note, unit_note
from view.state import View


def ranking_panels(
    snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition]
) -> dict[str, Panel]:
    """Agents and teams by the first of the metrics that can rank them; neither where not mapped.

    Teams do different work: where the view has several, agents stand against their own team.
    """
    catalog = snapshot.catalog
    metric = next(filter(can_rank, metrics), None)
    team, agent = (_dimension(catalog, key) for key in ("team", "agent"))
    if metric is None:
        return {}
    now = replace(view, compare="none")
    several = team is not None and len(view.levels("team") or team.levels) > 1
    within = ("team",) if several else ()
    panels = {}
    found = service(snapshot, now, [metric], None, (*within, "agent")) if agent else None
    whole = found
    # Sums add up from agents to their teams; medians are asked for by team.
    if several and (found is None or metric.kind == "quantile"):
        whole = service(snapshot, now, [metric], None, ("team",))
    if team and several and whole:
        teams = levels_against_others(catalog, metric, whole, whole, "team")
        if teams is not None:
            panels["team"] = _panel(teams, metric, team)
    if agent and found and whole:
        agents = levels_against_others(catalog, metric, found, whole, "agent", within)
        if agents is not None:
            panels["agent"] = _panel(agents, metric, agent, within)
    ranking = {key: panel for key, panel in panels.items() if len(panel.frame) > 1}
    if "agent" in ranking:
        ranking["agent"] = _with_csat(snapshot, now, ranking["agent"])
    return ranking


def _with_csat(snapshot: Snapshot, view: View, panel: Panel) -> Panel:
    """Each agent's satisfaction beside what is ranked, where answers name agents: `csat_value`,
    `csat_low`, `csat_high`, `csat_n` and `csat_hidden`."""
    catalog = snapshot.catalog
    agent, series = catalog.dimension("agent"), chosen_series(catalog, "csat")
    if agent is None or "feedback" not in agent.tables or ":" not in series:
        return panel
    counts = answer_counts(snapshot, view, ("agent",))
    if counts is None:
        return panel
    answers = answer_moments(counts, ("agent",), view).now
    rows = figures(answers, None, ["csat"], ("agent",), catalog.minimum_n)
    own = rows[rows["series"] == series]
    if own["value"].isna().all():
        return panel
    own = own.set_index(own["agent"].astype("str"))
    beside = own[["value", "low", "high", "n", "hidden"]].reindex(panel.frame["segment"])
    beside = beside.fillna({"n": 0, "hidden": ""}).astype({"n": "int64"})
    columns = {f"csat_{name}": beside[name].to_numpy() for name in beside}
    return replace(
        panel,
        frame=panel.frame.assign(**columns),
        subtitle=f"{panel.subtitle} · beside it CSAT, {scale_note(series)}",
    )


def levels_against_others(
    catalog: Catalog,
    metric: MetricDefinition,
    found: MetricSums,
    whole: MetricSums,
    by: str,
    within: tuple[str, ...] = (),
) -> pd.DataFrame | None:
    """Each level against all others of the same cell of `within`, with the `average` of the cell.

    Medians do not add up: there it is all of the cell together, from `whole`, which has its keys.
    """
    average = metric_figures(catalog, [metric], None, whole.without_base(), within)
    least, nested = catalog.minimum_n, bool(within)
    if average is None or average.empty:
        return None
    if metric.key in found.sums:
        frame = against_rest(found.sums[metric.key].now, [metric.key], by, within, least, nested)
    else:
        values, q = found.times[metric.key].now, metric.quantile or 0.5
        levels = quantile_figures(
            values, None, metric.key, "value", (*within, by), q, least, apart=within
        )
        frame = against_average(levels, average, within)
    if not within:
        return frame.assign(average=average["value"].iloc[0])
    known = average.set_index(list(within))["value"]
    return frame.assign(average=frame[within[0]].map(known.to_dict()).astype(float))


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
    rows = ranked(rows, metric, key, difference=bool(within))
    rows = rows.rename(columns={key: "segment"}).assign(dimension=key)
    end = "lower" if metric.higher_is_better else "upper"
    of_what = ", against their team" if within else ""
    return Panel(
        key=f"{key}s",
        kind=Kind.RANKING,
        title=f"{dimension.label}s by {metric.subject}",
        subtitle=f"{unit_note(metric.key)}{of_what} · by the {end} end of the 95% interval"
        " · ○ within noise",
        frame=rows.astype({"segment": "str", **dict.fromkeys(within, "str")}),
        metric=metric.key,
        dimension=key,
        rest=True,
    )
