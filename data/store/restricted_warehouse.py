"""A warehouse for whoever may see some of its rows: each table is a SELECT of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from data.scope import Filters
from data.sql import name_sql
from data.store.database import ForbiddenError, check_reader


class _Whole(Protocol):
    dialect: str
    prefix: str

    def answer(self, sql: str) -> pd.DataFrame: ...

    def ping(self) -> None: ...


class RestrictedWarehouse:
    """The tables of a row scope. What names a table in any other way is not sent."""

    def __init__(self, whole: _Whole, rows: Filters, definitions: Mapping[str, str]) -> None:
        """`definitions`: SELECTs of all rows."""
        self.rows, self.dialect = rows, whole.dialect
        self._whole, self._definitions = whole, definitions
        # One may stand within another.
        self._longest_first = sorted(definitions.values(), key=len, reverse=True)

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query; texts arrive as texts. Raises UnavailableError, ForbiddenError."""
        check_reader(self.rows)
        others = sql
        for definition in self._longest_first:
            others = others.replace(definition, "")
        if self._whole.prefix in others:
            raise ForbiddenError("A question names a table whose rows are not restricted.")
        return self._whole.answer(sql)

    def from_sql(self, table: str) -> str:
        """The SELECT of the table's rows, by its name."""
        if table not in self._definitions:
            raise ForbiddenError(f"This scope has no table '{table}'.")
        return f"({self._definitions[table]}) AS {name_sql(table, self.dialect)}"

    def ping(self) -> None:
        """Raises UnavailableError where the database does not answer, soon."""
        self._whole.ping()
