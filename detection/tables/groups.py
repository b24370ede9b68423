"""Columns that say of each answer to a recommendation whether it is a promoter's or a detractor's.

Such a column is no question of its own where the score itself stands in another column: groups of
both that agree in `NEARLY_ALL` of the rows that have both, `FEWEST` at least.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from detection.scores import ScoreReading
from detection.scores.scale.recommend import IN_GROUPS
from detection.tables.profile import Profile

NEARLY_ALL = 0.98
FEWEST = 10
_PASSIVE, _PROMOTER = 7, 9  # the least scores of these groups


def groups_of_scores(profiles: Sequence[Profile], rows: pd.DataFrame) -> set[str]:
    """The names of these columns. `rows`: some rows of the table as text, a column each."""
    asked = {p.column.name: best for p in profiles if (best := p.scores.best)}
    asked = {name: best for name, best in asked.items() if best.metric == "nps"}
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
    answered = given.where(~given.isin(reading.blank))
    scores = pd.to_numeric(answered.replace(dict(reading.values)), errors="coerce")
    ends = [-1, _PASSIVE - 1, _PROMOTER - 1, 10]
    return pd.cut(scores, ends, labels=list(IN_GROUPS.values())).astype(object)


def _agree(one: pd.Series, other: pd.Series) -> bool:
    both = one.notna() & other.notna()
    return int(both.sum()) >= FEWEST and bool((one[both] == other[both]).mean() >= NEARLY_ALL)
