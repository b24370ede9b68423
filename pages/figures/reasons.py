"""Why a figure really changed: the mix of those counted, or one place; since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.catalog import Catalog, Dimension
from data.scope import NOT_STATED
from data.store.snapshots import Snapshot
from metrics.inference import samples
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
    mixes: dict[str, Mix | None] = field(default_factory=dict)
    places: dict[Keys, Driver | None] = field(default_factory=dict)


def reasons(
    snapshot: Snapshot, view: View, rows: Sequence[Figure], has_touchpoints: bool
) -> dict[str, Mix | Place]:
    """Why these figures really changed, by series; what nothing explains is left out.

    Rates and means have reasons, of answers as of tickets, orders and customers. Mix goes before
    place: a place is only where what was counted itself changed.
    """
    catalog = snapshot.catalog
    every = [_Found(row) for row in rows if row.definition.kind in _AVERAGES]
    for table in dict.fromkeys(one.row.definition.table for one in every):
        own = [one for one in every if one.row.definition.table == table]
        for cut in _cuts(catalog, table, has_touchpoints):
            keys = tuple(dimension.key for dimension in cut)
            figures = read(snapshot, view, [one.row.definition for one in own], keys)
            for one in own:
                both = _paired(figures, one.row, keys)
                if both is not None:
                    _look(one, both, cut, catalog.minimum_n)
    told: dict[str, Mix | Place] = {}
    for one in every:
        mixes = [mix for mix in one.mixes.values() if mix]
        best = most_telling([mix.parts for mix in mixes])
        if best is not None:
            told[one.row.series] = mixes[best]
        elif any(one.places.values()):
            told[one.row.series] = _place(snapshot, view, one)
    return told


def _cuts(catalog: Catalog, table: str, has_touchpoints: bool) -> list[tuple[Dimension, ...]]:
    """Every dimension of the table; of answers, segments within touchpoints."""
    several = [
        d
        for d in catalog.dimensions
        if table in d.tables and d.key not in _NEVER and 1 < len(d.levels) <= _MOST_LEVELS
    ]
    segments = [d for d in several if d.segment]
    crossed = table == "feedback" and has_touchpoints and bool(segments)
    touchpoints = tuple(d for d in several if crossed and d.key == "touchpoint")
    return [(*touchpoints, d) if d.segment else (d,) for d in several if d not in touchpoints]


def _paired(figures: Figures, row: Figure, keys: Keys) -> PairedCells | None:
    """Both sides of a figure by these keys; None where they do not add up to its change.

    A customer with orders in two countries is one customer: the countries add up to more.
    """
    metric = row.definition
    own = figures.found.by(keys)
    sides = figures.answers if metric.feedback_metric else own.get(row.metric)
    if sides is None or sides.base is None:
        return None
    both = outer(sides.now, sides.base, [row.metric], keys).only(row.series)
    if not all(side.answers.any() for side in both):
        return None
    now, base = (samples.of_cells(side, metric) for side in both.added(()))
    change = float((samples.value(now, metric) - samples.value(base, metric))[0])
    return both if abs(change - row.change) <= 1e-6 * max(abs(change), 1) else None


def _look(
    found: _Found, both: PairedCells, dimensions: Sequence[Dimension], minimum_n: int
) -> None:
    """Looks for a mix of each dimension and for places in them, and keeps what there is."""
    metric = found.row.definition
    for one in dimensions:
        if one.key not in found.mixes:
            parts = mix_and_rate(both, metric, one.key)
            shift = largest_shift(both, metric, one.key, NOT_STATED)
            found.mixes[one.key] = Mix(one, parts, shift) if parts and shift else None
    cut = tuple(d.key for d in dimensions if d.segment or d.key == "touchpoint")
    for way in [*((key,) for key in cut), *([cut] if len(cut) > 1 else [])]:
        if way not in found.places:
            found.places[way] = driver(both, metric, way, minimum_n, NOT_STATED)


def _place(snapshot: Snapshot, view: View, found: _Found) -> Place:
    """The narrowest of the places that were found, of several the one most apart from the rest."""
    places = [(way, place) for way, place in found.places.items() if place]
    way, best = min(places, key=lambda one: (-len(one[0]), len(one[1].cells), -one[1].apart))
    dimensions = [snapshot.catalog.dimension(key) for key in way]
    where = tuple(
        (dimension, tuple(dict.fromkeys(cell[dimension.key] for cell in best.cells)))
        for dimension in dimensions
        if dimension
    )
    levels = tuple((dimension.key, named) for dimension, named in where)
    months = since(snapshot, view, found.row, levels)
    return Place(where, best.share, best.share_low, best.share_high, months)
