"""Where a real change comes from: customer mix, or one touchpoint of one segment; since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from data import engine
from data.catalog import Dimension
from data.scope import NOT_STATED, Filters, Scope, Span
from data.store import Snapshot
from metrics.both import Both, outer
from metrics.change_point import change_point
from metrics.counts import moments
from metrics.decomposition import mix_and_rate
from metrics.drivers import drivers
from metrics.verdicts import Verdict
from pages.readings import answer_counts, answer_moments, base_scope
from view.state import View

MOST = 0.5  # of the total change: what a place must explain to be named
_LITTLE = 0.5  # of the total change: what levels may have changed themselves under a mix


@dataclass(frozen=True)
class Mix:
    """The change is one of who answered: no level of this dimension changed by itself."""

    dimension: Dimension
    rate: float  # the change at an unchanged mix
    level: str  # whose share grew most
    share: float  # of the answers now, in per cent
    base_share: float


@dataclass(frozen=True)
class Place:
    """The smallest part of the answers without which the rest changed within noise only."""

    touchpoint: str | None
    segment: str | None
    answers: int
    share: float  # of the total change
    since: date | None = None  # first month of the new level, where one stands out


def reasons(
    snapshot: Snapshot, view: View, series: Sequence[str], has_touchpoints: bool
) -> dict[str, Mix | Place]:
    """Why the totals of these series really changed; those that nothing explains are left out."""
    mixes: dict[str, list[tuple[float, Dimension, Both]]] = {one: [] for one in series}
    places: dict[str, list[tuple[Place, Filters]]] = {one: [] for one in series}
    for dimension in snapshot.catalog.dimensions:
        if not dimension.segment or "feedback" not in dimension.tables:
            continue
        keys = ("touchpoint", dimension.key) if has_touchpoints else (dimension.key,)
        counts = answer_counts(snapshot, view, keys)
        if counts is None or counts.base is None:
            return {}
        answers = answer_moments(counts, keys, view)
        assert answers.base is not None
        metrics = {one: one.partition(":")[0] for one in series}
        whole = outer(answers.now, answers.base, list(metrics.values()), keys)
        for one, metric in metrics.items():
            both, minimum_n = whole.only(one), snapshot.catalog.minimum_n
            if not all(side.answers.any() for side in both):
                continue
            mix = mix_and_rate(both, metric, dimension.key, minimum_n).iloc[0]
            if mix["verdict"] == Verdict.NOISE and abs(mix["rate"]) < _LITTLE * abs(mix["change"]):
                mixes[one].append((float(mix["rate"]), dimension, both))
            places[one] += _places(both, metric, keys, minimum_n)
    found: dict[str, Mix | Place] = {}
    for one in series:
        if places[one]:
            place, levels = min(places[one], key=lambda pair: pair[0].answers)
            found[one] = replace(place, since=_since(snapshot, view, one, levels))
        elif mixes[one]:
            rate, dimension, both = min(mixes[one], key=lambda mix: abs(mix[0]))
            explained = _mix(both, dimension, rate)
            if explained:
                found[one] = explained
    return found


def _mix(both: Both, dimension: Dimension, rate: float) -> Mix | None:
    """The level that grew most, and how much of the answers it gives."""
    levels = both.added([dimension.key])
    now, base = (100 * side.answers / side.answers.sum() for side in levels)
    most = int(np.argmax(now - base))
    level = str(levels.now.labels[dimension.key][most])
    if level == NOT_STATED:
        return None
    return Mix(dimension, rate, level, float(now[most]), float(base[most]))


def _places(
    both: Both, metric: str, keys: tuple[str, ...], minimum_n: int
) -> list[tuple[Place, Filters]]:
    """Of each way to cut, the cell that contributes most, where it explains the change."""
    ways = [(key,) for key in keys] + ([keys] if len(keys) > 1 else [])
    found: list[tuple[Place, Filters]] = []
    for driver in drivers(both, metric, ways, minimum_n):
        alone = driver.verdict == Verdict.REAL and driver.rest_verdict == Verdict.NOISE
        share = driver.contribution / driver.change if driver.change else 0.0
        if not alone or share < MOST or NOT_STATED in driver.levels.values():
            continue
        segment = next((level for key, level in driver.levels.items() if key != "touchpoint"), None)
        place = Place(driver.levels.get("touchpoint"), segment, driver.answers, share)
        found.append((place, tuple((key, (level,)) for key, level in driver.levels.items())))
    return found


def _since(snapshot: Snapshot, view: View, series: str, levels: Filters) -> date | None:
    """The month of the view from which the cell has been at another level."""
    base = base_scope(snapshot.catalog, view)
    if base is None:
        return None
    named = dict(levels)
    kept = tuple(one for one in view.filters if one[0] not in named)
    scope = Scope(Span(min(base.span.start, view.span.start), view.span.end), kept + levels)
    counts = engine.counts(snapshot, scope, (), "month")
    rows = moments(counts[counts["series"] == series], ("bucket",), weighted=view.weighted)
    metric = series.partition(":")[0]
    found = change_point(rows, metric, "bucket", snapshot.catalog.minimum_n)
    if found is None:
        return None
    month: date = pd.Timestamp(found.period).date()
    return month if month > view.span.start else None
