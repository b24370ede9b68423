"""The first and the last day of the data, which “All data” and other periods go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import TableReport
from data.contract import DATED_TABLES, MAIN_TABLES
from data.counted_ahead import RowsByDay
from data.derived.customer_columns import lives
from data.errors import DataError
from data.ingest.published import Published
from metrics.series import metric_of

_COUNTED_DAYS = 800  # with rows: more than two years, the longest that a first view compares


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


def rows_by_day(published: Published) -> tuple[RowsByDay, ...]:
    """How many rows the newest days of feedback, tickets and orders have: see `RowsByDay`."""
    found = []
    for table in (one for one in MAIN_TABLES if one in published.tables):
        rows, series = published.tables[table], ""
        if table == "feedback":
            series, rows = _most_answered(published, rows)
        each = rows.group_by("day").aggregate(n=rows.count()).order_by(ibis.desc("day"))
        counted = published.ask(each.limit(_COUNTED_DAYS)).iloc[::-1]
        found.append(
            RowsByDay(
                table=table,
                series=series,
                days=tuple(pd.Timestamp(day).date() for day in counted["day"]),
                rows=tuple(int(n) for n in counted["n"].cumsum()),
            )
        )
    return tuple(found)


def _most_answered(published: Published, feedback: ir.Table) -> tuple[str, ir.Table]:
    """The question with most answers, and these; what is read of comments was not asked."""
    given = feedback.answer.cast("string")
    counted = published.ask(feedback.group_by(given=given).aggregate(n=feedback.count()))
    answers = counted["given"].astype(str)
    series = answers.str.rpartition("|")[0]
    asked = series.map(metric_of) != "sentiment"
    known = counted[asked] if asked.any() else counted
    most = str(known.groupby(series)["n"].sum().idxmax())
    return most, feedback.filter(given.isin(answers[series == most].tolist()))


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
