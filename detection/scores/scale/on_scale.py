"""The scale that whole numbers, or numbers with decimals, are answers on.

The rules for whole numbers, codes and what is outside a stated scale being left out first:

1. Up to 10 they are of 1-10, or of 0-10 if somebody gave 0; the share of good answers is the same.
   Where zeros are far more than answers of 1 to 3, they may be no answers.
2. Up to 3, 4, 5 or 7 they are of the scale that ends there, if a longer one would have left so many
   answers below its upper part by chance alone: 14 answers, or 59 where the next scale has one
   score more. 1-5 is usual, so that of satisfaction and ratings 5 answers are enough.
3. Beside them 0 may be an answer or none, and so may 6, 8, 9 and 11, and 7 where fives and sevens
   are three times as many as sixes: two readings.
4. 0 and 1 are no and yes, 1 and 2 could be either way; numbers around 0 are of a scale that is the
   same on both sides, if two of them are below 0; above 20 they may be of 0-100, or shares
   of many answers.
5. Numbers with decimals are of the shortest usual scale; that it is this is sure of a stated one
   alone, of sentiment between -1 and 1 with some below 0, and of half stars.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from detection.column import Choice
from detection.scores.reading import range_text
from detection.scores.scale.likely import none_above, zeros_apart
from detection.scores.scale.stated import LOW_ENDS, Stated

_FEW = 5  # answers that are enough for the scale that is usual
_USUAL = 5
_SYMMETRIC = (1.0, 2.0, 3.0, 5.0, 100.0)
_DIP = 3
_ABOVE_ALL_STEPS = 20
_MOST_OUTSIDE = 0.5  # share of answers outside a scale that is stated
_LONGER = (7, 10)  # where scales end that may have been asked instead
_MOST_OUTSIDE_SCORES = 2  # different ones on one side


@dataclass(frozen=True)
class OnScale:
    """A scale, and the numbers that are no answers on it.

    `lowered`: what is to be taken from each number (1 where 0-10 was coded as 1-11).
    """

    low: float
    high: float
    blank: frozenset[float] = frozenset()
    lowered: float = 0

    @property
    def text(self) -> str:
        """The scale as people write it, with what is no answer."""
        codes = ", ".join(f"{code:g}" for code in sorted(self.blank))
        return range_text(self.low, self.high) + (f" with {codes} as no answer" if codes else "")


def stated_scale(counts: pd.Series, stated: Stated) -> Choice[OnScale] | None:
    """Numbers on a scale of which at least the upper end is stated; None if none is.

    `counts`: int, indexed by distinct numbers in ascending order. What is stated is not sure where
    more was given than one would take for codes, or only the lower half by many: then what the
    numbers look like is the next reading.
    """
    if stated.high is None:
        return None
    given = {float(number) for number in counts.index}
    lows = [stated.low] if stated.low is not None else _lows(given, stated.high)
    readings = tuple(
        OnScale(low, stated.high, frozenset(n for n in given if not low <= n <= stated.high))
        for low in lows
    )
    first = readings[0]
    by_values = scale_of(counts, usual=False, from_0=False).readings
    outside = counts.loc[[number in first.blank for number in counts.index]]
    beyond = [number for number in first.blank if 0 < number - first.high <= first.high]
    longer = len(beyond) > _MOST_OUTSIDE_SCORES or max(beyond, default=0) in _LONGER
    if outside.sum() > _MOST_OUTSIDE * counts.sum() or longer:
        evidence = f"{first.text} is stated, and other numbers were given"
        return Choice(readings + by_values, False, evidence)
    answers = counts.drop(outside.index)
    top, middle = float(answers.index[-1]), (first.low + first.high) / 2
    if top <= middle and none_above(int(answers.sum()), next_score=False):
        evidence = f"{first.text} is stated, and none is above {top:g}"
        return Choice(readings + by_values, False, evidence)
    if len(readings) > 1:
        return Choice(readings, False, "0 may be an answer or none")
    return Choice(readings, True, f"{first.text} is stated")


def _lows(given: set[float], high: float) -> list[float]:
    """Lower ends that go with an upper end that is stated alone."""
    if high >= 10:
        return [0.0 if 0.0 in given or high > 10 else 1.0]
    return [1.0, 0.0] if 0.0 in given else [1.0]


def scale_of(counts: pd.Series, *, usual: bool, from_0: bool) -> Choice[OnScale]:
    """The scale of numbers that nothing is stated of; without a reading if they are on none.

    `counts`: int, indexed by distinct numbers in ascending order, codes left out. `usual`: they
    are of satisfaction or ratings, which mostly are on 1-5. `from_0`: 0 is stated to be an answer.
    """
    given = [float(number) for number in counts.index]
    if not all(number.is_integer() for number in given):
        return _with_decimals(counts)
    low, top, answers = given[0], given[-1], int(counts.sum())
    if low < 0:
        return _around_0(given, answers)
    if top > _ABOVE_ALL_STEPS:
        return _up_to_100(top)
    if top == 1 and low == 0:
        return Choice((OnScale(0, 1),), True, "0 and 1")
    if top == 10:
        return _up_to_10(counts, low)
    if top in (6, 8, 9, 11):
        return _one_beyond(low, top)
    if top not in LOW_ENDS:
        return Choice()
    return _ends_at(counts, usual=usual, from_0=from_0)


def _ends_at(counts: pd.Series, *, usual: bool, from_0: bool) -> Choice[OnScale]:
    """Numbers up to 2, 3, 4, 5 or 7, or nothing but 1."""
    low, top, answers = float(counts.index[0]), float(counts.index[-1]), int(counts.sum())
    if top == 1:
        return Choice((OnScale(1, 5), OnScale(0, 1)), False, "all of them are 1")
    here = OnScale(1, top) if low > 0 else OnScale(0, top)
    if low == 0 and not from_0:
        count = OnScale(1, top, frozenset({0.0}))
        return Choice((count, here), False, f"0 may be an answer on 0-{top:g}, or none")
    fives, sixes, sevens = (int(counts.get(float(score), 0)) for score in (5, 6, 7))
    if top == 7 and _DIP * sixes < min(fives, sevens):
        code = OnScale(1, 6 if sixes else 5, frozenset({7.0}))
        return Choice((code, here), False, "few gave 6: 7 may be an answer or none")
    longer = {2.0: 5, 3.0: 5, 4.0: 5, 5.0: 7, 7.0: 10}[top]
    enough = none_above(answers, next_score=longer == top + 1) or (
        usual and top == _USUAL and answers >= _FEW
    )
    if enough and top > 2:
        return Choice((here,), True, f"none of {answers:,} is above {top:g}")
    return Choice((here, OnScale(1, longer)), False, f"{answers:,} answers, none above {top:g}")


def _one_beyond(low: float, top: float) -> Choice[OnScale]:
    """Numbers up to one more than the end of a usual scale, or nearly up to 10."""
    start = 0.0 if low == 0 else 1.0
    blank = frozenset({top, 0.0} if low == 0 else {top})
    evidence = f"{top:g} may be an answer or none"
    if top == 11:
        if low == 0:
            return Choice((OnScale(0, 10, frozenset({top})),), True, "11 beyond 0-10")
        readings = OnScale(1, 10, frozenset({top})), OnScale(0, 10, lowered=1)
        return Choice(readings, False, evidence)
    if top == 9:
        digits = OnScale(1, 7, blank | {8.0})
        return Choice((OnScale(start, 10), digits), False, "8 and 9 may be answers or none")
    if top == 8:
        return Choice((OnScale(1, 7, blank), OnScale(start, 10)), False, evidence)
    return Choice((OnScale(1, 5, blank), OnScale(start, 6)), False, evidence)


def _around_0(given: list[float], answers: int) -> Choice[OnScale]:
    below = [number for number in given if number < 0]
    end = max(-below[0], given[-1])
    if end not in _SYMMETRIC:
        return Choice()
    around = OnScale(-end, end)
    if len(below) == 1 and 1 < end < 100:
        above = OnScale(1, end, frozenset({*below, 0.0} if 0.0 in given else below))
        return Choice((around, above), False, f"{below[0]:g} may be an answer or none")
    return Choice((around,), none_above(answers, next_score=False), "around 0")


def _up_to_10(counts: pd.Series, low: float) -> Choice[OnScale]:
    if low > 0:
        return Choice((OnScale(1, 10),), True, "up to 10")
    readings = OnScale(0, 10), OnScale(1, 10, frozenset({0.0}))
    if zeros_apart(counts):
        return Choice(readings, False, "many gave 0 and few 1 to 3: 0 may be no answer")
    return Choice(readings[:1], True, "up to 10")


def _up_to_100(top: float) -> Choice[OnScale]:
    if top > 100:
        return Choice()
    return Choice((OnScale(0, 100),), False, f"up to {top:g}: answers, or shares of many answers")


def _with_decimals(counts: pd.Series) -> Choice[OnScale]:
    given = [float(number) for number in counts.index]
    low, top = given[0], given[-1]
    if low < 0:
        end = next((end for end in _SYMMETRIC if max(-low, top) <= end), None)
        return Choice() if end is None else Choice((OnScale(-end, end),), end == 1, "around 0")
    if top <= 1:
        return Choice((OnScale(0, 1), OnScale(-1, 1)), False, "between 0 and 1")
    end = next((end for end in (5, 10, 100) if top <= end), None)
    if end is None:
        return Choice()
    half_steps = all((2 * number).is_integer() for number in given) and top == end
    readings = (OnScale(1, end), OnScale(0, end)) if low >= 1 else (OnScale(0, end),)
    return Choice(readings, half_steps, "with decimals")
