"""Dates that are the zero of a calendar: an empty date that was written as a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from data.catalog import Doubt
from data.contract import TABLES, Kind
from data.ingest.published import Published

# Of Unix (in zones west of Greenwich the day before), and of databases and spreadsheets.
_ZEROS = (date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1), date(1904, 1, 1))
_MOST = 0.5  # of the dates: a column of which more are so is of that time


def zero_dates(published: Published) -> Iterator[Doubt]:
    """Rows of 1 January 1970 and the like, from one on, in columns that are of other years."""
    for table, rows in published.tables.items():
        times = [c.name for c in TABLES[table].columns if c.kind is Kind.TIME]
        for name in (name for name in times if name in rows.columns):
            zero = rows[name].cast("date").isin(_ZEROS)
            asked = rows.aggregate(
                every=rows[name].count(),
                zeros=zero.ifelse(1, 0).sum(),
                first=zero.ifelse(rows[name], None).min(),
            )
            every, zeros, first = published.ask(asked).iloc[0]
            if 0 < zeros < every * _MOST:
                yield Doubt(
                    table=table,
                    found=f"{int(zeros):,} of {int(every):,} values of {name} in {table} are of "
                    f"{first:%-d %b %Y}, the zero of a calendar: perhaps there was no date.",
                    mend="Name its text in blank, or make it empty with a query.",
                )
