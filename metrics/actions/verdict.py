"""Worked, did not, or can't tell: what is said of an action, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from metrics.actions.blocks import Blocks
from metrics.actions.effect import Effect, effect
from metrics.actions.power import least_seen

_CHANCE = 0.05


class Outcome(StrEnum):
    """What is said of an action."""

    OPEN = "open"  # no whole period after it
    TOO_EARLY = "too early"  # fewer periods than it is to be judged by
    WORKED = "worked"
    DID_NOT = "did not work"
    CANT_TELL = "can't tell"


class Doubt(StrEnum):
    """Why nothing can be told."""

    NONE = ""
    UNTOUCHED = "untouched"  # there is nothing to compare with
    HIDDEN = "hidden"  # too few customers, there or elsewhere, to be told of
    SHORT = "short"  # too few periods before with enough answers
    FEW = "few"  # too few after
    DRIFT = "drift"  # the segment may have been drifting before
    DATES = "dates"  # an earlier date, when nothing was done, shows as much
    SEGMENTS = "segments"  # an untouched segment shows as much
    WIDE = "wide"  # the interval holds both nothing and what was expected
    UNSIZED = "unsized"  # it may be nothing, and no size was expected that it could fall short of


@dataclass(frozen=True)
class Judged:
    """An action with what came of it. `seen`: the effect that would be seen in 80 of 100 cases."""

    outcome: Outcome
    doubt: Doubt
    effect: Effect | None = None
    seen: float | None = None


def judge(blocks: Blocks, sign: int, size: float | None, periods: int) -> Judged:
    """What is said of an action after as many `periods` as it is judged by.

    `sign`: 1 where the metric should rise, -1 where it should fall; `size`: by how much, above 0,
    or None: then it did not work only where it went the other way. Periods after these don't
    count: there is one look.
    """
    own = blocks.of(blocks.place < periods)
    found = effect(own)
    if len(own.n) < 2:
        return Judged(Outcome.CANT_TELL, Doubt.UNTOUCHED)
    if found is None:
        return Judged(Outcome.CANT_TELL, Doubt.SHORT)
    seen = least_seen(found)
    if (own.place >= 0).sum() < (periods + 1) // 2:
        return Judged(Outcome.CANT_TELL, Doubt.FEW, found, seen)
    if found.drifts(seen):
        return Judged(Outcome.CANT_TELL, Doubt.DRIFT, found, seen)
    low, high = _ends(found, sign)
    if low > 0:
        doubt = _placebo(own, found, periods)
        outcome = Outcome.CANT_TELL if doubt else Outcome.WORKED
        return Judged(outcome, doubt, found, seen)
    if high < (size or 0):
        return Judged(Outcome.DID_NOT, Doubt.NONE, found, seen)
    doubt = Doubt.WIDE if size else Doubt.UNSIZED
    return Judged(Outcome.CANT_TELL, doubt, found, seen)


def _ends(found: Effect, sign: int) -> tuple[float, float]:
    """Of the interval, the right way round, and of that without the drift what is further out."""
    sides = ((found.low, found.high), found.without_drift())
    turned = [sorted((sign * low, sign * high)) for low, high in sides]
    return min(low for low, _ in turned), max(high for _, high in turned)


def _placebo(blocks: Blocks, found: Effect, periods: int) -> Doubt:
    """Does an earlier date, or an untouched segment, show as much where nothing was done?"""
    if _as_much(placebo_dates(blocks, periods), found):
        return Doubt.DATES
    return Doubt.SEGMENTS if _as_much(placebo_segments(blocks), found) else Doubt.NONE


def placebo_dates(blocks: Blocks, periods: int) -> list[Effect]:
    """Effects of actions on earlier dates that never were, from the periods before alone."""
    before = blocks.of(blocks.place < 0)
    found = []
    for first in range(int(before.place.min()), 1 - periods):
        moved = before.moved(first)
        one = effect(moved.of(moved.place < periods))
        found += [one] if one else []
    return found


def placebo_segments(blocks: Blocks) -> list[Effect]:
    """Effects on untouched segments, each beside the other untouched ones (Abadie 2010)."""
    rows = range(1, len(blocks.n))
    tried = (effect(blocks.units([one, *(row for row in rows if row != one)])) for one in rows)
    return [one for one in tried if one]


def _as_much(placebos: list[Effect], found: Effect) -> bool:
    """True where more of them are as far out than chance allows; of fewer than 39 not one may."""
    further = int(np.sum([abs(one.deviate) >= abs(found.deviate) for one in placebos]))
    allowed = int(_CHANCE * (len(placebos) + 1)) - 1
    return further > max(allowed, 0)
