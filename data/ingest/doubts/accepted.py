"""What doubts look at: the published tables of files or of a database, the same for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd

from data.catalog import Dimension
from data.contract import DATED_TABLES, LATER
from data.mapping.model import Mapping

_TYPES = {
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
    "INTEGER": "int64",
    "BIGINT": "int64",
}


@dataclass(frozen=True)
class Accepted:
    """The canonical tables as they are published, and who answers questions about them."""

    mapping: Mapping
    dimensions: tuple[Dimension, ...]
    tables: dict[str, ir.Table]
    ask: Callable[[ir.Table], pd.DataFrame]

    @classmethod
    def from_files(
        cls,
        con: duckdb.DuckDBPyConnection,
        mapping: Mapping,
        dimensions: tuple[Dimension, ...],
    ) -> Accepted:
        """The tables of `built`, a data file that is being made."""
        tables = {}
        for name in mapping.tables:
            described = con.execute(f"DESCRIBE built.{name}").fetchall()
            types = {column: _TYPES.get(kind, "string") for column, kind, *_ in described}
            tables[name] = ibis.table(types, name=name, database="built")
        return cls(
            mapping,
            dimensions,
            tables,
            lambda asked: con.execute(str(ibis.to_sql(asked, dialect="duckdb"))).df(),
        )

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        rows = self.tables[table]
        return int(self.ask(rows.aggregate(n=rows.count()))["n"].iloc[0])

    @cached_property
    def days(self) -> pd.Series[int]:
        """Rows by day of all that says how far the data go, oldest first."""
        # Customers may have joined for years before the first event: they count where they are all.
        dated = [table for table in DATED_TABLES if table in self.tables] or ["customers"]
        counted = []
        for rows in (self.tables[table] for table in dated):
            for column in (c for c in ("day", *LATER, "joined_day") if c in rows.columns):
                day = rows[column].cast("date")
                counted.append(self.ask(rows.group_by(on=day).aggregate(n=rows.count())))
        frame = pd.concat(counted).dropna()
        frame["on"] = pd.to_datetime(frame["on"])
        days: pd.Series[int] = frame.groupby("on")["n"].sum().sort_index()
        return days
