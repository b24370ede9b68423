"""A warehouse for whoever may see some of its rows: each table is a SELECT of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from data.scope import Filters
from data.sql import name_sql
from data.store.database import ForbiddenError, check_reader, check_totals


class _Whole(Protocol):
    dialect: str
    prefix: str

    def answer(self, sql: str) -> pd.DataFrame: ...

    def ping(self) -> None: ...


class RestrictedWarehouse:
    """The tables of a row scope. What names a table in any other way is not sent."""

    def __init__(
        self,
        whole: _Whole,
        rows: Filters,
        definitions: Mapping[str, str],
        others: Mapping[str, str] | None = None,
    ) -> None:
        """`definitions`: SELECTs of all rows; `others`: of those of others, None: nothing is told.

        A SELECT may stand within another.
        """
        self.rows, self.dialect = rows, whole.dialect
        self._whole, self._definitions, self._others = whole, definitions, others
        self._known = sorted(definitions.values(), key=len, reverse=True)
        self._known_of_rest = sorted(
            [*definitions.values(), *(others or {}).values()], key=len, reverse=True
        )

    def frame(self, sql: str) -> pd.DataFrame:
        """Result of one query; texts arrive as texts. Raises UnavailableError, ForbiddenError."""
        check_reader(self.rows)
        return self._sent(sql, self._known)

    def rest_frame(self, sql: str) -> pd.DataFrame:
        """The same of a query that names rows of others as well."""
        check_totals(self.rows)
        return self._sent(sql, self._known_of_rest)

    def _sent(self, sql: str, known: list[str]) -> pd.DataFrame:
        left = sql
        for definition in known:
            left = left.replace(definition, "")
        if self._whole.prefix in left:
            raise ForbiddenError("A question names a table whose rows are not restricted.")
        return self._whole.answer(sql)

    def from_sql(self, table: str) -> str:
        """The SELECT of the table's rows, by its name."""
        if table not in self._definitions:
            raise ForbiddenError(f"This scope has no table '{table}'.")
        return self._named(self._definitions[table], table)

    def others_sql(self, table: str) -> str | None:
        """The SELECT of the table's other rows, by its name. Raises ForbiddenError."""
        if self._others is None:
            return None
        if table not in self._others:
            raise ForbiddenError(f"Nothing is told of the rows of others in '{table}'.")
        return self._named(self._others[table], table)

    def _named(self, sql: str, table: str) -> str:
        return f"({sql}) AS {name_sql(table, self.dialect)}"

    def ping(self) -> None:
        """Raises UnavailableError where the database does not answer, soon."""
        self._whole.ping()
