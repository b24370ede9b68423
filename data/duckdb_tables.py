"""DuckDB's tables as Ibis expressions: typed, compiled, answered."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd

Ask = Callable[[ir.Table], pd.DataFrame]  # who answers an expression, whatever the engine

_TYPES = {
    "TIMESTAMP": "timestamp(6)",
    "DATE": "date",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
    "INTEGER": "int64",
    "BIGINT": "int64",
}


def table_of(con: duckdb.DuckDBPyConnection, name: str) -> ir.Table:
    """A table or view, named as `schema.table`. Levels (ENUM) are texts here."""
    described = con.execute(f"DESCRIBE {name}").fetchall()
    schema, _, own = name.rpartition(".")
    types = {column: _TYPES.get(kind, "string") for column, kind, *_ in described}
    return ibis.table(types, name=own, database=schema or None)


def compiled(rows: ir.Table) -> str:
    """DuckDB's SQL of an expression."""
    return str(ibis.to_sql(rows, dialect="duckdb"))


def asking(con: duckdb.DuckDBPyConnection) -> Ask:
    """Answers expressions over the connection's tables."""
    return lambda rows: con.execute(compiled(rows)).df()
