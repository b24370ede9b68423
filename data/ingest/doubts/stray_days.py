"""A few rows far from all others: a slip in a date that would decide what periods show."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.catalog import Doubt
from data.counted_ahead import Alone
from data.ingest.published import Published

_SHARE = 0.01  # of all rows: more are no slip
_GAP, _OLD_GAP = 92, 366  # days without any row between them and all others


def newest_alone(published: Published) -> Alone | None:
    """The newest rows, where they are a slip by all signs; None for most data.

    Fewer than the minimum n, so that no figure could be shown of them, no more than 1 % of all,
    and a quarter of a year after the others.
    """
    days = published.days
    return _alone(days[::-1], int(days.sum()), published.mapping.minimum_n, _GAP)


def said_of_newest(published: Published) -> Iterator[Doubt]:
    """A slip among the newest dates: presets end before it."""
    found = newest_alone(published)
    if found:
        yield Doubt(
            table="",
            found=f"{found.sentence} Periods such as “Last 12 months” end there.",
            mend="If the date is a slip, correct it, or leave the row out with a query.",
        )


def oldest_alone(published: Published) -> Iterator[Doubt]:
    """A slip among the oldest dates: *All data* begins with it."""
    days = published.days
    found = _alone(days, int(days.sum()), published.mapping.minimum_n, _OLD_GAP)
    if found and found.day.year > 1970:  # older ones are a doubt of their own
        yield Doubt(
            table="",
            found=f"{found.rows} row{'s' * (found.rows > 1)} of {found.day:%-d %b %Y} "
            f"{'are' if found.rows > 1 else 'is'} alone: all others are of "
            f"{found.others:%-d %b %Y} or later.",
            mend="If the date is a slip, correct it, or leave the row out with a query.",
        )


def _alone(days: pd.Series[int], every: int, minimum_n: int, gap: int) -> Alone | None:
    """The first rows of `days` (day -> rows, from the end that is looked at)."""
    found, rows = None, 0
    for (day, n), after in zip(days.items(), days.index[1:], strict=False):
        rows += int(n)
        if rows >= minimum_n or rows > every * _SHARE:
            break
        if abs((after - day).days) >= gap:
            found = Alone(rows=rows, day=days.index[0].date(), others=after.date())
    return found
