"""What is asked of the data, and the sums that come back: before figures are made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.query.compile import CountQuery
from data.scope import Scope
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.estimates import figures
from metrics.inference.design_effect import SameCustomer
from metrics.privacy.persons import EACH_ROW, Sides
from metrics.sums.cells import Cells, below
from metrics.sums.counts import add_tallies
from pages.figures.comparison import PERIOD, Comparison
from pages.figures.coverage import AMOUNTS, covered_in_full
from view.state import View

Keys = tuple[str, ...]
CellsOf = dict[str, Comparison[Cells]]  # by key of the metric


@dataclass(frozen=True)
class Request:
    """Metrics of one reader, by dimensions of their table (`by`) and by periods of a grain.

    `base_by_period`: what the view is compared with is asked by period, too. `in_all`: keys of
    metrics that are asked over the whole view alone, for those that cost much by period.
    """

    snapshot: Snapshot
    view: View
    metrics: tuple[MetricDefinition, ...]
    by: Keys = ()
    grain: str | None = None
    base_by_period: bool = True
    in_all: frozenset[str] = frozenset()

    @property
    def keys(self) -> Keys:
        """The period, if there is a grain, and the dimensions."""
        return ((PERIOD,) if self.grain else ()) + self.by

    @property
    def cuts(self) -> tuple[Keys, ...]:
        """The cuts of what does not add up: in all, by period, by dimensions."""
        return ((), *([(PERIOD,)] if self.grain else []), *([self.by] if self.by else []))

    def cuts_of(self, metric: str) -> tuple[Keys, ...]:
        """Those of them that are asked of a metric."""
        return ((),) if metric in self.in_all else self.cuts

    def queries(self, scopes: Sequence[Scope]) -> list[CountQuery]:
        """A query for each scope, the view's and that of the base."""
        return [
            CountQuery(scope, self.by, self.grain if self.base_by_period or not place else None)
            for place, scope in enumerate(scopes)
        ]

    def by_week(self, scopes: Sequence[Scope]) -> list[CountQuery]:
        """The same by week, whatever the grain."""
        return [CountQuery(scope, self.by, "week") for scope in scopes]


@dataclass(frozen=True)
class MetricSums:
    """What the data say of metrics, by key of the metric.

    `sums` add up over any of their keys, `values` are those of quantiles (`metrics.durations`).
    `cuts` are sums that don't add up (customers of two months are not those of each), each cut by
    its keys. `figures` are tables of what is made of no sums. `answers` are the cells of all
    feedback, `counts` the same by score. `weekly` are sums of amounts by week and by the
    dimensions, of both sides: how steady they are is seen in them.
    """

    sums: CellsOf = field(default_factory=dict)
    values: dict[str, Comparison[pd.DataFrame]] = field(default_factory=dict)
    cuts: dict[Keys, CellsOf] = field(default_factory=dict)
    figures: dict[Keys, pd.DataFrame] = field(default_factory=dict)
    answers: Comparison[Cells] | None = None
    counts: Comparison[pd.DataFrame] | None = None
    weekly: CellsOf = field(default_factory=dict)

    def beside(self, other: MetricSums) -> MetricSums:
        """The metrics of both."""
        return MetricSums(
            {**self.sums, **other.sums},
            {**self.values, **other.values},
            {
                keys: {**self.cuts.get(keys, {}), **other.cuts.get(keys, {})}
                for keys in {**self.cuts, **other.cuts}
            },
            {**self.figures, **other.figures},
            other.answers or self.answers,
            other.counts or self.counts,
            {**self.weekly, **other.weekly},
        )

    def by(self, keys: Keys) -> CellsOf:
        """The sums that are known by these keys."""
        added = {m: sides for m, sides in self.sums.items() if set(keys) <= {*sides.now.labels}}
        return {**added, **self.cuts.get(keys, {})}

    def without_base(self) -> MetricSums:
        """The view's rows, compared with nothing."""
        return MetricSums(
            {metric: sides.without_base() for metric, sides in self.sums.items()},
            {metric: sides.without_base() for metric, sides in self.values.items()},
            {
                keys: {metric: sides.without_base() for metric, sides in own.items()}
                for keys, own in self.cuts.items()
            },
            self.figures,
            self.answers and self.answers.without_base(),
            self.counts and self.counts.without_base(),
        )


def tally(metric: str, keys: Sequence[str] = ()) -> Callable[[pd.DataFrame], Cells]:
    """Makes the cells of a metric of a frame of sums, by those keys it has; see `add_tallies`."""
    return lambda frame: add_tallies(frame, metric, [key for key in keys if key in frame])


def comparable(
    request: Request, metric: MetricDefinition, sides: Comparison[Cells]
) -> Comparison[Cells]:
    """The sums of a metric, compared where that can be."""
    return sides if can_compare(request, metric) else sides.without_base()


def can_compare(request: Request, metric: MetricDefinition) -> bool:
    """False for an amount of a period that the data do not cover in full, and against the rest."""
    if metric.kind not in AMOUNTS:
        return True
    catalog, view = request.snapshot.catalog, request.view
    return view.compare != "rest" and covered_in_full(catalog, view, metric.table)


def of_sums(
    sums: CellsOf,
    keys: Keys,
    minimum_n: int,
    same: Mapping[str, SameCustomer],
    persons: Sides,
) -> list[pd.DataFrame]:
    """Figures of many metrics, those that are worked out alike at once."""
    alike: dict[tuple[int, bool], CellsOf] = {}
    for key, sides in sums.items():
        kind = DEFINITIONS[key].kind
        if kind == "stock" and PERIOD not in keys:
            sides = sides.each(_at_the_end)
        # A number of tickets is known, however small; of customers it would tell who left.
        of_tickets = DEFINITIONS[key].table == "tickets"
        least = 0 if of_tickets and kind in ("count", "stock") else minimum_n
        alike.setdefault((least, sides.base is None), {})[key] = sides
    frames = []
    for (least, _), found in alike.items():
        now = below([sides.now for sides in found.values()], keys)
        others = [sides.base for sides in found.values() if sides.base is not None]
        base = below(others, keys) if others else None
        who = same, persons if least else (EACH_ROW, EACH_ROW)
        frames.append(figures(now, base, list(found), keys, least, *who))
    return frames


def _at_the_end(cells: Cells) -> Cells:
    """The cells of the last period: what was there at its end."""
    periods = pd.DatetimeIndex(cells.labels[PERIOD])
    return cells.pick(np.flatnonzero(periods == periods.max()))
