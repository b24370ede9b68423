"""Columns to break down by: few levels, each of several rows, in the order that people expect.

A column is one where it has 2 to 60 levels, each of five rows or more on average, short texts and
no dates. Numbers are codes of levels where there are at most 12 different whole ones; others
measure something. Levels that begin with numbers (ages, sizes: <10, 10-49, 50+) stand in the order
of these.
"""

from __future__ import annotations

import re

from detection.tables.profile import Profile

MOST = 60
_EACH = 5  # rows of a level on average
_CODES = 12
_SHORT = 60  # letters of the longest level
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BELOW = re.compile(
    r"^\s*(?:<|≤|under|below|less|up to|alle|unter|bis|moins|menos|до|以下)", re.IGNORECASE
)


def why_not(profile: Profile) -> str:
    """Why a column is none to break down by; empty where it is one."""
    column, levels = profile.column, profile.levels
    if not levels:
        return "empty"
    if levels == 1:
        return f"the same in all rows: {column.values.index[0][:30]}"
    if profile.dates.readings:
        return "dates that nothing is known of"
    if profile.unread_dates:
        return f"looks like dates, but '{profile.unread_dates}' can't be read"
    if profile.own_words or column.values.index.str.len().max() > _SHORT:
        return "people's own words"
    if profile.unique:
        return "another value in each row"
    if column.filled < _EACH * levels:
        return f"{levels:,} different values in {column.filled:,} rows"
    if levels > MOST:
        return f"{levels:,} different values: more than the {MOST} that people can overlook"
    number = profile.numbers.best
    if number and not column.labels and (levels > _CODES or not number.whole):
        return "numbers that nothing is known of"
    return ""


def order_of(levels: list[str]) -> tuple[str, ...]:
    """Levels by the numbers that they begin with; empty where any of them has none."""
    keyed = []
    for level in levels:
        found = _NUMBER.search(level)
        if not found:
            return ()
        below = bool(_BELOW.match(level))
        keyed.append((float(found[0].replace(",", ".")) - below * 0.5, level))
    ordered = tuple(level for _, level in sorted(keyed))
    return ordered if ordered != tuple(sorted(levels)) else ()
