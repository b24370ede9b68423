"""Numbers that are no answers: 99, 88, -1, told from scores by the gap that is before them.

The rules, for whole numbers:

1. Below 0 they are codes, if the others go to 4 at least or less far than these, and if the scale
   is not one around 0 (-2, -1 and 0 all given and nothing above 5, or the lowest the mirror image
   of the highest).
2. 66, 77, 88, 96 to 99 and the like of three or four digits are codes if nothing else is above 11
   (or, of the longer ones, above 100).
3. 7, 8 and 9 are codes if at least two numbers before them were never given, those below were all
   given, and at least 30 answers are among those below: else they may be answers on a longer scale.

What is one beyond a scale (6 on 1-5, 11 on 0-10), and 0 below 1, can be an answer on another scale:
that is asked, or told by what the header says.
"""

from __future__ import annotations

import pandas as pd

_SHORT = {66, 77, 88, 96, 97, 98, 99}
_LONG = {666, 777, 888, 996, 997, 998, 999, 7777, 8888, 9997, 9998, 9999, 99999}
_BELOW = {-1, -2, -3, -4, -5, -6, -7, -8, -9} | {-code for code in _SHORT | _LONG}
_DIGITS = {7, 8, 9}
_HIGHEST_BESIDE_SHORT = 11
_HIGHEST_BESIDE_LONG = 100
_LEAST_HIGH = 4  # a scale that -1 is no part of ends here or above
_HIGHEST_AROUND_0 = 5
_LEAST_RUN = 3
_GAP = 3  # from one given number to the next
_LEAST_ANSWERS = 30


def codes(counts: pd.Series, *, around_0: bool = False) -> set[float]:
    """The numbers that are no answers for certain.

    `counts`: int, indexed by distinct numbers in ascending order. `around_0`: they are of a scale
    around 0 for certain, so that what is below 0 is no code.
    """
    given = [float(number) for number in counts.index]
    below = given and not around_0 and _all_above(given)
    found = {number for number in given if number in _BELOW} if below else set()
    rest = [number for number in given if number not in found]
    for many, highest in ((_LONG, _HIGHEST_BESIDE_LONG), (_SHORT, _HIGHEST_BESIDE_SHORT)):
        answers = [number for number in rest if number not in many]
        if answers and max(answers) <= highest and max(answers) > 1:
            found |= {number for number in rest if number in many}
            rest = answers
    return found | _digits(counts.loc[rest])


def _all_above(given: list[float]) -> bool:
    """True if what is below 0 is no part of a scale around 0, such as -3 to 3."""
    above = [number for number in given if number >= 0]
    lowest, highest = min(given), max(given)
    around = {-2.0, -1.0, 0.0} <= set(given) and highest <= _HIGHEST_AROUND_0
    return (
        bool(above)
        and (highest >= _LEAST_HIGH or lowest < -highest)
        and -lowest != highest
        and not around
    )


def _digits(counts: pd.Series) -> set[float]:
    given = [float(number) for number in counts.index]
    if not given or given[-1] not in _DIGITS or len(given) > max(_DIGITS):
        return set()
    for place in range(1, len(given)):
        lower, upper = given[:place], given[place:]
        whole_run = lower[-1] - lower[0] == len(lower) - 1 and lower[-1] >= _LEAST_RUN
        enough = counts.loc[lower].sum() >= _LEAST_ANSWERS
        if set(upper) <= _DIGITS and upper[0] - lower[-1] >= _GAP and whole_run and enough:
            return set(upper)
    return set()
