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
from metrics.sums.cells import Cells, below
from metrics.sums.counts import add_counts
from pages.figures.comparison import PERIOD, Comparison, aligned
from pages.figures.readers import READERS
from pages.figures.sums import AMOUNTS, CellsOf, Keys, MetricSums, Request
from pages.figures.xqi import part_definitions, parts_of, with_xqi
from view.state import View


@dataclass(frozen=True)
class Figures:
    """Figures of metrics in a view, by any of the keys that they were read by.

    A table of them has the columns of `metrics.figures.assemble`.
    """

    catalog: Catalog
    view: View
    found: MetricSums

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
        return replace(self, found=self.found.beside(other.found))

    def without_base(self) -> Figures:
        """The same, compared with nothing."""
        return replace(self, found=self.found.without_base())

    def aligned(self, snapshot: Snapshot, grain: str) -> Figures:
        """The base's periods beside those of the view, for a chart over time."""
        found = self.found

        def beside(sides: Comparison[Cells]) -> Comparison[Cells]:
            return aligned(sides, snapshot, self.view, grain)

        def by_period(own: CellsOf) -> CellsOf:
            return {
                metric: beside(sides) if PERIOD in sides.now.labels else sides
                for metric, sides in own.items()
            }

        values = {
            metric: aligned(sides, snapshot, self.view, grain)
            for metric, sides in found.values.items()
        }
        cuts = {keys: by_period(own) for keys, own in found.cuts.items()}
        answers = found.answers and beside(found.answers)
        return replace(
            self,
            found=replace(
                found, sums=by_period(found.sums), values=values, cuts=cuts, answers=answers
            ),
        )

    def has(self, metric: str, keys: Keys = ()) -> bool:
        """True where a metric that is not of feedback is known by these keys."""
        return metric in self.found.values or metric in self.found.by(keys)

    def table(self, metrics: Sequence[MetricDefinition], keys: Keys = ()) -> pd.DataFrame | None:
        """Those of the metrics that are known by these keys, in their order, the index last."""
        if any(metric.of_parts for metric in metrics):
            return self._with_index(metrics, keys)
        minimum_n = self.catalog.minimum_n
        frames: list[pd.DataFrame] = []
        feedback = [metric.key for metric in metrics if self.has_common_figure(metric, keys)]
        if self.answers is not None and feedback:
            now, base = self.answers.now, self.answers.base
            frames.append(figures(now, base, feedback, keys, minimum_n))
        sums = self.found.by(keys)
        frames += _of_sums({m.key: sums[m.key] for m in metrics if m.key in sums}, keys, minimum_n)
        for metric in metrics:
            sides = self.found.values.get(metric.key)
            if sides is not None and set(keys) <= {*sides.now.columns}:
                q = metric.quantile or 0.5
                found = quantile_figures(
                    sides.now, sides.base, metric.key, "value", keys, q, minimum_n
                )
                frames.append(found)
        if keys in self.found.figures:
            made = self.found.figures[keys]
            frames.append(made[made["metric"].isin([metric.key for metric in metrics])])
        frames = [frame for frame in frames if len(frame)] or frames[:1]
        if len(frames) < 2:
            return frames[0] if frames else None
        order = {metric.key: place for place, metric in enumerate(metrics)}
        return pd.concat(frames, ignore_index=True).sort_values(
            "metric", key=lambda names: names.map(order), kind="stable", ignore_index=True
        )

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
        found = self.table([*simple, *parts], keys)
        if found is None or not self.catalog.xqi:
            return found
        wanted = with_xqi(found, self.catalog, keys)
        wanted = wanted[wanted["metric"].isin([metric.key for metric in metrics])]
        return wanted.reset_index(drop=True)

    def levels(
        self, metrics: Sequence[MetricDefinition], dimension: Dimension
    ) -> pd.DataFrame | None:
        """Figures by level, against the base or, by segment, each against all the others.

        A segment's amounts are not compared: they grow with the level.
        """
        others = self.view.compare == "rest" and dimension.segment
        if not others or any(metric.kind in AMOUNTS for metric in metrics):
            return self.table(metrics, (dimension.key,))
        if all(metric.feedback_metric for metric in metrics):
            by, minimum_n = dimension.key, self.catalog.minimum_n
            keys = [metric.key for metric in metrics if self.has_common_figure(metric, (by,))]
            if self.answers is None or not keys:
                return None
            return against_rest(self.answers.now, keys, by, (), minimum_n)
        (metric,) = metrics
        return self.against_others(metric, dimension.key)

    def against_others(
        self, metric: MetricDefinition, by: str, within: Keys = (), whole: Figures | None = None
    ) -> pd.DataFrame | None:
        """Each level against all others of the same cell of `within`, and the cell's `average`.

        Medians do not add up: their average is from `whole` where these figures are not known by
        `within`.
        """
        average = (whole or self).without_base().table([metric], within)
        least, nested = self.catalog.minimum_n, bool(within)
        if average is None or average.empty:
            return None
        sums = self.found.by((*within, by))
        if metric.key in sums:
            frame = against_rest(sums[metric.key].now, [metric.key], by, within, least, nested)
        elif metric.key in self.found.values:
            values, q = self.found.values[metric.key].now, metric.quantile or 0.5
            frame = quantiles_against_rest(values, metric.key, "value", by, within, q, least)
        else:
            return self.table([metric], (by,))
        if not within:
            return frame.assign(average=average["value"].iloc[0])
        known = average.set_index(list(within))["value"]
        return frame.assign(average=frame[within[0]].map(known.to_dict()).astype(float))

    def index_parts(self) -> list[Part]:
        """The parts of the index with their figures over the whole view."""
        found = self.table(part_definitions(self.catalog))
        empty = pd.DataFrame({"metric": [], "series": [], "hidden": []})
        return parts_of(self.catalog, empty if found is None else found)

    def with_weighted(self, totals: pd.DataFrame) -> pd.DataFrame:
        """Totals with weighted figures beside: weighted_value, weighted_low, weighted_high."""
        names = ["value", "low", "high"]
        of_feedback = [key for key in totals["metric"].unique() if DEFINITIONS[key].feedback_metric]
        if self.counts is None or not self.catalog.weighted or not of_feedback:
            return totals
        cells = add_counts(self.counts.now, (), weighted=True)
        found = figures(cells, None, of_feedback, (), self.catalog.minimum_n)
        beside = found[["metric", "series", *names]]
        beside = beside.rename(columns={name: f"weighted_{name}" for name in names})
        return totals.merge(beside, on=["metric", "series"], how="left")


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
    found = MetricSums()
    for reader in dict.fromkeys(READERS[metric.reader] for metric in able):
        own = tuple(metric for metric in able if READERS[metric.reader] is reader)
        request = Request(snapshot, view, own, by, grain, base_by_period, frozenset(in_all))
        found = found.beside(reader(request))
    return Figures(catalog, view, found)


def _of_sums(sums: CellsOf, keys: Keys, minimum_n: int) -> list[pd.DataFrame]:
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
        frames.append(figures(now, base, list(found), keys, least))
    return frames


def _at_the_end(cells: Cells) -> Cells:
    """The cells of the last period: what was there at its end."""
    periods = pd.DatetimeIndex(cells.labels[PERIOD])
    return cells.pick(np.flatnonzero(periods == periods.max()))
