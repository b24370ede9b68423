"""The first and the last day of the data, which “All data” and other periods go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from data.catalog import TableReport
from data.contract import DATED_TABLES
from data.derived.customer_columns import lives
from data.errors import DataError
from data.ingest.published import Published


class Days(NamedTuple):
    """The first and the last day of all data, and the day from which it is known who left."""

    first: date
    last: date
    leaving: date | None  # None where nobody is known to have joined


def lives_of(published: Published) -> tuple[int, date | None]:
    """How many customers have no joined_day, and when the first of the others left."""
    customers = published.tables.get("customers")
    if customers is None or "joined_day" not in customers.columns:
        return 0, None
    row = published.ask(lives(customers)).iloc[0]
    left = row.get("left")
    return int(row["unplaced"]), None if pd.isna(left) else pd.Timestamp(left).date()


def days_of_series(published: Published) -> dict[str, tuple[date, date]]:
    """The first and the last day of each series of answers: not all questions begin together."""
    feedback = published.tables.get("feedback")
    if feedback is None:
        return {}
    own = feedback.group_by(given=feedback.answer.cast("string"))
    found = published.ask(own.aggregate(first=feedback.day.min(), last=feedback.day.max()))
    days: dict[str, tuple[date, date]] = {}
    for given, *ends in found[["given", "first", "last"]].itertuples(index=False):
        first, last = (pd.Timestamp(end).date() for end in ends)
        series = str(given).rpartition("|")[0]
        known = days.get(series, (first, last))
        days[series] = (min(first, known[0]), max(last, known[1]))
    return dict(sorted(days.items()))


def days_of(
    tables: Sequence[TableReport], columns: Mapping[str, Sequence[str]], first_left: date | None
) -> Days:
    """The days of all dated tables together, customers among them.

    Where the first customer left (`first_left`) after the other tables begin, those who left
    before are not in the data: the data begin with the other tables, for before them everybody
    would seem to have stayed. Raises DataError where no row has a day.
    """
    events = [one for one in tables if one.table in DATED_TABLES and one.first and one.last]
    joined = next((one for one in tables if one.table == "customers" and one.first), None)
    begin = min((one.first.date() for one in events if one.first), default=None)
    lasts = [one.last.date() for one in (*events, joined) if one and one.last]
    if joined is None or joined.first is None:
        if begin is None:
            raise DataError("customers: no row has a joined_at, so there is no day to begin with.")
        return Days(begin, max(lasts), None)
    since, last = joined.first.date(), max(lasts)
    if "churned_at" not in columns["customers"]:
        return Days(min(since, begin or since), last, since)
    left = first_left if first_left and first_left <= last else None
    if begin is None:
        return Days(since, last, left or since)
    if left and left > begin:
        return Days(begin, last, begin)
    return Days(min(since, begin), last, left or min(since, begin))
