"""The published tables of files or of a database: the same expressions ask of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import ibis.expr.types as ir
import pandas as pd

from data.catalog import Dimension
from data.contract import DATED_TABLES, LATER
from data.duckdb_tables import Ask
from data.mapping.model import Mapping


@dataclass(frozen=True)
class Published:
    """The published tables, as expressions, and who answers questions about them."""

    mapping: Mapping
    dimensions: tuple[Dimension, ...]
    tables: dict[str, ir.Table]
    ask: Ask

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of each table, in the mapping's order of the tables."""
        return {name: tuple(self.tables[name].columns) for name in self.mapping.tables}

    @property
    def weighted(self) -> bool:
        """True where feedback has weights."""
        return "feedback" in self.tables and "weight" in self.tables["feedback"].columns

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        rows = self.tables[table]
        return int(self.ask(rows.aggregate(n=rows.count()))["n"].iloc[0])

    @cached_property
    def days(self) -> pd.Series[int]:
        """How many rows each day has in the tables that say how far the data go, oldest first."""
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
