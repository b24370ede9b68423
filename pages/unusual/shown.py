"""What control charts show: on cards, by period in the trend, and while they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.control_charts import FEWEST, variation
from metrics.inference.monitoring import Band
from pages.figures.comparison import PERIOD
from pages.panel import Panel
from pages.unusual.histories import Key

CHANCE = "wide band: chance, looked at weekly"

_COLUMNS = (
    *("variation", "special_since", "usual_low", "usual_high"),
    *("sigma_z", "chart_periods"),
)

Array = npt.NDArray[np.float64]


class Chart(NamedTuple):
    """The whole periods of a metric up to the end of the view, oldest first, and their limits."""

    periods: list[date]
    days: Array  # of each
    found: Band
    size: int  # periods of the newest phase that are known
    sigma_z: float
    usual: tuple[float, float]  # three-sigma limits of a period of average n
    per_day: bool  # limits are of a day

    @property
    def is_early(self) -> bool:
        """True where the newest phase has too few periods to tell anything."""
        return self.size <= FEWEST


@dataclass(frozen=True)
class Charts:
    """The charts of a page by metric and series; none where nothing can be told, or not yet."""

    of: Mapping[Key, Chart] = field(default_factory=dict)
    early: frozenset[Key] = frozenset()  # of these there are too few periods to tell anything
    pending: str = ""  # the key of the work that makes them, while it is done

    def awaited_by(self, cards: Panel) -> Panel:
        """The cards, which ask for the page again once there are charts."""
        return replace(cards, pending=self.pending)

    def on_cards(self, totals: pd.DataFrame) -> pd.DataFrame:
        """Figures with variation, special_since, usual_low, usual_high, sigma_z, chart_periods.

        And chart_early, where any has too few periods. While a special cause holds, nothing is
        usual.
        """
        keys = list(zip(totals["metric"], totals["series"].astype(str), strict=True))
        if not self.early.isdisjoint(keys):
            totals = totals.assign(chart_early=[key in self.early for key in keys])
        told = [None if key in self.early else self.of.get(key) for key in keys]
        rows = [_told(one, DEFINITIONS[key[0]]) for one, key in zip(told, keys, strict=True)]
        if not any(row[0] for row in rows):
            return totals
        columns = (list(column) for column in zip(*rows, strict=True))
        return totals.assign(**dict(zip(_COLUMNS, columns, strict=True)))

    def on_trend(self, rows: pd.DataFrame, metric: str, series: str) -> pd.DataFrame:
        """The rows of one trend with band_low, band_high and unusual, where any period has them."""
        chart = self.of.get((metric, series))
        if chart is None or rows.empty:
            return rows
        place = {start: number for number, start in enumerate(chart.periods)}
        whole = (rows["days"] == rows["of_days"]).tolist()
        at = [
            place.get(start.date(), -1) if all_of_it else -1
            for start, all_of_it in zip(rows[PERIOD], whole, strict=True)
        ]
        wide = chart.days if chart.per_day else 1.0
        low, high = (
            np.append(one * wide, np.nan)[at] for one in (chart.found.low, chart.found.high)
        )
        if np.isnan(low).all():
            return rows
        unusual = np.append(chart.found.unusual, False)[at]
        return rows.assign(band_low=low, band_high=high, unusual=unusual)


def _told(
    chart: Chart | None, metric: MetricDefinition
) -> tuple[str, date | None, float, float, float, int]:
    if chart is None:
        return "", None, np.nan, np.nan, np.nan, 0
    since = int(chart.found.since)
    said = str(variation(since >= 0, float(chart.found.moved), metric))
    if since >= 0:
        return said, chart.periods[since], np.nan, np.nan, chart.sigma_z, chart.size
    usual = (np.nan, np.nan) if chart.per_day else chart.usual
    return said, None, *usual, chart.sigma_z, chart.size
