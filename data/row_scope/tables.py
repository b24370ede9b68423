"""The tables of a row scope: each as a SELECT of all rows, asked for by its own name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import ibis
import ibis.expr.types as ir
import pandas as pd

from data.derived.customer_rows import CUSTOMER_ROWS
from data.duckdb_tables import Ask
from data.query.rows import conditions_sql
from data.scope import Filters
from data.store.database import Database, Whole

_OURS = "cxlens_of_"
_NAMED = re.compile(rf"[\"`]{_OURS}(\w+)[\"`]")


def within(database: Whole, table: str, rows: Filters, *, numbered: bool = False) -> str:
    """SELECT of the rows of a table that a reader may see. Every table of a scope begins here.

    `numbered`: with their places, by which the rows of a customer are found.
    """
    met = " AND ".join(conditions_sql(rows, (), database.dialect))
    columns = "rowid, *" if numbered else "*"
    return f"SELECT {columns} FROM {database.whole_sql(table)} WHERE {met}"


def beyond(database: Whole, table: str, rows: Filters) -> str:
    """SELECT of all other rows of a table. Every table of the rest of a comparison begins here."""
    (met,) = conditions_sql((), rows, database.dialect)
    return f"SELECT * FROM {database.whole_sql(table)} WHERE {met}"


def places_within(database: Whole, rows: Filters) -> str:
    """SELECT of where the rows of the customers are that a reader may see."""
    own = within(database, "customers", rows).replace("*", "customer_id", 1)
    return f"SELECT * FROM {database.whole_sql(CUSTOMER_ROWS)} WHERE customer_id IN ({own})"


def none_of(database: Whole, table: str) -> str:
    """SELECT of no row of a table."""
    return f"SELECT * FROM {database.whole_sql(table)} WHERE 1 = 0"


def named(table: str, columns: ibis.Schema) -> ir.Table:
    """A table of the scope in an expression."""
    return ibis.table(columns, f"{_OURS}{table}")


def select(rows: ir.Table, dialect: str, source: Callable[[str], str]) -> str:
    """SQL of an expression over `named` tables; `source`: the SELECT of each."""
    sql = str(ibis.to_sql(rows, dialect=dialect))
    return _NAMED.sub(lambda found: f"({source(found[1])})", sql)


def of_known_customers(rows: ir.Table, customers: ir.Table, segments: Iterable[str]) -> ir.Table:
    """Rows whose customers may be hidden: of these, no segment of theirs is known."""
    known = customers.select(_whose=customers.customer_id)
    both = rows.left_join(known, rows.customer_id == known._whose)
    told = {
        name: ibis.ifelse(both._whose.notnull(), both[name], ibis.null("string"))
        for name in segments
    }
    return both.select(*(told.get(name, both[name]).name(name) for name in rows.columns))


def asking(database: Database) -> Ask:
    """Answers expressions over the `named` tables of a scope."""

    def ask(rows: ir.Table) -> pd.DataFrame:
        sql = select(rows, database.dialect, lambda one: f"SELECT * FROM {database.from_sql(one)}")
        return database.frame(sql)

    return ask
