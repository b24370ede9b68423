"""The columns of before in a newer table: the same, spelled otherwise, renamed or gone.

1. The same name is the same column, wherever it stands. So is a name that differs in case, space,
   signs and accents alone, if it is the only one.
2. A column that the mapping uses and that is not there is asked about, where columns that are new
   hold the like (`similar`).
3. Without such a column its values are empty in the newer rows; where no row can do without them
   (a day, a score, an id), the file is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.draft.refresh.match import folded
from data.draft.refresh.similar import LIKELY, alike
from data.draft.refresh.tables import Rows
from data.draft.refresh.uses import KEY, QUESTION, Use
from data.draft.refresh.words import shown
from data.errors import DataError, nearest
from detection.column import Choice
from detection.tables.interview import Interview

_CHOICES = 3
_NONE = ""
_WHAT = {
    "submitted_at": "the day of the answer",
    "score": "the score",
    "customer_id": "the customer",
    KEY: "what rows of other tables are found by",
}


@dataclass
class Columns:
    """`found`: column of before -> that of the newer table. `told`: what differs, a line each."""

    found: dict[str, str]
    more: list[str]
    told: list[str] = field(default_factory=list)


def find_columns(
    before: Rows, newer: Rows, used: Mapping[str, Sequence[Use]], place: str, interview: Interview
) -> Columns:
    """Where each column of before is. `place`: what the newer table is called, for messages.

    Raises DataError where a column is gone that no row can do without.
    """
    columns = _by_names(before.columns, newer.columns)
    unknown = list(columns.more)  # the same for all questions, whatever is answered
    for column in sorted(
        (c for c in used if c not in columns.found), key=lambda c: not _needed(used[c])
    ):
        if chosen := _asked(before, newer, column, unknown, interview, place):
            if chosen not in columns.more:
                if interview.open:  # nobody has said so yet
                    continue
                raise DataError(f"{place}: '{chosen}' was answered for two columns of before.")
            columns.found[column] = chosen
            columns.more.remove(chosen)
            columns.told.append(f"'{chosen}' is the column that was called '{column}'")
        elif _needed(used[column]) and not interview.open:
            raise DataError(_missing(column, used[column], newer, place))
        else:
            columns.told.append(f"there is no '{column}': it is empty in the newer rows")
    asked = [c for c, uses in used.items() if any(use.role == QUESTION for use in uses)]
    if asked and not any(c in columns.found for c in asked) and not interview.open:
        raise DataError(_missing(asked[0], used[asked[0]], newer, place))
    if columns.more:
        columns.told.append(f"new columns that nothing is made of: {shown(columns.more)}")
    return columns


def _by_names(before: Sequence[str], newer: Sequence[str]) -> Columns:
    found = {name: name for name in before if name in newer}
    left = [name for name in newer if name not in found]
    told = []
    for name in before:
        if name in found or not folded(name):
            continue
        same = [one for one in left if folded(one) == folded(name)]
        others = [one for one in before if one not in found and folded(one) == folded(name)]
        if len(same) == len(others) == 1:
            found[name] = same[0]
            left.remove(same[0])
            told.append(f"'{name}' is '{same[0]}' now")
    return Columns(found, left, told)


def _asked(
    before: Rows,
    newer: Rows,
    column: str,
    unknown: Sequence[str],
    interview: Interview,
    place: str,
) -> str:
    """The column that somebody says it is; "" for none."""
    old = before.profile(column)
    liked = {name: alike(old, newer.profile(name)) for name in unknown}
    likely = [name for name in unknown if liked[name][0] >= LIKELY]
    at = before.columns.index(column)
    likely.sort(key=lambda name: (-liked[name][0], abs(newer.columns.index(name) - at)))
    likely = likely[:_CHOICES]
    if not likely:
        return _NONE
    evidence = "; ".join(f"'{name}': {liked[name][1]}" for name in likely)
    chosen = interview.choose(
        f"{place}.{column}.column",
        f"Which column of {place} is the one that was called '{column}'?",
        Choice((*likely, _NONE), sure=False, evidence=evidence),
        lambda name: f"'{name}'" if name else "none of these: it is not there any more",
    )
    return chosen or _NONE


def _needed(uses: Sequence[Use]) -> bool:
    return any(use.needed for use in uses)


def _missing(column: str, uses: Sequence[Use], newer: Rows, place: str) -> str:
    role = next((use.role for use in uses if use.needed), uses[0].role)
    what = _WHAT.get(role, "an id of its rows" if role.endswith("_id") else "needed")
    what = "an answer" if role == QUESTION else what
    return (
        f"{place} has no column '{column}', which is {what}. {nearest(column, newer.columns)} "
        "Bring a file that has it, or give the column its name of before."
    )
