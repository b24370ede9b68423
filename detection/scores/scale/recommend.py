"""Whether numbers that answer "would you recommend us" are of NPS, which is on 0-10 alone.

The rules:

1. Numbers up to 10 are, if somebody gave 0, or if nobody gave 1: 0-10 is what NPS is. Where
   nobody gave 0 but some gave 1 (one, or three where the header says NPS), it may have been 1-10,
   which is no NPS.
   Where zeros are far more than answers of 1 to 3, they may be no answers.
2. 11 with 0 given is no answer; 11 without it may be 0-10 coded from 1 on.
3. Up to 5 or 7, with so many answers that some would have been above, it was another scale: a
   rating. Where the header says NPS, or with fewer answers, either may be. Up to 8 or 9 with 14
   answers and a header that does not say NPS, these may be no answers on 1-7.
4. -100, 0 and 100, or -1, 0 and 1, are what each answer adds to NPS, and are mapped to 3, 8
   and 10. Other numbers above 13 are figures of many answers, which cannot be taken apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from detection.column import Choice
from detection.scores.scale.likely import none_above, zeros_apart
from detection.scores.scale.on_scale import OnScale

NPS = OnScale(0, 10)
IN_GROUPS = {"detractor": "3", "passive": "8", "promoter": "10"}  # any score of the group would do
_ONES_BY_NAME = 3
_HIGHEST_CODE = 13
_WHOLE = 0.98  # of the answers are whole numbers
_SOME_BEST = 0.02  # of the answers: what fewer give is hardly the best score
_MOST_CODES = 0.5  # share of answers
_ADDS = ((-100.0, 0.0, 100.0), (-1.0, 0.0, 1.0))


@dataclass(frozen=True)
class Recommended:
    """A reading as NPS or, with `rating`, as another rating; `groups`: scores of what each adds."""

    on: OnScale
    rating: bool = False
    groups: tuple[float, ...] = ()


def recommend_scale(counts: pd.Series, *, named: bool, from_0: bool) -> Choice[Recommended]:
    """The readings of numbers in answer to a recommendation; `named`: the header says NPS;
    `from_0`: it states that 0 is an answer.

    `counts`: int, indexed by distinct numbers in ascending order, codes left out.
    """
    whole = counts.loc[[float(number).is_integer() for number in counts.index]]
    if whole.sum() >= _WHOLE * counts.sum():  # the rest are slips, which a load sets aside
        counts = whole
    given = [float(number) for number in counts.index]
    for adds in _ADDS:
        if len(given) > 1 and set(given) <= set(adds) and given[0] < 0:
            return Choice((Recommended(NPS, groups=adds),), True, "what each answer adds to NPS")
    if given[-1] > _HIGHEST_CODE or given[0] < 0 or not all(n.is_integer() for n in given):
        return Choice(evidence="no answers from 0 to 10, but perhaps figures made of many")
    if given[-1] > NPS.high:
        return _beyond_10(counts)
    if given[-1] < 8:
        return _below_8(counts, named=named)
    if zeros_apart(counts) and not from_0:
        readings = (Recommended(NPS), Recommended(OnScale(0, 10, frozenset({0.0}))))
        return Choice(readings, False, "many gave 0 and few 1 to 3: 0 may be no answer")
    if given[-1] < 10 and not named and none_above(int(counts.sum()), next_score=False):
        codes = frozenset(number for number in given if number > 7)
        readings = (Recommended(NPS), Recommended(OnScale(1, 7, codes), rating=True))
        return Choice(readings, False, "nobody gave 10: 8 and 9 may be no answers")
    ones, no_0 = int(counts.get(1.0, 0)), given[0] > 0
    if no_0 and not from_0 and ones >= (_ONES_BY_NAME if named else 1):
        readings = (Recommended(NPS), Recommended(OnScale(1, 10), rating=True))
        return Choice(readings, False, f"{ones:,} gave 1 and nobody 0: 1-10 would be no NPS")
    return Choice((Recommended(NPS),), True, "within 0-10")


def _beyond_10(counts: pd.Series) -> Choice[Recommended]:
    beyond = frozenset(float(number) for number in counts.index if number > NPS.high)
    if counts.loc[[number in beyond for number in counts.index]].sum() > _MOST_CODES * counts.sum():
        return Choice(evidence="most are above 10")
    codes = Recommended(OnScale(0, 10, beyond))
    text = ", ".join(f"{number:g}" for number in sorted(beyond))
    best = beyond == {11.0} and counts[11.0] >= _SOME_BEST * counts.sum()
    if 0.0 not in counts.index and best:
        return Choice(
            (codes, Recommended(OnScale(0, 10, lowered=1))),
            False,
            "1-11 with nobody at 0: 11 may be no answer, or 0-10 coded from 1 on",
        )
    return Choice((codes,), True, f"{text} beyond 0-10")


def _below_8(counts: pd.Series, *, named: bool) -> Choice[Recommended]:
    top, low, answers = float(counts.index[-1]), float(counts.index[0]), int(counts.sum())
    if top <= 1:
        rating = Recommended(OnScale(0, 1), rating=True)
        return Choice((rating, Recommended(NPS)), low == 0 and not named, "0 and 1: no NPS")
    end = next(end for end in (3, 4, 5, 7) if top <= end)
    start = 1.0 if low > 0 else 0.0
    rating = Recommended(OnScale(start, end), rating=True)
    another = none_above(answers, next_score=False)
    sure = another and not named and top in (5, 7) and low > 0
    readings = (rating, Recommended(NPS)) if another else (Recommended(NPS), rating)
    return Choice(readings, sure, f"{answers:,} answers, none above {top:g}: no NPS")
