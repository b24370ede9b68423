"""Both sides of one figure by all dimensions at once, and what of them may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.estimates import why_hidden
from metrics.inference.design_effect import SameCustomer
from metrics.reasons.residual import inside
from metrics.reasons.where import Search, search, ways_of
from metrics.sums.paired_cells import PairedCells
from pages.figures.figure import Figure, figures_of
from pages.figures.read import Figures, read
from pages.figures.reasons import (
    MixReason,
    Place,
    as_certain,
    both_sides,
    cuts_of,
    dimensions_of,
    is_place,
    read_ways,
    reason_of,
)
from pages.figures.series import Subject
from pages.figures.sums import Keys
from pages.panels.breakdowns import has_touchpoints
from view.state import View

_MOST_CELLS = 5000  # of all dimensions crossed; those with most levels are read by themselves

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """A figure with its rows on both sides.

    `both` by all `keys` at once, None where they do not add up to the figure; `alone` by dimensions
    with so many levels that they are crossed with none.
    """

    snapshot: Snapshot
    view: View
    row: Figure
    figures: Figures
    dimensions: Mapping[str, Dimension]
    keys: Keys
    both: PairedCells | None
    alone: Mapping[str, PairedCells]
    _seen: dict[Keys, Flags] = field(default_factory=dict)

    @property
    def catalog(self) -> Catalog:
        """What is known of the data."""
        return self.snapshot.catalog

    def of(self, way: Keys) -> PairedCells | None:
        """Both sides by one or two dimensions; None where that is not known."""
        if self.both is not None and set(way) <= {*self.keys}:
            return self.both.added(way)
        return self.alone.get(way[0]) if len(way) == 1 else None

    def certain(self, way: Keys) -> PairedCells | None:
        """The same, as certain as the figure is."""
        both = self.of(way)
        return None if both is None else as_certain(both, self.row)

    def hidden(self, way: Keys) -> Flags:
        """Which cells of `of` are too small to be shown on one side, or shield others there."""
        if way not in self._seen:
            both, least = self.of(way), self.catalog.minimum_n
            assert both is not None
            found = np.zeros(both.now.size, dtype=bool)
            for side, persons in zip(both, self.figures.customers.persons(), strict=True):
                why = why_hidden(side, way, least, persons)
                found |= (why != "") & (side.answers > 0)
            self._seen[way] = found
        return self._seen[way]

    def reason(self) -> MixReason | Place | None:
        """What Overview tells of the figure, from these rows."""
        touchpoints = self.row.definition.table == "feedback" and has_touchpoints(self.catalog)
        cuts = {}
        for way in cuts_of(self.dimensions, touchpoints):
            both = self.certain(way)
            if both is not None:
                cuts[way] = both
        return reason_of(self.snapshot, self.view, self.row, cuts, self.dimensions)

    def places(self) -> list[str]:
        """Keys of the dimensions in which a change may have a place."""
        return [key for key in self.keys if is_place(self.dimensions[key])]

    def search(self) -> Search | None:
        """Segments that changed differently from all others; None where nothing can be searched.

        Readers whose views are never a few customers apart see no crossed segments.
        """
        if self.both is None or not self.places():
            return None
        ways = ways_of(self.places(), 1 if self.catalog.anonymous else 2)
        return search(
            self.both, self.row.definition, ways, unstated=NOT_STATED, same=self._same(),
            shown=self._is_shown,
        )  # fmt: skip

    def _same(self) -> SameCustomer | None:
        definition = self.row.definition
        return self.figures.customers.known([definition.key]).get(definition.table)

    def _is_shown(self, levels: Mapping[str, str]) -> bool:
        way = tuple(levels)
        both = self.of(way)
        assert both is not None
        return not self.hidden(way)[inside(both, levels)].any()


def read_cut(snapshot: Snapshot, view: View, subject: Subject) -> Cut | None:
    """The rows of a metric of the view; None where it has no figure there."""
    metric, catalog = subject.metric, snapshot.catalog
    dimensions = _looked_into(catalog, view, metric)
    keys = _crossed(dimensions)
    figures = read(snapshot, view, [metric], keys)
    row = _row(figures, subject)
    if row is None:
        return None
    both = both_sides(figures.found, row, keys) if keys else None
    own = [key for key in dimensions if key not in keys]
    if both is None and keys and row.base_n:  # of a customer with rows in several levels
        keys = tuple(_alone(snapshot, view, row, keys))
        figures = read(snapshot, view, [metric], keys)
        both = both_sides(figures.found, row, keys) if keys else None
    alone = _alone(snapshot, view, row, own) if row.base_n else {}
    return Cut(snapshot, view, row, figures, dimensions, keys, both, alone)


def _looked_into(catalog: Catalog, view: View, metric: MetricDefinition) -> dict[str, Dimension]:
    """Dimensions of the metric in which the view has several levels, on both sides."""
    return {
        key: dimension
        for key, dimension in dimensions_of(catalog, metric.table, metric.key).items()
        if catalog.divides(key, metric)
        and len(view.levels(key)) != 1
        and not (view.compare == "rest" and dimension.segment and view.levels(key))
    }


def _crossed(dimensions: Mapping[str, Dimension]) -> Keys:
    """As many as make at most `_MOST_CELLS` cells: places first, those with few levels first."""
    order = sorted(dimensions.values(), key=lambda d: (not is_place(d), len(d.levels)))
    chosen, cells = set(), 1
    for dimension in order:
        cells *= len(dimension.levels) + 1
        if cells > _MOST_CELLS:
            break
        chosen.add(dimension.key)
    return tuple(key for key in dimensions if key in chosen)


def _row(figures: Figures, subject: Subject) -> Figure | None:
    """The figure of the whole view."""
    frame = figures.table([subject.metric])
    rows: Sequence[Figure] = [] if frame is None else figures_of(frame)
    return next((row for row in rows if row.series == subject.series and row.n), None)


def _alone(
    snapshot: Snapshot, view: View, row: Figure, keys: Sequence[str]
) -> dict[str, PairedCells]:
    """Both sides by each of the dimensions that add up to the figure."""
    ways = [(key,) for key in keys]
    found = read_ways(snapshot, view, [row.definition], ways) if ways else ()
    sides = {way[0]: both_sides(sums, row, way) for way, sums in found}
    return {key: both for key, both in sides.items() if both is not None}
