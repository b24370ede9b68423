"""Why a figure really changed: the mix of those counted, or one place; since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.definitions import MetricDefinition
from metrics.reasons.decomposition import (
    MixAndRate,
    Shift,
    largest_shift,
    mix_and_rate,
    most_telling,
)
from metrics.reasons.drivers import Driver, driver
from metrics.sums.paired_cells import PairedCells, outer
from pages.figures.figure import Figure
from pages.figures.read import Figures, read
from pages.figures.since import Months, since
from pages.figures.sums import Keys
from view.state import View

_AVERAGES = ("net_share", "proportion", "mean")  # kinds whose total is a mean of its levels
_MOST_LEVELS = 5000  # of a dimension that is looked into: of very many none can be told apart
# The reason that came with an answer is part of it, and explains nothing; agents are people.
_NEVER = ("reason", "agent")


@dataclass(frozen=True)
class Mix:
    """The change, or much of it, is one of who was counted."""

    dimension: Dimension
    parts: MixAndRate
    shift: Shift  # the level that did most of it


@dataclass(frozen=True)
class Place:
    """Where most of the change is: levels of one dimension, or a segment at a touchpoint."""

    where: tuple[tuple[Dimension, tuple[str, ...]], ...]
    share: float  # of the change, with the ends of its 95 % interval
    share_low: float
    share_high: float
    since: Months | None = None


@dataclass
class _Found:
    """What was found of one figure, by the keys it was looked for."""

    row: Figure
    mixes: dict[str, Mix] = field(default_factory=dict)
    places: dict[Keys, Driver] = field(default_factory=dict)


def reasons(
    snapshot: Snapshot, view: View, rows: Sequence[Figure], has_touchpoints: bool
) -> dict[str, Mix | Place]:
    """Why these figures really changed, by series; what nothing explains is left out.

    Rates and means have reasons, of answers as of tickets, orders and customers. Mix goes before
    place: a place is only where what was counted itself changed.
    """
    catalog = snapshot.catalog
    every = [_Found(row) for row in rows if row.definition.kind in _AVERAGES]
    metrics = list(dict.fromkeys(one.row.definition for one in every))
    for keys in _cuts(catalog, metrics, has_touchpoints):
        able = [metric for metric in metrics if all(catalog.divides(key, metric) for key in keys)]
        figures = read(snapshot, view, able, keys)
        for one in every:
            both = _paired(figures, one.row, keys)
            if both is not None:
                _look(one, both, [_known(catalog, key) for key in keys], catalog.minimum_n)
    told = {}
    for one in every:
        mixes = list(one.mixes.values())
        best = most_telling([mix.parts for mix in mixes])
        if best is not None:
            told[one.row.series] = mixes[best]
        elif one.places:
            told[one.row.series] = _place(snapshot, view, one)
    return told


def _cuts(
    catalog: Catalog, metrics: Iterable[MetricDefinition], has_touchpoints: bool
) -> list[Keys]:
    """Every dimension of the metrics' tables; of answers, segments within touchpoints."""
    cuts: dict[Keys, None] = {}
    for table in dict.fromkeys(metric.table for metric in metrics):
        inside = ("touchpoint",) if table == "feedback" and has_touchpoints else ()
        several = [
            d
            for d in catalog.dimensions
            if table in d.tables and d.key not in _NEVER and 1 < len(d.levels) <= _MOST_LEVELS
        ]
        segments = [d for d in several if d.segment]
        for d in several:
            if d.key not in inside or not segments:
                cuts[(*inside, d.key) if d.segment else (d.key,)] = None
    return list(cuts)


def _known(catalog: Catalog, key: str) -> Dimension:
    dimension = catalog.dimension(key)
    assert dimension is not None, key
    return dimension


def _paired(figures: Figures, row: Figure, keys: Keys) -> PairedCells | None:
    """Both sides of a figure by these keys; None where they do not add up to its change.

    A customer with orders in two countries is one customer: the countries add up to more.
    """
    sides = (
        figures.answers
        if row.definition.feedback_metric
        else figures.found.by(keys).get(row.metric)
    )
    if sides is None or sides.base is None:
        return None
    both = outer(sides.now, sides.base, [row.metric], keys).only(row.series)
    if not all(side.answers.any() for side in both):
        return None
    whole = mix_and_rate(both, row.definition, "series")
    same = whole is not None and abs(whole.change - row.change) <= 1e-6 * max(abs(row.change), 1)
    return both if same else None


def _look(
    found: _Found, both: PairedCells, dimensions: Sequence[Dimension], minimum_n: int
) -> None:
    """Looks for a mix of each dimension and for places in them, and keeps what there is."""
    metric = found.row.definition
    for one in dimensions:
        if one.key not in found.mixes:
            parts = mix_and_rate(both, metric, one.key)
            shift = largest_shift(both, metric, one.key, NOT_STATED)
            if parts and shift:
                found.mixes[one.key] = Mix(one, parts, shift)
    cut = [d.key for d in dimensions if d.segment or d.key == "touchpoint"]
    ways = [(key,) for key in cut] + ([tuple(cut)] if len(cut) > 1 else [])
    for way in ways:
        if way not in found.places:
            place = driver(both, metric, way, minimum_n, NOT_STATED)
            if place:
                found.places[way] = place


def _place(snapshot: Snapshot, view: View, found: _Found) -> Place:
    """The narrowest of the places that were found, of several the one most apart from the rest."""
    way, best = min(
        found.places.items(), key=lambda item: (-len(item[0]), len(item[1].cells), -item[1].apart)
    )
    where = tuple(
        (_known(snapshot.catalog, key), tuple(cell[key] for cell in best.cells)) for key in way
    )
    place = Place(where, best.share, best.share_low, best.share_high)
    levels = tuple((dimension.key, named) for dimension, named in where)
    return replace(place, since=since(snapshot, view, found.row, levels))
