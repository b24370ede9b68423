"""The one door to a metric: what is asked of the data for it, and the figures that come of it.

Cards, sparklines, trends, breakdowns, parts of the index, the dictionary, the API and the command
line all come through `read`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.store.snapshots import Snapshot
from metrics.composite import Part
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.durations import quantile_figures
from metrics.estimates import against_rest, figures
from metrics.rest_quantiles import quantiles_against_rest
from metrics.sums.cells import Cells
from metrics.sums.grouping import categorical
from pages.figures import season
from pages.figures.amounts import compared
from pages.figures.comparison import PERIOD, Comparison, aligned
from pages.figures.coverage import AMOUNTS
from pages.figures.customers.same_customer import Customers
from pages.figures.judged import judged, with_days
from pages.figures.readers import READERS
from pages.figures.sums import CellsOf, Keys, MetricSums, Request, of_sums
from pages.figures.xqi import part_definitions, parts_of, with_xqi
from view.state import View


@dataclass(frozen=True)
class Figures:
    """Figures of metrics in a view, by any of the keys that they were read by.

    A table of them has the columns of `metrics.figures.assemble`.
    """

    snapshot: Snapshot
    view: View
    found: MetricSums
    customers: Customers
    grain: str = ""  # of their periods, if they have any

    @property
    def catalog(self) -> Catalog:
        """What is known of the data."""
        return self.snapshot.catalog

    @property
    def answers(self) -> Comparison[Cells] | None:
        """All feedback by the keys it was read by; None where it can't be filtered so."""
        return self.found.answers

    @property
    def counts(self) -> Comparison[pd.DataFrame] | None:
        """The same by score."""
        return self.found.counts

    def beside(self, other: Figures) -> Figures:
        """The figures of both."""
        customers = self.customers.beside(other.customers)
        return replace(self, found=self.found.beside(other.found), customers=customers)

    def without_base(self) -> Figures:
        """The same, compared with nothing."""
        customers = self.customers.without_base()
        return replace(self, found=self.found.without_base(), customers=customers)

    def aligned(self, grain: str) -> Figures:
        """The base's periods beside those of the view that are like them, for a chart over time."""
        found, catalog, view = self.found, self.catalog, self.view

        def by_period(own: CellsOf) -> CellsOf:
            return {
                metric: aligned(sides, catalog, view, grain, DEFINITIONS[metric])
                if PERIOD in sides.now.labels
                else sides
                for metric, sides in own.items()
            }

        values = {
            metric: aligned(sides, catalog, view, grain, DEFINITIONS[metric])
            for metric, sides in found.values.items()
        }
        cuts = {keys: by_period(own) for keys, own in found.cuts.items()}
        answers = found.answers and aligned(found.answers, catalog, view, grain, DEFINITIONS["nps"])
        return replace(
            self,
            found=replace(
                found, sums=by_period(found.sums), values=values, cuts=cuts, answers=answers
            ),
            customers=self.customers.aligned(grain),
        )

    def has(self, metric: str, keys: Keys = ()) -> bool:
        """True where a metric that is not of feedback is known by these keys."""
        return metric in self.found.values or metric in self.found.by(keys)

    def table(self, metrics: Sequence[MetricDefinition], keys: Keys = ()) -> pd.DataFrame | None:
        """Those of the metrics that are known by these keys, in their order, the index last.

        By period with `days` and `of_days` of each, see `pages.figures.judged`. A change is real
        only beside last year's same change, where that is known.
        """
        found = self._table(metrics, keys)
        if found is None:
            return None
        told = judged(found, self.catalog, self.view, PERIOD in keys)
        told = season.judged(told, self.catalog, self.view, metrics, keys, self.grain, self._of)
        if PERIOD not in keys or not self.grain:
            return told
        return with_days(told, self.catalog, self.view, self.grain)

    def _of(
        self, view: View, metrics: Sequence[MetricDefinition], keys: Keys, grain: str
    ) -> pd.DataFrame | None:
        """The same figures of another view, read anew."""
        by = tuple(key for key in keys if key != PERIOD)
        if by == keys:
            return read(self.snapshot, view, metrics, by)._table(metrics, keys)
        return read(self.snapshot, view, metrics, by, grain).aligned(grain)._table(metrics, keys)

    def _table(self, metrics: Sequence[MetricDefinition], keys: Keys) -> pd.DataFrame | None:
        if any(metric.of_parts for metric in metrics):
            return self._with_index(metrics, keys)
        minimum_n, persons = self.catalog.minimum_n, self.customers.persons()
        frames: list[pd.DataFrame] = []
        feedback = [metric.key for metric in metrics if self.has_common_figure(metric, keys)]
        if self.answers is not None and feedback:
            now, base = self.answers.now, self.answers.base
            same = self.customers.known(feedback)
            frames.append(figures(now, base, feedback, keys, minimum_n, same, persons))
        sums = self.found.by(keys)
        own = {m.key: sums[m.key] for m in metrics if m.key in sums}
        same = self.customers.known(own)
        tables = of_sums(own, keys, minimum_n, same, persons)
        place = self.catalog, self.view, self.grain
        frames += [
            compared(one, own, self.found.weekly, keys, place, self.customers) for one in tables
        ]
        for metric in metrics:
            sides = self.found.values.get(metric.key)
            if sides is not None and set(keys) <= {*sides.now.columns}:
                q = metric.quantile or 0.5
                same = self.customers.known([metric.key])
                found = quantile_figures(
                    *(sides.now, sides.base, metric.key, "value", keys, q, minimum_n),
                    same=same.get(metric.table),
                    persons=persons,
                )
                frames.append(found)
        if keys in self.found.figures:
            made = self.found.figures[keys]
            frames.append(made[made["metric"].isin([metric.key for metric in metrics])])
        frames = [frame for frame in frames if len(frame)] or frames[:1]
        if len(frames) < 2:
            return frames[0] if frames else None
        whole = pd.concat(frames, ignore_index=True)
        row, names = pd.factorize(whole["metric"].to_numpy(dtype=object))
        order = {metric.key: number for number, metric in enumerate(metrics)}
        rank = np.array([order[name] for name in names])[row]
        return whole.take(np.argsort(rank, kind="stable")).reset_index(drop=True)

    def has_common_figure(self, metric: MetricDefinition, keys: Keys = ()) -> bool:
        """True for metrics of feedback with one figure in each cell.

        Ratings of different things have none in common; of one thing, or of no named one, they do.
        """
        if not metric.feedback_metric:
            return False
        touchpoint = self.catalog.dimension("touchpoint")
        apart = touchpoint is not None and len(self.view.levels("touchpoint")) != 1
        return metric.pooled or "touchpoint" in keys or not apart

    def _with_index(self, metrics: Sequence[MetricDefinition], keys: Keys) -> pd.DataFrame | None:
        simple = [metric for metric in metrics if not metric.of_parts]
        parts = [metric for metric in part_definitions(self.catalog) if metric not in simple]
        found = self._table([*simple, *parts], keys)
        if found is None or not self.catalog.xqi:
            return found
        wanted = with_xqi(found, self.catalog, keys)
        wanted = wanted[wanted["metric"].isin([metric.key for metric in metrics])]
        return wanted.reset_index(drop=True)

    def levels(
        self, metrics: Sequence[MetricDefinition], dimension: Dimension, within: Keys = ()
    ) -> pd.DataFrame | None:
        """Figures by level, against the base or, by segment, each against all the others.

        A segment's amounts are not compared: they grow with the level. `within` names keys that
        are held apart; for answers alone.
        """
        others = self.view.compare == "rest" and dimension.segment
        if not others or any(metric.kind in AMOUNTS for metric in metrics):
            return self.table(metrics, (*within, dimension.key))
        if all(metric.feedback_metric for metric in metrics):
            by = dimension.key
            told = [m.key for m in metrics if self.has_common_figure(m, (*within, by))]
            return self.answers_against_rest(told, by, within) if self.answers and told else None
        (metric,) = metrics
        return self.against_others(metric, dimension.key)

    def answers_against_rest(
        self, metrics: Sequence[str], by: str, within: Keys = ()
    ) -> pd.DataFrame:
        """Metrics of feedback: each level against all others of the same cell of `within`."""
        assert self.answers is not None
        same, persons = self.customers.known(metrics), self.customers.persons()
        now, least = self.answers.now, self.catalog.minimum_n
        return against_rest(now, metrics, by, within, least, same=same, persons=persons)

    def against_others(
        self, metric: MetricDefinition, by: str, within: Keys = (), whole: Figures | None = None
    ) -> pd.DataFrame | None:
        """Each level against all others of the same cell of `within`, and the cell's `average`.

        Medians do not add up: their average is from `whole` where these figures are not known by
        `within`.
        """
        average = (whole or self).without_base().table([metric], within)
        least, nested, persons = self.catalog.minimum_n, bool(within), self.customers.persons()
        if average is None or average.empty:
            return None
        sums = self.found.by((*within, by))
        if metric.key in sums:
            same = self.customers.known([metric.key])
            now = sums[metric.key].now
            frame = against_rest(now, [metric.key], by, within, least, nested, same, persons)
        elif metric.key in self.found.values:
            values, q = self.found.values[metric.key].now, metric.quantile or 0.5
            same = self.customers.known([metric.key])
            frame = quantiles_against_rest(
                *(values, metric.key, "value", by, within, q, least),
                *(same.get(metric.table), persons[0]),
            )
        else:
            return self.table([metric], (by,))
        if not within:
            return frame.assign(average=average["value"].iloc[0])
        known = average.set_index(list(within))["value"]
        return frame.assign(average=frame[within[0]].map(known.to_dict()).astype(float))

    def of_enough(self, series: str, n: int) -> bool:
        """True where n answers to a series, all that the view has, are of enough persons."""
        now, _ = self.customers.persons()
        labels = {"series": categorical(np.zeros(1, dtype=np.int64), [series])}
        least = self.catalog.minimum_n
        return bool(now.sizes(labels, (), np.array([n]), least)[0] >= least)

    def index_parts(self) -> list[Part]:
        """The parts of the index with their figures over the whole view."""
        found = self.table(part_definitions(self.catalog))
        empty = pd.DataFrame({"metric": [], "series": [], "hidden": []})
        return parts_of(self.catalog, empty if found is None else found)


