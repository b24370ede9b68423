"""The kinds of panels: how each is drawn, as a chart and as a table, and how wide it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts import (
    backlog,
    breakdown,
    distribution,
    forecast,
    movement,
    occasions,
    shares,
    trend,
)
from components.charts.parts.build import Chart
from components.charts.parts.graph import graph, legend
from components.charts.reasons import bridge, contributions, drivers, quadrant, themes
from components.panels import journey, ranking, timeline
from components.panels.cards import cards
from components.panels.cohorts import cohort_table
from components.panels.comments import comments_list
from components.panels.definitions import definitions
from components.panels.heatmap import heatmap
from components.panels.lists import actions, helped, own_cases, places, sought, to_call
from components.panels.risk import leaving_list, leaving_tested, money_at_risk
from components.tables import figures_table, records_table
from components.theme import Theme
from data.catalog import Catalog
from pages.panel import Kind, Page, Panel
from view.state import View

Draw = Callable[[Panel, Page, Catalog, Theme], Component]
Table = Callable[[Panel, View, Catalog], Component]


@dataclass(frozen=True)
class PanelKind:
    """What all panels of one kind have in common."""

    draw: Draw
    width: int  # twelfths of a wide screen
    table: Table | None = None  # instead of the drawing, where a reader asks for it
    beside: frozenset[Kind] = frozenset()  # without any of these on its page it has all the width
    most_rows: int | None = None  # with more it has all the width: beside them would be a hole
    wide_table: bool = False  # it has so many columns that it needs all the width
    empty: str = "No answers in this view."  # said where the frame has no rows
    figures: bool = True  # its rows are figures: where all are hidden, that is said instead
    empty_too: bool = False  # is drawn without rows as well: it has more than these
    titled: bool = True  # has a frame and a heading of its own


def _chart(
    draw: Callable[[Panel, View, Theme], Chart],
    above: Callable[[Panel], Component] | None = None,
    below: Callable[[Panel, Catalog], Component] | None = None,
) -> Draw:
    """A chart, with its legend above it and what else there is to say below."""

    def drawn(panel: Panel, page: Page, catalog: Catalog, theme: Theme) -> Component:
        parts: list[Component] = [graph(panel, draw(panel, page.view, theme), page.view, catalog)]
        if above:
            parts.insert(0, above(panel))
        if below:
            parts.append(below(panel, catalog))
        return html.Div(parts) if len(parts) > 1 else parts[0]

    return drawn


# Sparklines have none: they are drawn inside the cards.
KINDS = {
    Kind.CARDS: PanelKind(cards, 12, figures_table, titled=False),
    Kind.TREND: PanelKind(
        _chart(trend.draw),
        7,
        figures_table,
        beside=frozenset({Kind.DISTRIBUTION, Kind.CONTRIBUTIONS, Kind.BACKLOG}),
    ),
    Kind.FORECAST: PanelKind(_chart(forecast.draw), 12, forecast.table),
    Kind.OUTLOOKS: PanelKind(forecast.outlooks, 12, figures=False),
    Kind.DISTRIBUTION: PanelKind(
        _chart(distribution.draw, above=distribution.group_bar),
        5,
        distribution.table,
        beside=frozenset({Kind.TREND}),
    ),
    Kind.SHARES: PanelKind(
        _chart(shares.draw, above=lambda _: legend(shares.COLOURS)), 6, shares.table
    ),
    Kind.BREAKDOWN: PanelKind(_chart(breakdown.draw), 6, figures_table, most_rows=12),
    Kind.CONTRIBUTIONS: PanelKind(
        _chart(contributions.draw), 5, contributions.table, wide_table=True
    ),
    Kind.BRIDGE: PanelKind(
        _chart(bridge.draw, above=lambda _: legend(bridge.KEYS)), 6, bridge.table, wide_table=True
    ),
    Kind.PLACES: PanelKind(places.places, 12, places.places_table),
    Kind.ACTIONS: PanelKind(actions.actions, 12, actions.actions_table, figures=False),
    Kind.DRIVERS: PanelKind(
        _chart(drivers.draw), 6, drivers.table, most_rows=12, wide_table=True, figures=False
    ),
    Kind.QUADRANT: PanelKind(
        _chart(quadrant.draw), 6, quadrant.table, wide_table=True, figures=False
    ),
    Kind.HEATMAP: PanelKind(heatmap, 12, figures_table),
    Kind.JOURNEY: PanelKind(journey.journey, 12, journey.journey_table),
    Kind.BACKLOG: PanelKind(
        _chart(backlog.draw, above=lambda panel: legend(backlog.shown(panel))),
        5,
        backlog.table,
        beside=frozenset({Kind.TREND}),
    ),
    Kind.RANKING: PanelKind(ranking.ranking, 6, ranking.ranking_table),
    Kind.MOVEMENT: PanelKind(
        _chart(movement.draw, above=lambda _: legend(movement.COLOURS)), 6, movement.table
    ),
    Kind.COHORTS: PanelKind(cohort_table, 12),
    Kind.FIGURES: PanelKind(
        lambda panel, page, catalog, _: figures_table(panel, page.view, catalog), 12
    ),
    Kind.RISK: PanelKind(money_at_risk, 12),
    Kind.LEAVING: PanelKind(leaving_list, 12, figures=False),
    Kind.LEAVING_TESTED: PanelKind(leaving_tested, 12),
    Kind.TO_CALL: PanelKind(to_call.to_call, 12, figures=False),
    Kind.HELPED: PanelKind(helped.helped, 12, figures=False),
    Kind.OWN_CASES: PanelKind(own_cases.own_cases, 12, figures=False, empty_too=True),
    Kind.COMMENTS: PanelKind(comments_list, 12, empty="No comments in this view."),
    Kind.SOUGHT: PanelKind(
        sought.sought, 12, empty="No comments in this view.", figures=False, empty_too=True
    ),
    Kind.THEMES: PanelKind(_chart(themes.draw), 6, themes.table, wide_table=True, figures=False),
    Kind.RECORDS: PanelKind(records_table, 6, empty="Nothing to list.", figures=False),
    Kind.DEFINITIONS: PanelKind(definitions, 12, figures=False),
    Kind.FACTS: PanelKind(timeline.facts, 12, figures=False),
    Kind.TIMELINE: PanelKind(
        _chart(occasions.draw, below=timeline.timeline), 12, timeline.timeline_table, figures=False
    ),
    Kind.FAILED: PanelKind(records_table, 6),  # has no rows, only its note
    Kind.TOO_LARGE: PanelKind(records_table, 6),
    Kind.WORKING: PanelKind(records_table, 12),
}
