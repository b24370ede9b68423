"""Where a real change comes from: customer mix, or one touchpoint of one segment; since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from data.catalog import Catalog, Dimension
from data.query import feedback
from data.query.compile import CountQuery
from data.scope import NOT_STATED, Filters, Scope, Span
from data.store.snapshots import Snapshot
from metrics.definitions import DEFINITIONS, MetricDefinition
from metrics.inference.verdicts import Verdict
from metrics.reasons.change_point import change_point
from metrics.reasons.decomposition import Shift, largest_shift, mix_and_rate
from metrics.reasons.drivers import drivers
from metrics.series import metric_of
from metrics.sums.counts import add_counts
from metrics.sums.paired_cells import PairedCells, outer
from pages.figures.comparison import PERIOD
from pages.figures.coverage import base_scope
from pages.figures.readers.answers import answer_cells, answer_counts
from view.state import View

MOST = 0.5  # of the total change: what a mix or a place must explain to be named
_LITTLE = 0.1  # of the total change: what levels may have changed themselves if all of it is mix
_MOST_LEVELS = 5000  # of a dimension that is looked into


@dataclass(frozen=True)
class Mix:
    """The change, or most of it, is one of who answered: change = mix + rate."""

    metric: MetricDefinition
    dimension: Dimension
    mix: float
    rate: float  # the change at an unchanged mix
    all_of_it: bool
    shift: Shift  # the level that did most of it


@dataclass(frozen=True)
class Place:
    """The smallest part of the answers without which the rest changed within noise only."""

    touchpoint: str | None
    segment: str | None
    answers: int
    share: float  # of the total change
    since: date | None = None  # first month of the new level, where one stands out


@dataclass(frozen=True)
class _Found:
    """A place, what to filter by to see it, and the change of the total it explains."""

    place: Place
    levels: Filters
    change: float


@dataclass(frozen=True)
class _Cut:
    """One frame of counts: its keys, the dimensions to look for a mix in, the ways to a place."""

    keys: tuple[str, ...]
    mixes: list[Dimension]
    places: list[tuple[str, ...]]


def reasons(
    snapshot: Snapshot, view: View, series: Sequence[str], has_touchpoints: bool
) -> dict[str, Mix | Place]:
    """Why the totals of these series really changed; those that nothing explains are left out.

    Mix goes before place: a place is only where the answers themselves changed.
    """
    mixes: dict[str, list[Mix]] = {one: [] for one in series}
    places: dict[str, list[_Found]] = {one: [] for one in series}
    minimum_n = snapshot.catalog.minimum_n
    metrics = {one: metric_of(one) for one in series}
    cuts = list(_cuts(snapshot.catalog, has_touchpoints))
    sides = answer_counts(snapshot, view, [cut.keys for cut in cuts]) if cuts else None
    if sides is None:
        return {}
    for cut, counts in zip(cuts, sides, strict=True):
        answers = answer_cells(counts, cut.keys, view)
        if answers.base is None:
            return {}
        whole = outer(answers.now, answers.base, list(metrics.values()), cut.keys)
        for one, metric in metrics.items():
            both = whole.only(one)
            if not all(side.answers.any() for side in both):
                continue
            looked = (_mix(both, metric, dimension, minimum_n) for dimension in cut.mixes)
            mixes[one] += [mix for mix in looked if mix]
            places[one] += _places(both, metric, cut.places, minimum_n)
    best = {
        one: min(places[one], key=lambda place: place.place.answers)
        for one in series
        if places[one] and not mixes[one]
    }
    since = _since(snapshot, view, best)
    mixed = {
        one: min(mixes[one], key=lambda mix: (not mix.all_of_it, abs(mix.rate)))
        for one in series
        if mixes[one]
    }
    return {**mixed, **{one: replace(at.place, since=since[one]) for one, at in best.items()}}


def _cuts(catalog: Catalog, has_touchpoints: bool) -> Iterator[_Cut]:
    """Segments within touchpoints, then channel and the like, of which no place is made.

    The reason that came with an answer is part of it, and explains nothing. Of very many levels
    none can be told apart.
    """
    several = [
        d
        for d in catalog.dimensions
        if "feedback" in d.tables and d.key != "reason" and 1 < len(d.levels) <= _MOST_LEVELS
    ]
    touchpoints = [d for d in several if d.key == "touchpoint" and has_touchpoints]
    segments = [d for d in several if d.segment]
    new = touchpoints  # of the first segment's counts
    for segment in segments:
        keys = tuple(d.key for d in (*touchpoints, segment))
        ways = [(d.key,) for d in (*new, segment)] + ([keys] if touchpoints else [])
        yield _Cut(keys, [*new, segment], ways)
        new = []
    if new:
        yield _Cut(("touchpoint",), new, [("touchpoint",)])
    for other in several:
        if not other.segment and other.key != "touchpoint":
            yield _Cut((other.key,), [other], [])


def _mix(both: PairedCells, metric: str, dimension: Dimension, minimum_n: int) -> Mix | None:
    """The mix of this dimension, where it is at least most of the change."""
    parts = mix_and_rate(both, metric, dimension.key, minimum_n)
    change, mix, rate, low, high = (
        float(parts[name][0]) for name in ("change", "mix", "rate", "rate_low", "rate_high")
    )
    # An unknown interval is not a small one: NaN fails each comparison.
    small = abs(rate) < _LITTLE * abs(change) and max(-low, high) < MOST * abs(change)
    if not (small or MOST * abs(change) <= mix * np.sign(change) <= abs(change)):
        return None
    shift = largest_shift(both, metric, dimension.key, NOT_STATED)
    return Mix(DEFINITIONS[metric], dimension, mix, rate, small, shift) if shift else None


def _places(
    both: PairedCells, metric: str, ways: Sequence[tuple[str, ...]], minimum_n: int
) -> list[_Found]:
    """Of each way to cut, the cell whose own change did most, where it explains the change."""
    found: list[_Found] = []
    for driver in drivers(both, metric, ways, minimum_n, MOST):
        alone = driver.verdict == driver.apart == Verdict.REAL
        share = driver.contribution / driver.change if driver.change else 0.0
        if not alone or driver.rest_verdict != Verdict.NOISE or share < MOST:
            continue
        if NOT_STATED in driver.levels.values():
            continue
        segment = next((level for key, level in driver.levels.items() if key != "touchpoint"), None)
        place = Place(driver.levels.get("touchpoint"), segment, driver.answers, share)
        levels = tuple((key, (level,)) for key, level in driver.levels.items())
        found.append(_Found(place, levels, driver.change))
    return found


def _since(snapshot: Snapshot, view: View, places: dict[str, _Found]) -> dict[str, date | None]:
    """The month from which the cell of each series has been at another level.

    None unless it changed the way the total did, and after the first full month of the view for
    certain: that the change came with the view is what the comparison says anyway.
    """
    base = base_scope(snapshot.catalog, view)
    if base is None or not places:
        return {}
    span = Span(min(base.span.start, view.span.start), view.span.end)
    first = pd.Timestamp(view.span.start) + pd.offsets.MonthBegin(0)
    asked = []
    for where in places.values():
        named = dict(where.levels)
        kept = tuple(one for one in view.filters if one[0] not in named)
        asked.append(CountQuery(Scope(span, kept + where.levels), (), "month"))
    since: dict[str, date | None] = {}
    for (series, where), counts in zip(
        places.items(), feedback.counts_of(snapshot, asked), strict=True
    ):
        rows = add_counts(counts[counts["series"] == series], (PERIOD,), weighted=view.weighted)
        metric = metric_of(series)
        found = change_point(rows, metric, PERIOD, snapshot.catalog.minimum_n)
        same_way = found is not None and found.change * where.change > 0
        late = found is not None and pd.Timestamp(found.earliest) > first
        since[series] = pd.Timestamp(found.period).date() if found and same_way and late else None
    return since