def read(
    snapshot: Snapshot,
    view: View,
    metrics: Sequence[MetricDefinition],
    by: Keys = (),
    grain: str | None = None,
    *,
    base_by_period: bool = True,
    in_all: Collection[str] = (),
) -> Figures:
    """What the data say of those of the metrics that they can answer; of the index, of its parts.

    Over the view, by its periods where there is a grain, and by dimensions that the tables of the
    metrics have: a metric whose table lacks one is not known. `base_by_period`: what the view is
    compared with is read by period, too. `in_all`: metrics that are read over the whole view alone,
    for those that cost much by period. Raises UnavailableError.
    """
    catalog = snapshot.catalog
    parts = part_definitions(catalog) if any(metric.of_parts for metric in metrics) else []
    able = [
        metric
        for metric in dict.fromkeys([*metrics, *parts])
        if not metric.of_parts
        and catalog.answers_metric(metric)
        and all(catalog.divides(key, metric) for key in by)
    ]
    asked = Request(snapshot, view, tuple(able), by, grain, base_by_period)
    found = MetricSums()
    for reader in dict.fromkeys(READERS[metric.reader] for metric in able):
        own = tuple(metric for metric in able if READERS[metric.reader] is reader)
        request = Request(snapshot, view, own, by, grain, base_by_period, frozenset(in_all))
        found = found.beside(reader(request))
    return Figures(snapshot, view, found, Customers.of(asked), grain or "")
