"""The active months of each customer, for what does not add up: distinct customers, retention.

Months are counted from that of the first event, and are the bits of 64-bit words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb
import ibis

from data.catalog import Dimension, TableReport, days_of_tables
from data.derived.lifetime import HISTORY, histories
from data.mapping.model import Mapping
from data.sql import columns_of, ident

ACTIVITY = "activity"
MONTHS_A_WORD = 60  # of 64 bits, so that no word is negative in any engine
# What customers do -> the column of the months in which they did.
EVENTS = {
    "feedback": "feedback_months",
    "orders": "order_months",
    "engagement": "engagement_months",
}
REPEATS = "repeat_order_months"  # of two orders or more


def make_activity(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    dimensions: Sequence[Dimension],
    tables: Sequence[TableReport],
) -> tuple[str, ...]:
    """Creates `built.activity`, a row a customer with an event; returns its columns.

    Columns: customer_id, the segments of customers, `<months>_0`, `<months>_1`, ... for each of
    EVENTS and REPEATS, those of HISTORY, joined_month and churned_month (numbers of months) where
    they are mapped. Who left before they joined has no joined_month. Returns () and makes no table
    where no table of EVENTS names its customers.
    """
    events = [t for t in EVENTS if t in mapping.tables and _names_customers(con, t)]
    days = days_of_tables(tables, tuple(EVENTS))
    if not events or days is None:
        return ()
    first, last = days
    words = range(month_number(last, first) // MONTHS_A_WORD + 1)
    froms = " FULL JOIN ".join(f"({_months(t, first, words)}) AS {t}" for t in events)
    joined = f"{froms}{' USING (customer_id)' * (len(events) - 1)}"
    columns = ["customer_id"]
    names = [EVENTS[t] for t in events] + ([REPEATS] if "orders" in events else [])
    columns += [f"coalesce({name}_{i}, 0) AS {name}_{i}" for name in names for i in words]
    if "orders" in events:
        joined += f" LEFT JOIN ({_histories()}) AS h USING (customer_id)"
        columns += [f"h.{name}" for name in HISTORY]
    if "customers" in mapping.tables:
        joined += " LEFT JOIN built.customers AS c USING (customer_id)"
        columns[1:1] = [f"c.{ident(key)}" for key in _segments(mapping, dimensions)]
        present = columns_of(con, "built.customers")
        columns += [
            f"{_month(f'c.{name}_day', first)} AS {name}_month"
            for name in ("joined", "churned")
            if f"{name}_day" in present
        ]
    con.execute(
        f"CREATE TABLE built.{ACTIVITY} AS SELECT {', '.join(columns)} FROM {joined} "
        "ORDER BY customer_id"
    )
    return tuple(columns_of(con, f"built.{ACTIVITY}"))


def _histories() -> str:
    orders = ibis.table(
        {"customer_id": "string", "day": "date", "amount": "float64"}, "orders", database="built"
    )
    return str(ibis.to_sql(histories(orders), dialect="duckdb"))


def month_number(day: date, first: date) -> int:
    """Months from that of `first` to that of `day`."""
    return (day.year - first.year) * 12 + day.month - first.month


def _names_customers(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return "customer_id" in columns_of(con, f"built.{table}")


def _segments(mapping: Mapping, dimensions: Sequence[Dimension]) -> list[str]:
    """Segments that events take from their customers alone."""
    found = []
    for dimension in dimensions:
        declared = {s.table for s in mapping.segments if s.key == dimension.key}
        if "customers" in declared and "feedback" not in declared:
            found.append(dimension.key)
    return found


def _month(day: str, first: date) -> str:
    return f"CAST(datediff('month', DATE '{first:%Y-%m-01}', {day}) AS INTEGER)"


def _months(table: str, first: date, words: Sequence[int]) -> str:
    """SELECT of a row a customer: the months in which the table has rows of theirs."""
    rows = (
        f"SELECT customer_id, {_month('day', first)} AS month FROM built.{table} "
        "WHERE customer_id IS NOT NULL"
    )
    bits = [f"{_bits(i)} AS {EVENTS[table]}_{i}" for i in words]
    if table == "orders":
        rows = f"SELECT *, count(*) AS n FROM ({rows}) GROUP BY ALL"
        bits += [f"{_bits(i, ' AND n > 1')} AS {REPEATS}_{i}" for i in words]
    return f"SELECT customer_id, {', '.join(bits)} FROM ({rows}) GROUP BY customer_id"


def _bits(word: int, condition: str = "") -> str:
    start = word * MONTHS_A_WORD
    inside = f"month BETWEEN {start} AND {start + MONTHS_A_WORD - 1}{condition}"
    return f"bit_or(CASE WHEN {inside} THEN 1::BIGINT << (month - {start}) ELSE 0 END)"
