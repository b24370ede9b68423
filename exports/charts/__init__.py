"""Which charts a panel has in files, by kind. Others are tables."""

from __future__ import annotations

from collections.abc import Callable

from data.catalog import Catalog
from exports.charts import levels, time
from exports.charts.chart import Chart
from pages.as_json import rows_json
from pages.panel import Kind, Page, Panel

Rows = list[dict[str, object]]
_CHARTS: dict[Kind, Callable[[Panel, Rows, str], list[Chart]]] = {
    Kind.TREND: time.trend,
    Kind.FORECAST: time.forecast,
    Kind.SHARES: time.shares,
    Kind.BACKLOG: time.backlog,
    Kind.MOVEMENT: time.movement,
    Kind.DISTRIBUTION: levels.distribution,
    Kind.BREAKDOWN: levels.breakdown,
    Kind.CONTRIBUTIONS: levels.contributions,
    Kind.BRIDGE: levels.bridge,
    Kind.DRIVERS: levels.drivers,
}


def charts_of(panel: Panel, page: Page, catalog: Catalog) -> list[Chart]:
    """The charts of a panel from above to below; none where its kind is a table, or has no value.

    Their numbers are those of the panel's rows in the JSON twin, not rounded.
    """
    made = _CHARTS.get(panel.kind)
    if made is None or panel.frame.empty:
        return []
    charts = made(panel, rows_json(panel, catalog), panel.grain or page.view.grain)
    return [one for one in charts if any(v is not None for s in one.series for v in s.values)]
