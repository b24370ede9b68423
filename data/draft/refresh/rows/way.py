"""Whether a newer file is added to the rows of before, or takes their place.

- It has `WHOLE` of the rows of before: a new export of everything, which takes their place.
- Rows are missing in it on days between its first and its last: were they deleted? That is asked.
- Else its rows are added, and nothing of before is left out.
"""

from __future__ import annotations

from data.draft.refresh.rows.merge import Pairs, Way
from data.draft.refresh.words import rows, span
from detection.column import Choice
from detection.tables.interview import Interview

WHOLE = 0.99


def way_of(pairs: Pairs, place: str, interview: Interview) -> Way:
    """The way that is sure or was answered; rows stay where that is open."""
    if not pairs.alone:
        return Way.APPEND
    key, choice = _choice(pairs, place)
    asked = f"{rows(pairs.alone)} of before are not in {place}. What becomes of them?"
    words = {
        Way.APPEND: f"they stay, and {rows(pairs.added)} are added",
        Way.DAYS: f"they were deleted: leave out the {rows(pairs.missing)} on its days",
        Way.REPLACE: f"it has everything there is: leave out all {rows(pairs.alone)}",
    }
    return interview.choose(f"{place}.{key}", asked, choice, words.__getitem__) or Way.APPEND


def _choice(pairs: Pairs, place: str) -> tuple[str, Choice[Way]]:
    """The key of each choice is its own: an answer to one is none to another."""
    there = pairs.known + pairs.corrected
    told = f"{there:,} of {rows(pairs.before)} of before are in it"
    if there >= WHOLE * pairs.before:
        return "whole", Choice((Way.REPLACE, Way.APPEND), True, told)
    if pairs.missing and pairs.first and pairs.last:
        days = span(pairs.first, pairs.last)
        told = f"it has the days {days}, and {pairs.missing:,} of before are missing there"
        ways = (Way.APPEND, Way.DAYS, Way.REPLACE)
        return "missing", Choice(ways, False, told)
    return "added", Choice((Way.APPEND, Way.REPLACE), True, told)
