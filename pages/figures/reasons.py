"""Why a figure changed beyond noise: the mix of those counted, or one place; since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.inference import samples
from metrics.inference.differences import Difference
from metrics.reasons.change_point import Months
from metrics.reasons.explain import Mix, explain
from metrics.reasons.leading import Leading
from metrics.sums.paired_cells import PairedCells, outer
from pages.figures.figure import Figure
from pages.figures.read import read
from pages.figures.readers.answers import answer_cells, answer_counts
from pages.figures.since import since
from pages.figures.sums import Keys, MetricSums
from view.state import View

_MOST_LEVELS = 5000  # of a dimension that is looked into: of very many none can be told apart
# The reason that came with an answer is part of it, and explains nothing; agents are people.
_NEVER = ("reason", "agent")
_DEFINED_BY = {"self_service_share": "handled_by"}  # more of the bot is the figure, no mix


@dataclass(frozen=True)
class MixReason:
    """The change, or much of it, is one of who was counted."""

    dimension: Dimension
    mix: Mix


@dataclass(frozen=True)
class Place:
    """Where most of the change is: levels of one dimension, or a segment at a touchpoint."""

    where: tuple[tuple[Dimension, tuple[str, ...]], ...]
    leading: Leading
    since: Months | None


def reasons(
    snapshot: Snapshot, view: View, rows: Sequence[Figure], has_touchpoints: bool
) -> dict[str, MixReason | Place]:
    """Why these figures changed beyond noise, by series; what nothing explains is left out.

    Rates and means have reasons, of answers as of tickets, orders and customers.
    """
    catalog = snapshot.catalog
    averages = [row for row in rows if row.definition.is_average]
    told: dict[str, MixReason | Place] = {}
    for table in dict.fromkeys(row.definition.table for row in averages):
        own = [row for row in averages if row.definition.table == table]
        dimensions = dimensions_of(catalog, table)
        cuts: dict[str, dict[Keys, PairedCells]] = {row.series: {} for row in own}
        ways = cuts_of(dimensions, table == "feedback" and has_touchpoints)
        for keys, sums in read_ways(snapshot, view, [row.definition for row in own], ways):
            for row in own:
                both = both_sides(sums, row, keys)
                if both is not None and _DEFINED_BY.get(row.metric) not in keys:
                    cuts[row.series][keys] = as_certain(both, row)
        for row in own:
            found = reason_of(snapshot, view, row, cuts[row.series], dimensions)
            if found:
                told[row.series] = found
    return told


def reason_of(
    snapshot: Snapshot,
    view: View,
    row: Figure,
    cuts: Mapping[Keys, PairedCells],
    dimensions: Mapping[str, Dimension],
) -> MixReason | Place | None:
    """Why a figure changed beyond noise, from both its sides by the ways of `cuts_of`."""
    places = {d.key for d in dimensions.values() if is_place(d)}
    found = explain(cuts, row.definition, places, snapshot.catalog.minimum_n, NOT_STATED)
    if isinstance(found, Mix):
        return MixReason(dimensions[found.by], found)
    return _place(snapshot, view, row, found, dimensions) if found else None


def is_place(dimension: Dimension) -> bool:
    """True where its levels are where something may happen: of a segment, or a touchpoint."""
    return dimension.segment or dimension.key == "touchpoint"


def dimensions_of(catalog: Catalog, table: str, metric: str = "") -> dict[str, Dimension]:
    """Those that a reason may be in; of `metric`, but for what defines it."""
    never = (*_NEVER, _DEFINED_BY.get(metric, ""))
    return {
        d.key: d
        for d in catalog.dimensions
        if table in d.tables
        and d.key not in never
        and not d.several
        and 1 < len(d.levels) <= _MOST_LEVELS
    }


def cuts_of(dimensions: Mapping[str, Dimension], crossed: bool) -> list[Keys]:
    """Each dimension by itself; crossed, segments within touchpoints."""
    segments = [d for d in dimensions.values() if d.segment]
    if not crossed or not segments:
        return [(key,) for key in dimensions]
    inside = [("touchpoint", d.key) for d in segments]
    return [
        *inside,
        *((key,) for key, d in dimensions.items() if not d.segment and key != "touchpoint"),
    ]


def read_ways(
    snapshot: Snapshot, view: View, metrics: Sequence[MetricDefinition], ways: Sequence[Keys]
) -> Iterator[tuple[Keys, MetricSums]]:
    """The sums of metrics of one table in several ways; those of feedback in one query."""
    if not metrics[0].feedback_metric:
        yield from ((keys, read(snapshot, view, metrics, keys).found) for keys in ways)
        return
    found = (answer_counts(snapshot, view, ways) if ways else None) or ()
    for keys, counts in zip(ways, found, strict=False):
        yield keys, MetricSums(answers=answer_cells(counts, keys, view))


def both_sides(sums: MetricSums, row: Figure, keys: Keys) -> PairedCells | None:
    """Both sides of a figure by these keys; None where they do not add up to its change.

    A customer with orders in two countries is one customer: the countries add up to more.
    """
    metric = row.definition
    sides = sums.answers if metric.feedback_metric else sums.by(keys).get(row.metric)
    if sides is None or sides.base is None:
        return None
    both = outer(sides.now, sides.base, [row.metric], keys).only(row.series)
    if not all(side.answers.any() for side in both):
        return None
    change = _independent(both, row).change[0]
    return both if abs(change - row.change) <= 1e-6 * max(abs(row.change), 1) else None


def as_certain(both: PairedCells, row: Figure) -> PairedCells:
    """The cells as much less certain as the figure is, several answers being of one customer.

    Where the interval of its change is wider than by these cells, all parts of it are.
    """
    found = _independent(both, row)
    wider = (row.change_high - row.change_low) / (found.high - found.low)[0]
    return both.less_certain(wider**2) if wider > 1 else both


def _independent(both: PairedCells, row: Figure) -> Difference:
    """The change of all cells together, as if each answer were of another customer."""
    now, base = (samples.of_cells(side, row.definition) for side in both.added(()))
    return samples.differ(now, base, row.definition)


def _place(
    snapshot: Snapshot, view: View, row: Figure, found: Leading, dimensions: Mapping[str, Dimension]
) -> Place | None:
    """Leading cells, their dimensions and months; None where their figure may not be shown."""
    named = {key: tuple(cell[key] for cell in found.cells) for key in found.cells[0]}
    kept = tuple(one for one in view.filters if one[0] not in named)
    there = replace(view, filters=(*kept, *named.items()))
    own = read(snapshot, there, [row.definition]).table([row.definition])
    sides = ["series", "value", "base_value"]
    if own is not None and own.loc[own["series"] == row.series, sides].isna().any(axis=None):
        return None
    where = tuple((dimensions[key], levels) for key, levels in named.items())
    return Place(where, found, since(snapshot, view, row, tuple(named.items())))
