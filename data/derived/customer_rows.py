"""Where the rows of each customer are: a table made at the load, if customers may be looked up.

Tables are sorted by time; without it, each would be read from end to end for one customer.
"""

from __future__ import annotations

import duckdb

from data.mapping.model import Mapping
from data.sql import columns_of, enum

CUSTOMER_ROWS = "customer_rows"
_TABLES = ("customers", "feedback", "orders", "tickets", "engagement")  # of a customer's page


def make_customer_rows(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> tuple[str, ...]:
    """Creates `built.customer_rows`; returns the tables that it has the rows of.

    Columns: customer_id, source (a table), place (its rowid). Returns () and makes no table
    where customers are hidden.
    """
    if mapping.privacy.customers != "shown":
        return ()
    found = tuple(
        name
        for name in _TABLES
        if name in mapping.tables and "customer_id" in columns_of(con, f"built.{name}")
    )
    parts = " UNION ALL ".join(
        f"SELECT customer_id, '{name}'::{enum(found)} AS source, rowid AS place FROM built.{name} "
        "WHERE customer_id IS NOT NULL"
        for name in found
    )
    if found:
        con.execute(f"CREATE TABLE built.{CUSTOMER_ROWS} AS {parts} ORDER BY customer_id, source")
    return found
