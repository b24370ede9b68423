"""The reasons that the data state for comments: their themes, whatever the words."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from data.contract import MAX_LEVELS
from data.ingest.dimensions import FEW_REASONS
from data.scope import NOT_STATED
from voice.themes.stated import reasons_in

NO_REASON = ("", NOT_STATED)  # as of every other dimension


def reasons_of(cells: pd.Series[str], first: pd.Series[bool]) -> list[tuple[str, ...]]:
    """Those of each cell, none where not stated (empty, None or NaN).

    A cell may have several. None of all where they are what people wrote, as
    `data.ingest.dimensions` has it, by their parts and of the `first` cell of each response: a
    survey of several questions has what was written once in many rows.
    """
    stated = [one.strip() if isinstance(one, str) else "" for one in cells]
    several = reasons_in(set(stated) - {*NO_REASON})
    reasons = [several.get(cell, ()) for cell in stated]
    once = (own for own, counts in zip(reasons, first, strict=True) if counts)
    given = Counter(one for own in once for one in own)
    free = len(given) > FEW_REASONS and given.total() < 2 * len(given)
    return [()] * len(reasons) if free or len(given) > MAX_LEVELS else reasons
