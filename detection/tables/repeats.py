"""Columns that repeat what another one says: they are no questions of their own.

1. The group of NPS (promoter, passive, detractor) beside the score itself: groups of both agree in
   `NEARLY_ALL` of the rows that have both, `FEWEST` at least.
2. A copy, such as the words of a score beside its numbers: the scores are the same in all rows,
   `FEWEST_COPIED` at least, and of three values or more. The column of numbers is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from detection.scores import ScoreReading
from detection.scores.scale.recommend import IN_GROUPS
from detection.tables.profile import Profile

NEARLY_ALL = 0.98
FEWEST = 10
FEWEST_COPIED = 30
_FEWEST_SCORES = 3
_PASSIVE, _PROMOTER = 7, 9  # the least scores of these groups


def repeats(profiles: Sequence[Profile], rows: pd.DataFrame) -> set[str]:
    """The names of these columns. `rows`: some rows of the table as text, a column each."""
    asked = {p.column.name: best for p in profiles if (best := p.scores.best)}
    groups = _groups_of_scores({n: one for n, one in asked.items() if one.metric == "nps"}, rows)
    rest = [p for p in profiles if p.column.name in asked and p.column.name not in groups]
    return groups | _copies(rest, asked, rows)


def _groups_of_scores(asked: dict[str, ScoreReading], rows: pd.DataFrame) -> set[str]:
    grouped = {name for name, best in asked.items() if _in_groups(best, rows[name])}
    scored = [_groups(asked[name], rows[name]) for name in asked if name not in grouped]
    return {
        name
        for name in grouped
        if any(_agree(rows[name].map(dict(asked[name].values)), one) for one in scored)
    }


def _in_groups(reading: ScoreReading, given: pd.Series) -> bool:
    """True if all that was given stands for groups."""
    given_all = set(given.dropna()) - set(reading.blank) <= set(reading.values)
    return given_all and set(reading.values.values()) <= set(IN_GROUPS.values())


def _groups(reading: ScoreReading, given: pd.Series) -> pd.Series:
    """The group of each score, as `IN_GROUPS` has them; None where there is no score."""
    ends = [-1, _PASSIVE - 1, _PROMOTER - 1, 10]
    scores = _scores(reading, given)
    return pd.cut(scores, ends, labels=list(IN_GROUPS.values())).astype(object)


def _agree(one: pd.Series, other: pd.Series) -> bool:
    both = one.notna() & other.notna()
    return int(both.sum()) >= FEWEST and bool((one[both] == other[both]).mean() >= NEARLY_ALL)


def _copies(
    profiles: Sequence[Profile], asked: dict[str, ScoreReading], rows: pd.DataFrame
) -> set[str]:
    """Of columns that have as many of each score, those that are the same in every row."""
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for profile in profiles:
        name, best = profile.column.name, asked[profile.column.name]
        counts = profile.column.values
        scores = _scores(best, counts.index.to_series())
        of_each = counts.groupby(scores.to_numpy()).sum()
        if len(of_each) >= _FEWEST_SCORES and of_each.sum() >= FEWEST_COPIED:
            alike[best.metric, best.scale, tuple(of_each.items())].append(name)
    found: set[str] = set()
    for names in alike.values():
        names.sort(key=lambda name: len(asked[name].values))  # numbers before words
        kept: list[pd.Series] = []
        for name in names:
            scores = _scores(asked[name], rows[name])
            if any(scores.equals(one) for one in kept):
                found.add(name)
            else:
                kept.append(scores)
    return found


def _scores(reading: ScoreReading, given: pd.Series) -> pd.Series:
    """Texts as the scores that the reading makes of them; NaN where there is none."""
    answered = given.where(~given.isin(reading.blank))
    scores = answered.map(lambda text: reading.values.get(text, text), na_action="ignore")
    if reading.decimal:
        scores = scores.str.replace(reading.decimal, ".")
    return pd.to_numeric(scores, errors="coerce").astype(float)
