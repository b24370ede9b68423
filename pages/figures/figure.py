"""One figure of a panel, typed: a row of the frames that `metrics.figures.assemble` makes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from metrics.definitions import DEFINITIONS, MetricDefinition


class Figure(NamedTuple):
    """A figure with its uncertainty, its comparison, and where it belongs. NaN: not known."""

    metric: str
    series: str
    value: float
    low: float
    high: float
    n: int
    hidden: str  # "" shown, "too_few" below the minimum n, "protects" hidden to shield another
    base_value: float
    base_low: float
    base_high: float
    base_n: int
    change: float
    change_low: float
    change_high: float
    p_value: float
    verdict: str
    period: date | None = None
    days: int = 0  # of the period that the view and the data cover
    of_days: int = 0  # how many it has
    touchpoint: str = ""
    segment: str = ""
    dimension: str = ""  # whose level the segment is
    mark: str = ""  # what the touchpoint is in the journey: peak, low, end
    share: float = float("nan")  # % of all answers, along the journey
    team: str = ""  # of an agent who stands against it
    rank: int = 0  # in a ranking, from 1; 0: not ranked
    rank_best: int = 0  # the best and the worst rank that it may have, as far as can be told
    rank_worst: int = 0
    average: float = float("nan")  # of all, or of the team
    target: float | None = None
    target_verdict: str | None = None
    target_level: str = ""  # whose own target it is; "" where it is that of all
    benchmark: float | None = None
    benchmark_verdict: str | None = None
    benchmark_source: str = ""
    csat_value: float = float("nan")  # of an agent, beside what is ranked
    csat_low: float = float("nan")
    csat_high: float = float("nan")
    csat_n: int = 0
    csat_hidden: str = ""
    weighted_value: float = float("nan")
    weighted_low: float = float("nan")
    weighted_high: float = float("nan")
    last_year: float = float("nan")  # the same change a year before, where it is no more than that
    season: float = float("nan")  # the usual change in these days, from earlier years
    season_low: float = float("nan")
    season_high: float = float("nan")
    beside_season: str = ""  # as_usual, more, less; "" where no season is known
    band_low: float = float("nan")  # of a trend: what chance allows in a year of weekly looks
    band_high: float = float("nan")
    unusual: bool = False  # outside that
    variation: str = ""  # of a key figure, by its control chart; "" where that tells nothing yet
    special_since: date | None = None  # the period from which on a special cause holds
    usual_low: float = float("nan")  # what its periods usually are
    usual_high: float = float("nan")
    sigma_z: float = float("nan")  # how many times more they vary than their answers explain
    chart_periods: int = 0  # that the chart has
    chart_early: bool = False  # it has too few to tell anything
    assurance: str = ""  # whether they meet the target
    group: str = ""  # of a card: under which heading it stands

    @property
    def definition(self) -> MetricDefinition:
        """What the metric means."""
        return DEFINITIONS[self.metric]

    @property
    def shown_n(self) -> int | None:
        """How many rows it is of; None where it is hidden: that would tell of few as well."""
        return None if self.hidden else self.n

    @property
    def shown_base_n(self) -> int | None:
        """The same of what it is compared with."""
        return None if self.base_n and math.isnan(self.base_value) else self.base_n

    @property
    def partial(self) -> bool:
        """True where the view or the data cut its period."""
        return self.days < self.of_days

    @property
    def ranks(self) -> str:
        """Its rank in a ranking, a range where it can't be told from others: `2` or `2–5`."""
        alone = self.rank_best == self.rank_worst  # both 0 without an interval
        return f"{self.rank_best or self.rank}" if alone else f"{self.rank_best}–{self.rank_worst}"

    @property
    def place(self) -> str:
        """The level it is about, whatever the dimension."""
        return self.touchpoint or self.segment


def carded(rows: Sequence[Figure]) -> list[Figure]:
    """Those with a card of their own: who do not stand beside another one of them."""
    there = {row.metric for row in rows}
    return [row for row in rows if row.definition.beside not in there]


def figures_of(frame: pd.DataFrame) -> list[Figure]:
    """The rows of a frame of figures, in order."""
    given = {name: frame[name].tolist() for name in Figure._fields if name in frame}
    if "period" in given:
        given["period"] = [value.date() for value in given["period"]]
    for name in ("target", "target_verdict", "benchmark", "benchmark_verdict", "special_since"):
        if name in given:
            given[name] = [None if pd.isna(value) else value for value in given[name]]
    if "beside_season" in given:  # of rows that were read beside others
        given["beside_season"] = [
            "" if pd.isna(value) else value for value in given["beside_season"]
        ]
    rows = zip(*given.values(), strict=True)
    return [Figure(**dict(zip(given, row, strict=True))) for row in rows]
