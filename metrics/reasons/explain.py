"""The one reason that is told of a change: a mix, else the place where most of it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scipy import special

from metrics.definitions import MetricDefinition
from metrics.inference.intervals import ALPHA
from metrics.reasons.decomposition import (
    MixAndRate,
    Shift,
    comparable,
    largest_shift,
    mix_and_rate,
    most_telling,
)
from metrics.reasons.leading import Leading, leading
from metrics.sums.paired_cells import PairedCells


@dataclass(frozen=True)
class Mix:
    """The change, or much of it, is one of who was counted, by the dimension `by`."""

    by: str
    parts: MixAndRate
    shift: Shift  # the level that did most of it


def explain(
    cuts: Mapping[tuple[str, ...], PairedCells],
    definition: MetricDefinition,
    places: Collection[str],
    minimum_n: int = 10,
    unstated: str = "",
) -> Mix | Leading | None:
    """Why one series changed, from its cells by one key or two; None where nothing tells.

    Mix goes before place: a place is only where what was counted itself changed. Of the mixes it is
    that of `most_telling`, where the levels of both sides are comparable. Of the `places`, keys in
    which one may be, it is the narrowest, and of several the one most apart from the rest; it is
    apart from it for as many ways to cut as were tried (Bonferroni).
    """
    sides: dict[str, PairedCells] = {}
    tried: dict[tuple[str, ...], Leading | None] = {}
    for keys, both in cuts.items():
        for key in keys:
            if key not in sides and comparable(both, key, unstated):
                sides[key] = both
    parts = {key: mix_and_rate(both, definition, [key], minimum_n) for key, both in sides.items()}
    known = {key: part for key, part in parts.items() if part}
    told = most_telling(list(known.values()))
    if told is not None:
        by = list(known)[told]
        shift = largest_shift(sides[by], definition, by, unstated)
        return Mix(by, known[by], shift) if shift else None
    for keys, both in cuts.items():
        own = tuple(key for key in keys if key in places)
        for way in dict.fromkeys([*((key,) for key in own), own]):
            if way and way not in tried:
                tried[way] = leading(both, definition, way, minimum_n, unstated)
    least = special.ndtri(1 - ALPHA / 2 / max(len(tried), 1))
    found = [place for place in tried.values() if place and place.apart > least]
    return min(found, key=_narrow_first) if found else None


def _narrow_first(place: Leading) -> tuple[int, int, float]:
    return -len(place.cells[0]), len(place.cells), -place.apart
